"""Pagers that a script prints: `createPageHTML` of TRS, `countPage` with `document.write`, plug-ins with requests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gdmzt_crawler.extract.pagefunctions import linked_address

_SIGNS = (
    "PageHTML(", "pageHTML(", "ountPage", "otalPage", "ageCount", "ageTotal", "pagecount", "totalpage", "agination",
    "jpage", "laypage", "kkpager", "otalRecord", "ecordCount", "axPage", "axpage", "allPage",
)  # fmt: skip
MAX_SCRIPT = 60_000
"""Longer scripts are libraries."""
_CALL = re.compile(r"(creat\w*page\w*)\s*\(([^()]{0,300}(?:\([^()]{0,80}\)[^()]{0,200}){0,4})\)", re.I)
_CALL_SIGNS = ("PageHTML", "pageHTML", "PageHtml", "createPage", "CreatePage", "creatPage")
_VARIABLE = re.compile(
    r"(?:var|let|const)?\s*\b(\w+)\s*=\s*(?:parseInt\()?['\"]?\s*(Math\.ceil\s*\(\s*[\d.]+\s*/\s*[\d.]+\s*\)|\d{1,7}(?![\w.]))"
)
_CEIL = re.compile(r"Math\.ceil\s*\(\s*(\d{1,7})(?:\.0)?\s*/\s*(\d{1,7})(?:\.0)?\s*\)")
_NUMBER = r"(\d{1,7})(?!\d)"
"""Of pages or rows; more digits are no such number, and Python reads no more than 4,300."""
_IS = r"['\"]?\s*[=:]\s*['\"]?\s*" + _NUMBER
_TOTALS = re.compile(
    r"\b(?:count_?pages?|total_?pages?|page_?counts?|page_?total|n?max_?page|all_?pages?|page_?nums|pagesum|sumpage)"
    + _IS,
    re.I,
)
_CURRENTS = re.compile(
    r"\b(?:curr?(?:ent)?_?page(?:_?(?:no|num|index|number))?|now_?page|page_?(?:index|no|current|now|cur)|pno|this_?page|curr)"
    r"['\"]?\s*[=:]\s*\(?['\"]?\s*" + _NUMBER + r"(\s*\+\s*1)?",
    re.I,
)
_RECORDS = re.compile(r"\b(?:total_?records?|record_?counts?|total_?counts?|total|count|totalnum|totalrow)" + _IS, re.I)
_PER_PAGE = re.compile(r"\b(?:per_?page|page_?size|limit|rows|per_?size|page_?rows|items_?per_?page)" + _IS, re.I)
_PLUGIN = re.compile(r"(jpage|laypage|kkpager|pagination|(?:new\s+)?[Pp]age(?:r|Nav|nator)?)\b[\w.]*\s*\(")
_SET_PAGE = re.compile(r"setPage['\"]\s*,\s*" + _NUMBER + r"\s*,\s*" + _NUMBER)
_JOINED = re.compile(r"['\"]\s*\+\s*['\"]")
_TEMPLATE = re.compile(
    r"['\"=]([\w./?=&%:#~-]{0,200})['\"]\s*\+\s*(\(?\s*[\w.]+(?:\s*\+\s*1)?\s*\)?)\s*(?:\+\s*['\"]([\w./?=&%#-]*)|[;,)\s])"
)
_NEXT_NAME = re.compile(r"\(?\s*(?:\w*next\w*|[\w.]+\s*\+\s*1)\s*\)?", re.I)
_PARAMETER = re.compile(
    r"\(?\s*(?:page\w*|\w*page|\w*index|num|n|p|i|pn|\w{1,8}\.(?:curr|currentPage|page|pageNumber))\s*\)?", re.I
)
_KKPAGER = re.compile(r"kkpager[\w.]*\s*\(\s*\{")
_PNO = re.compile(r"\bpno\s*:\s*['\"]?" + _NUMBER)
_ALL = re.compile(r"\btotal\s*:\s*['\"]?" + _NUMBER)


@dataclass(frozen=True, slots=True)
class ScriptPager:
    """What the scripts say. Pages are 1-based here."""

    how: str
    current: int | None = None
    total: int | None = None
    next_href: str | None = None
    limit: int | None = None
    """Pages that exist, where the pager offers fewer."""


def read_scripts(scripts: list[str], own_number: int | None) -> ScriptPager | None:
    """The pager printed or filled by a script; None where there is none. `own_number` is that in the page's address."""
    text = "\n".join(script for script in scripts if len(script) < MAX_SCRIPT and _has_sign(script))
    if not text:
        return None
    return _trs(text, own_number) or _written(text) or _kkpager(text) or _plugin(text, own_number)


def _has_sign(script: str) -> bool:
    return ("age" in script or "gination" in script or "ecord" in script) and any(sign in script for sign in _SIGNS)


def _trs(text: str, own_number: int | None) -> ScriptPager | None:
    """`createPageHTML(total, current, "index", "html")`; a leading element id means that pages count from 1."""
    for match in _calls(text):
        arguments = [part.strip() for part in match[2].split(",")]
        numbers: list[int] = []
        words: list[str] = []
        counted_from_one = False
        for argument in arguments:
            if argument[:1] in "'\"" and argument:
                if numbers:
                    words.append(argument.strip("'\" "))
                else:
                    counted_from_one = True
            else:
                value = _value(argument, text)
                if value is not None and not words:
                    numbers.append(value)
        if len(numbers) >= 2 and len(words) >= 2 and numbers[0] >= 0:
            return _trs_page(match[1], numbers[0], numbers[1], words[0], words[1], own_number, counted_from_one)
    return None


