"""What one line says: time, source, view count, author and editor behind their labels.

A line is `marked`: `\x02` stands where an inline element begins or ends. Values end at the next label, at such a
mark, or where a date begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from gdmzt_crawler.extract.line import BOUNDARY
from gdmzt_crawler.extract.prepared import prepared

DATE = re.compile(
    # The first character is matched before what must not stand in front of it: so that a search looks for it alone.
    r"([12１２](?<![\d./-].)(?:(?<=[1１])[9９]|(?<=[2２])[0０])\d{2})\s*(?:[-/.．－—]|年)\s*(\d{1,2})\s*(?:[-/.．－—]|月)\s*(\d{1,2})(?!\d)\s*[日号]?"
    r"(?:[\sT\x02]*[（(]?(?:星期|周)[一二三四五六日天][）)]?)?"
    r"(?:[\sT\x02，,]*(?:[上下]午\s*)?(\d{1,2})\s*[:：时]\s*(\d{1,2})(?:\s*[:：分]\s*(\d{1,2})(?:\.\d+)?)?\s*[秒分]?)?"
)
CHINESE_DATE = re.compile(
    r"[一二][〇○零九][一二三四五六七八九〇○零]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
_GAP = r"[\s\x02]*"
_COLON = rf"{_GAP}[:：]{_GAP}"
_PUBLISHED = re.compile(
    r"(?:(发\s*布\s*(?:时\s*间|日\s*期|于)?|發[佈布](?:時間|日期|於)?|建立於|发表(?:时间|日期|于)?|发稿时间|公布(?:时间|日期)"
    r"|公开(?:时间|日期)|上传时间|录入时间|信息时间|上网时间|发文时间|刊发时间|信息发布时间|添加时间|创建时间|编辑时间|创建日期|添加日期)"
    r"|(更\s*新\s*(?:时\s*间|日\s*期)?|最后更新|修改时间)"
    r"|([时時]\s*[间間]|日\s*期|来源时间)"
    r"|((?:成文|生成|生效|施行|实施|废止|失效|截止|有效|开始|结束|签发|印发|发文|制发|签署|会议|活动|开标|报名|公示)"
    r"\s*(?:时\s*间|日\s*期|期)))[\s\x02\[【(（]*[:：]?[\s\x02\[【(（]*$"
)
_PUBLISHED_ENDS = frozenset("间間期于於布佈表新")
"""Characters that those labels end in."""
_AFTER_LABEL = " \u3000\x02[【(（:："
_SOURCE = re.compile(
    # Every alternative begins with a character of its own: so that a search looks for these alone.
    rf"(本文来源|信\s*息\s*来\s*源|文\s*章\s*来\s*源|稿\s*件\s*来\s*源|新\s*闻\s*来\s*源|内\s*容\s*来\s*源|数\s*据\s*来\s*源|作品来源|资料来源"
    rf"|来(?<![信文稿新内数资].){_GAP}源|來(?<![信文稿新内数资].){_GAP}源|新聞[来來]源|稿{_GAP}源|出\s*处|转\s*载\s*自"
    rf"|发布\s*机构|发布\s*单位|发布\s*部门|发布\s*机关|信息提供|供稿单位|供\s*稿|发布者单位)(?:单位|网站|于)?{_COLON}"
)
_SECOND_CLASS = re.compile(r"发布|信息提供|供\s*稿")
VIEW_SIGN = re.compile("[读览击问看气阅覽讀擊放]")
"""What any line with a view count holds."""
_VIEWS = re.compile(
    rf"(?:阅\s*读|浏\s*览|瀏\s*覽|閱\s*讀|點\s*擊|已阅(?!读)|点\s*击|访\s*问|查\s*看|播\s*放(?=\s*(?:次数|量|[:：]))|人\s*气|浏览人|点击人|已阅读|已浏览)(?:次\s*[数數]|总?数|量|率|人数|次|数)?{_GAP}[:：]?{_GAP}[\[【(（]?{_GAP}(\d[\d,，]*(?:\.\d+)?(?:\x02\d{{1,3}}(?![\d,，/年.:：-]))*\s*万?\+?)"
)
_VIEWS_AFTER = re.compile(
    r"(\d(?<![\d:：.-].)[\d,]*(?:\.\d+)?\s*万?\+?)[\s\x02]*(?:次|人)?[\s\x02]*(?:浏览|阅读|点击|访问|查看)(?!量|次数|[:：])"
)
_AUTHOR = re.compile(rf"(?:作\s*者|撰\s*稿(?:人)?|撰\s*文|记\s*者){_COLON}")
_EDITOR = re.compile(rf"(?:责\s*任\s*编\s*辑|责\s*编|编\s*辑|编辑人|录入员?|录入人){_COLON}")
_BEFORE_NEXT = " \u3000\x02|｜[【(（"
"""What may stand between a value and the label behind it."""
_NEXT = re.compile(
    r"作\s*者|撰\s*稿|记\s*者\s*[:：]|责\s*任\s*编\s*辑|责\s*编|编\s*辑|审\s*核|浏\s*览|阅\s*读|点\s*击|访\s*问|人\s*气|字\s*[体号]|大\s*中\s*小|分\s*享|打\s*印|收\s*藏|关\s*闭"
    r"|发\s*布\s*(?:时|日|于|机|单|人|[:：])|发\s*表\s*(?:时|日|于)|播\s*放(?:量|次数|数)?\s*[:：]|信息时\s*间\s*[:：]|时\s*间\s*[:：]|日\s*期\s*[:：]|更\s*新|信息来\s*源\s*[:：]|文章来\s*源\s*[:：]|稿件来\s*源\s*[:：]|来\s*源\s*[:：]"
    r"|上传|录入|成文|索\s*引\s*号|公开方式|视力保护|背景色|手机|扫一扫|我要|返回"
)
_TIMES = re.compile(r"\d+\s*次")
_STOP = re.compile(r"[12|｜】\]](?:(?<=[|｜】\]])|(?<![\d.].)(?:(?<=1)9|(?<=2)0)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月])")
"""What ends a value without being a label: a date, a bar, a closing bracket."""
ISSUED = 10
"""Rank of a date labelled 发文日期: behind the head tags, before nothing at all."""
UPDATED = 4
"""Rank of a date labelled 更新时间: behind a bare one."""
Asked = Literal["all", "dates", "sources", "views"]
"""What a line is read for: an element that a definition names for one field need not be read for the others."""
Key = tuple[str, bool, Asked]
"""A marked line, whether dates without a label count, and what it is read for."""


@dataclass(slots=True)
class Hit:
    """A value with its place: `rank` 0 is best; `where` names the zone (`byline`, `tail`, `page`)."""

    value: str
    rule: str
    rank: int
    raw: str = ""


@dataclass(slots=True)
class Byline:
    """All that lines say about time, source, views, author and editor."""

    dates: list[Hit] = field(default_factory=list)
    sources: list[Hit] = field(default_factory=list)
    views: list[Hit] = field(default_factory=list)
    authors: list[Hit] = field(default_factory=list)
    editors: list[Hit] = field(default_factory=list)
    known: dict[Key, Byline] = field(default_factory=dict)
    """What marked lines say: the line that a definition names is met again between title and body."""

    @property
    def found(self) -> bool:
        """Whether a time or a source was found."""
        return bool(self.dates or self.sources)

    def add(self, read: Byline, zone: str) -> None:
        """What one line says, found in `zone`."""
        if read.dates:
            self.dates += _placed(read.dates, zone)
        if read.sources:
            self.sources += _placed(read.sources, zone)
        if read.views:
            self.views += _placed(read.views, zone)
        if read.authors:
            self.authors += _placed(read.authors, zone)
        if read.editors:
            self.editors += _placed(read.editors, zone)


def _placed(hits: list[Hit], zone: str) -> list[Hit]:
    return [Hit(hit.value, f"{zone}.{hit.rule}", hit.rank, hit.raw) for hit in hits]


def read_line(marked: str, bare_dates: bool, asked: Asked) -> Byline:
    """What one line says; its rules name no zone."""
    result = Byline()
    marked = prepared(marked)
    if asked in ("all", "dates"):
        _dates(marked, result, bare_dates)
    if asked in ("all", "views"):
        _views(marked, result)
    if asked in ("all", "sources"):
        _sources(marked, result, bare_dates)
    if asked == "all" and (":" in marked or "：" in marked):
        if "者" in marked or "撰" in marked:
            _people(_AUTHOR, marked, "author", result.authors)
        if "编" in marked or "录" in marked:
            _people(_EDITOR, marked, "editor", result.editors)
    return result


def _people(pattern: re.Pattern[str], marked: str, name: str, hits: list[Hit]) -> None:
    for found in pattern.finditer(marked):
        value = _value(marked, found.end())
        if value and len(value) <= 40:
            hits.append(Hit(value, name, 0))


def _sources(marked: str, result: Byline, bare_dates: bool) -> None:
    for found in _SOURCE.finditer(marked) if ":" in marked or "：" in marked else ():
        value = _value(marked, found.end())
        second = _SECOND_CLASS.match(found.group(1)) is not None
        if value:
            label = "".join(found.group(0).replace(BOUNDARY, "").split())
            result.sources.append(Hit(value, "publisher" if second else "source", int(second), f"{label}{value}"))
    if not result.sources and bare_dates and DATE.search(marked) is not None:
        _unlabelled_source(marked, result)


_UNLABELLED = re.compile(
    r"[\u4e00-\u9fff]{2,16}(?:网|报|社|台|局|厅|委|办|中心|周刊|频道|在线|传媒|融媒|客户端|公众号|办公室|街道)"
)
_PARTS = re.compile(r"[\x02|｜·]")


def _unlabelled_source(marked: str, result: Byline) -> None:
    """`2021-05-26 | 云南网 | 打印`: beside a bare date, in a part of its own, the name of an office or a paper."""
    parts = [part.strip() for part in _PARTS.split(DATE.sub(BOUNDARY, marked))]
    before = ""
    for value in filter(None, parts):
        before, label = value, before
        if label[-1:] not in (":", "：") and _UNLABELLED.fullmatch(value):
            result.sources.append(Hit(value, "unlabelled", 2, value))
            return


def _dates(marked: str, result: Byline, bare_dates: bool) -> None:
    if "年" in marked:
        for found in CHINESE_DATE.finditer(marked):
            result.dates.append(Hit(found.group(0), "chinese", 2, found.group(0)))
    if "20" not in marked and "19" not in marked and "２０" not in marked and "１９" not in marked:
        return
    for found in DATE.finditer(marked):
        before = marked[max(0, found.start() - 24) : found.start()]
        # Between two dates, or behind a name, stands no label: half the searches can be spared.
        label = _PUBLISHED.search(before) if before.rstrip(_AFTER_LABEL)[-1:] in _PUBLISHED_ENDS else None
        value = " ".join(found.group(0).replace(BOUNDARY, " ").split())
        if label is None:
            if bare_dates:
                result.dates.append(Hit(value, "bare", 3, value))
        elif label.group(1):
            result.dates.append(Hit(value, "published", 0, value))
        elif label.group(3) and re.search("星期|[上下]午", value):
            # 时间：4月27日（星期四）上午9:30 is when something takes place.
            result.dates.append(Hit(value, "event", UPDATED, value))
        elif label.group(3):
            result.dates.append(Hit(value, "time", 1, value))
        elif label.group(2):
            result.dates.append(Hit(value, "updated", UPDATED, value))
        elif label.group(4).startswith(("发文", "印发")):
            result.dates.append(Hit(value, "issued", ISSUED, value))


def _views(marked: str, result: Byline) -> None:
    if VIEW_SIGN.search(marked) is None:
        return
    found = _VIEWS.search(marked) or _VIEWS_AFTER.search(marked)
    if found is not None:
        rest = marked[found.end() : found.end() + 1]
        if rest not in ("-", "/", "年", ":", "：") or rest == "":
            result.views.append(Hit(found.group(1).replace(BOUNDARY, "").strip(), "views", 0))
            return


def _value(marked: str, start: int) -> str:
    """The value after a label, up to the next label, date or mark; a mark directly behind the label is passed."""
    rest = marked[start : start + 160].lstrip(" \u3000\x02")
    parts = rest[: _end_of_value(rest)].split(BOUNDARY, 2)
    value = parts[0]
    if len(parts) > 1 and value.strip() and _continues(value, parts[1]):
        value += parts[1]
    # A bracket that closes ends the value: the one that opens before it says nothing.
    return " ".join(value.split()).strip(" 　，,;；、|-—·>").lstrip("[［【 ")


def _end_of_value(rest: str) -> int:
    """Where the value that `rest` begins with ends: before the next label, at a date, a bar or a bracket."""
    end = len(rest)
    for pattern in (_NEXT, _TIMES) if "次" in rest else (_NEXT,):
        label = pattern.search(rest)
        if label is not None:
            end = min(end, len(rest[: label.start()].rstrip(_BEFORE_NEXT)))
    stop = _STOP.search(rest)
    return end if stop is None else min(end, stop.start())


def _continues(value: str, following: str) -> bool:
    """Whether an element boundary stands within one value (`新华社<a>客户端</a>`, an opened bracket)."""
    if not following.strip() or following[:1].isspace() or value[-1:].isspace():
        return False
    return value.count("（") + value.count("(") > value.count("）") + value.count(")")
