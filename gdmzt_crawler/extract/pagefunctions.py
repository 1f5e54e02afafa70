"""Addresses that a page's own functions put together: `function goPage(p){location.href="list.jsp?page="+p}`.

Only plain sums of strings and the function's own parameters are read; what else a script does stays its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_CALL = re.compile(
    r"(?:javascript\s*:)?\s*(?:return\s+)?(\w+)\s*\(([^()]{1,120})\)\s*;?\s*(?:return\s+false\s*;?)?", re.I
)
_NAME = re.compile(r"\w+")
_SUM = r"((?:'[^'\n]{0,200}'|\"[^\"\n]{0,200}\"|[\w.]+)(?:\s*\+\s*(?:'[^'\n]{0,200}'|\"[^\"\n]{0,200}\"|[\w.]+)){1,6})"
_GOES = re.compile(
    rf"(?:location(?:\.href)?\s*=\s*|location\.(?:assign|replace)\s*\(\s*|window\.open\s*\(\s*){_SUM}\s*[;)}}\n,]"
)
_RETURNS = re.compile(rf"return\s+{_SUM}\s*[;}}]")
_TERM = re.compile(r"'([^']*)'|\"([^\"]*)\"|([\w.]+)")
_LINK = re.compile(r"getLink\s*:\s*function\s*\(\s*(\w+)\s*\)\s*\{")
_BODY = 800
"""Characters of a function that are read."""


def called_address(call: str, scripts: Iterable[str]) -> str | None:
    """The address to which a call such as `goPage(2)` leads; None where its function is elsewhere or does more."""
    match = _CALL.fullmatch(call.strip())
    if match is None:
        return None
    values = [value.strip().strip("'\"") for value in match[2].split(",")]
    head = re.compile(rf"\bfunction\s+{re.escape(match[1])}\s*\(([\w\s,]{{1,80}})\)\s*\{{")
    for script in scripts:
        found = head.search(script) if match[1] in script else None
        if found is None:
            continue
        names = _NAME.findall(found[1])
        sums = {one[1] for one in _GOES.finditer(_body(script, found.end()))}
        if len(names) == len(values) and len(sums) == 1:
            return _added(sums.pop(), dict(zip(names, values, strict=True)))
    return None


def linked_address(text: str, page: int) -> str | None:
    """The address of a page by `getLink: function(n){return …}` of a pager plug-in (kkpager), with its `hrefFormer`."""
    match = _LINK.search(text)
    if match is None:
        return None
    sums = _RETURNS.findall(_body(text, match.end()))
    if not sums:
        return None
    known = {match[1]: str(page)}
    for name in ("hrefFormer", "hrefLatter"):
        if found := re.search(rf"\b{name}\s*:\s*['\"]([^'\"]*)['\"]", text):
            known[f"this.{name}"] = found[1]
    return _added(sums[-1], known)


def _body(script: str, start: int) -> str:
    """A function's text from its opening brace to the one that closes it."""
    depth = 1
    for at in range(start, min(len(script), start + _BODY)):
        depth += {"{": 1, "}": -1}.get(script[at], 0)
        if depth == 0:
            return script[start : at + 1]
    return script[start : start + _BODY]


def _added(terms: str, values: dict[str, str]) -> str | None:
    """The sum with its names replaced; None where one is unknown or none occurs."""
    parts: list[str] = []
    named = False
    for match in _TERM.finditer(terms):
        if match[3] is None:
            parts.append(match[1] if match[1] is not None else match[2])
        elif match[3] in values:
            named = True
            parts.append(values[match[3]])
        else:
            return None
    address = "".join(parts)
    return address if named and any(sign in address for sign in "/.?") else None