def _calls(text: str) -> Iterator[re.Match[str]]:
    """Calls of functions named `create…Page…`; their definitions are passed over."""
    sign = next((sign for sign in _CALL_SIGNS if sign in text), None)
    at = text.find(sign) if sign else -1
    for _ in range(20):
        if sign is None or at < 0:
            return
        start = max(0, at - 8)
        match = _CALL.search(text, start, at + 700)
        if match and not text[: match.start()].rstrip().endswith("function"):
            yield match
        at = text.find(sign, at + 1)


def _trs_page(
    call: str, total: int, current: int, name: str, extension: str, own_number: int | None, counted_from_one: bool
) -> ScriptPager:
    if own_number is None and current == 1 and total > 1:
        counted_from_one = True
    page = current if counted_from_one else current + 1
    following = None
    if page < total:
        following = f"{name}_{page + 1 if counted_from_one else page}.{extension.lstrip('.')}"
    return ScriptPager(f"script {call}", max(page, 1), max(total, 1), following)


def _value(expression: str, text: str) -> int | None:
    """Number of an argument: a literal, `Math.ceil(a/b)`, or a variable set to one of these in the script."""
    if expression.isdecimal():
        return int(expression) if len(expression) < 8 else None
    match = _CEIL.fullmatch(expression)
    if match:
        return _ceil(match)
    if not expression.isidentifier():
        return None
    for variable in _VARIABLE.finditer(text):
        if variable[1] == expression:
            return _value(re.sub(r"\s+", "", variable[2]), "")
    return None


def _ceil(match: re.Match[str]) -> int | None:
    whole, part = int(match[1]), int(match[2])
    return -(-whole // part) if part else None


def _written(text: str) -> ScriptPager | None:
    """`currentPage`, `countPage` and an address put together from them."""
    current, total = _CURRENTS.search(text), _TOTALS.search(text)
    if current is None or total is None:
        return None
    number, pages = int(current[1]) + bool(current[2]), int(total[1])
    from_zero = number == 0 or bool(re.search(r"(?:count|total)_?page\w*\s*-\s*1|page_?count\s*-\s*1", text, re.I))
    page = number + 1 if from_zero else number
    if page >= pages:
        return ScriptPager("script", page, pages)
    template = _next_template(_JOINED.sub("", text.replace("\\", "")))
    if template is None:
        return ScriptPager("script", page, pages)
    return ScriptPager("script", page, pages, f"{template[0]}{number + 1}{template[1]}")


def _next_template(text: str) -> tuple[str, str] | None:
    """(before, after) the number of the next page in the address that the script puts together."""
    weaker: tuple[str, str] | None = None
    for match in _TEMPLATE.finditer(text):
        before, name, after = match[1].rpartition("=")[2] if "?" not in match[1] else match[1], match[2], match[3] or ""
        if not before or not re.search(r"[/_=?-]$|[a-z]$", before, re.I) or not (after or "=" in before[-1:]):
            continue
        if "location" not in text[max(0, match.start() - 40) : match.start()] and not after and "=" not in before[-1:]:
            continue
        if _NEXT_NAME.fullmatch(name):
            return before, after
        if (
            weaker is None
            and _PARAMETER.fullmatch(name)
            and "location" in text[max(0, match.start() - 60) : match.start()]
        ):
            weaker = before, after
    return weaker


def _kkpager(text: str) -> ScriptPager | None:
    """`kkpager.generPageHtml({pno, total, getLink})`: `total` is its number of pages, not of rows."""
    call = _KKPAGER.search(text)
    page = _PNO.search(text, call.end()) if call else None
    total = _ALL.search(text, call.end()) if call else None
    if page is None or total is None:
        return None
    return ScriptPager("script kkpager", int(page[1]), int(total[1]), linked_address(text, int(page[1]) + 1))


def _jump(text: str, page: int, total: int) -> str | None:
    """The address to which a plug-in's own function goes on (`jump`, `callback`)."""
    template = _next_template(_JOINED.sub("", text)) if page < total else None
    return f"{template[0]}{page + 1}{template[1]}" if template else None


def _plugin(text: str, own_number: int | None) -> ScriptPager | None:
    """A plug-in that asks the server for further pages, or a loop that writes links to them."""
    name = _PLUGIN.search(text)
    how = f"script {name[1]}" if name else "script"
    fixed = _SET_PAGE.search(text)
    if fixed:
        return ScriptPager(how, int(fixed[1]), int(fixed[2]))
    current = _CURRENTS.search(text)
    page = max(1, int(current[1]) + bool(current[2])) if current else own_number or 1
    total = _TOTALS.search(text)
    if total:
        return ScriptPager(how, page, int(total[1]), _jump(text, page, int(total[1])))
    ceil = _CEIL.search(text)
    if ceil:
        return ScriptPager(how, page, _ceil(ceil))
    records, size = _RECORDS.search(text), _PER_PAGE.search(text)
    if name and records and size and int(size[1]):
        pages = max(1, -(-int(records[1]) // int(size[1])))
        return ScriptPager(how, page, pages, _jump(text, page, pages))
    return None


def offered_pages(scripts: list[str]) -> int | None:
    """Pages that exist by a script's `Math.ceil(records/size)`; a pager may offer fewer (a cap)."""
    for script in scripts:
        if len(script) > MAX_SCRIPT or "Math.ceil" not in script:
            continue
        match = _CEIL.search(script)
        if match:
            return _ceil(match)
    return None
