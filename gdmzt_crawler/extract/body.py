"""Where the body begins and ends among the lines, and its lines as raw blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gdmzt_crawler.extract.byline import looks_like_byline
from gdmzt_crawler.extract.furniture import FURNITURE_MAX, editor_of, ends_body, is_furniture
from gdmzt_crawler.extract.line import Line
from gdmzt_crawler.extract.title import squash
from gdmzt_crawler.models import RawBlock

LINK_LIST = 3
"""Lines of links only, from which on they are a list."""
CAPTION = 60
"""Longest caption."""
MARK = 120
"""Longest line that can end a body."""
_RELATED = re.compile(r"^[【\[]?(?:相关|推荐|延伸|热门|扩展)(?:阅读|新闻|链接|报道|文章|推荐|资讯)[】\]]?[:：]?$")
RELATED = 7
"""Length of the longest such heading."""
_COMMENTS = re.compile(r"^[【\[]?(?:全部|最新|热门|网友|精彩|用户)评论[】\]]?[:：]?[（(]?\d{0,6}条?[)）]?$")
_OTHERS = re.compile(
    r"^[【\[]?(?:更多(?:新闻|资讯|内容|文章|推荐)|(?:相关|推荐|热门|最新|延伸|扩展)(?:阅读|新闻|文章|资讯|推荐|报道)|猜你喜欢|为[你您]推荐)[】\]]?[:：]?$"
)
_HEADING_STARTS = frozenset("全最热网精用更相推延扩猜为")
_THUMB = re.compile(r"[_-](?:s|small|thumb|thumbnail|mini)(?=\.\w{3,4}$)")
"""What the address of a small copy has more than that of the picture."""
HEADING = 14
"""Length of the longest heading of comments or of a list of other articles."""
LOOKED_AT = 40
"""Lines behind such a heading that are looked at."""
ENTRY = 3
"""Lines that an entry of such a list has beside its link: an excerpt, a date, a source."""
_SIGNED_OFF = re.compile(
    r"^[（(【]?(?:稿源|来源|作者|记者|供稿|撰稿)[:：].{1,40}(?:编辑|责编|编审|审核|校对|核稿)[:：]"
)
SENTENCE = 18
"""Characters of running text from which on such a heading ends a body: notices are as short as this."""
SOME = 80
"""Characters of running text from which on an end marker that links follow is believed."""
MOST = 0.6
"""End markers count only after this share of the running text: before it they are text."""

_LABELLED = re.compile(r"(?:来源|时间|日期|作者|编辑|次数|浏览|阅读|点击|机构|字体|字号)[^:：]{0,3}[:：]")
_SUBTITLE = re.compile(r"^(?:——|--|—|－－|―)")


@dataclass(slots=True)
class Body:
    """The body's lines, what was cut from them, and how much of it is links."""

    lines: list[Line] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)
    """Lines behind the body, where a source or an editor may stand."""
    editor: str | None = None


def skip_byline(lines: list[Line], start: int, *, lenient: bool) -> int:
    """Index of the first body line at or after `start`: bylines and furniture before it are passed.

    `lenient` (no byline was found outside the body) passes lines with one label and lines between title and byline too.
    """
    last = start
    misses = 0
    passed_picture = False
    for index in range(start, min(len(lines), start + 40)):
        line = lines[index]
        if line.kind in ("image", "file"):
            if lenient:
                passed_picture = True
                continue
            break
        flat = line.flat
        furniture = is_furniture(flat)
        if furniture and passed_picture:
            # A picture before furniture may be the whole body; before a byline it is a banner.
            continue
        if furniture or (looks_like_byline(line) and (lenient or _two_labels(line))):
            last, misses, passed_picture = index + 1, 0, False
            continue
        misses += 1
        if not lenient or misses > 3 or len(flat) > 70 or "。" in flat:
            break
    return last


def _two_labels(line: Line) -> bool:
    return len(_LABELLED.findall(line.flat)) >= 2


def gather_body(lines: list[Line], start: int, after_title: int) -> Body:
    """Body lines from `start` on: those inside the container up to an end marker, and pictures that stand before it."""
    body = Body()
    # The first picture often stands in a sibling of the densest node; a linked one is a banner.
    body.lines.extend(line for line in lines[after_title:start] if line.kind == "image" and not line.links)
    total = sum([_weight(line) for line in lines[start:] if line.inside]) or 1
    enough = min(SOME, total * MOST)
    passed = 0
    ended = False
    runs: dict[int, int] = {}
    for index, line in enumerate(lines[start:], start):
        if ended or not line.inside:
            body.after.append(line)
            continue
        if (line.links or len(line.flat) <= RELATED) and _in_related(lines, index, runs):
            continue
        mark = None
        if passed >= SENTENCE and line.kind in ("text", "row") and len(line.text) <= MARK:
            if len(line.flat) <= HEADING and _heads_others(lines, index):
                mark = ""
            elif passed >= enough and (mark := _end_mark(line)) is not None and passed < total * MOST:
                mark = mark if _links_follow(lines, index) else None
        if mark is not None:
            body.editor = body.editor or mark or None
            ended = True
            body.after.append(line)
            continue
        passed += _weight(line)
        body.lines.append(line)
    _cut_link_list(body)
    if not ended:
        _take_pictures_beside(body)
    return body


def _links_follow(lines: list[Line], index: int) -> bool:
    """Whether what comes next is links, headings of lists and furniture, not a text that goes on."""
    behind = [line for line in lines[index + 1 : index + 12] if line.kind == "text"][:8]
    if behind and _only_link(behind[0]):
        return True
    plain = sum(1 for line in behind if line.links < len(line.text) * 0.5 and len(line.text) > 20)
    return plain <= 1 and any(line.links for line in behind)


def _heads_others(lines: list[Line], index: int) -> bool:
    """Whether a line heads the comments, or a list of other articles, each with a link, that does not end in text.

    Both outweigh a short article: neither needs most of the running text before it.
    """
    flat = lines[index].flat
    if flat.lstrip("【[")[:1] not in _HEADING_STARTS:
        return False
    if _COMMENTS.match(flat) is not None:
        return True
    if _OTHERS.match(flat) is None:
        return False
    links = since = 0
    for line in lines[index + 1 : index + LOOKED_AT]:
        if not line.inside:
            break
        links, since = (links + 1, 0) if _only_link(line) else (links, since + (line.kind != "image"))
        if since > ENTRY:
            return False
    return links >= LINK_LIST


def _in_related(lines: list[Line], index: int, runs: dict[int, int]) -> bool:
    """Whether a line heads, or belongs to, a list of related articles in the middle of a body.

    `runs` remembers where the run of links that a line belongs to begins.
    """
    line = lines[index]
    if _RELATED.match(line.flat) is not None:
        return _goes_on(lines, index + 1)
    if not _only_link(line):
        return False
    first = index
    while first and first not in runs and _only_link(lines[first - 1]):
        first -= 1
    first = runs[index] = runs.get(first, first)
    headed = first > 0 and _RELATED.match(lines[first - 1].flat) is not None
    return headed and _goes_on(lines, first)


def _goes_on(lines: list[Line], index: int) -> bool:
    """Whether the links from `index` on are a list set into a text: no further link among the next lines."""
    end = index
    while end < len(lines) and _only_link(lines[end]):
        end += 1
    return end > index and not any(_only_link(line) for line in lines[end : end + 6])


def _take_pictures_beside(body: Body) -> None:
    """Pictures, with their captions, that follow directly behind the densest node stand in a sibling of it."""
    taken = 0
    for line in body.after:
        picture = line.kind == "image" and not line.links
        caption = taken and line.kind == "text" and len(line.text) <= CAPTION and not line.links
        if not picture and not (caption and body.after[taken - 1].kind == "image" and _end_mark(line) is None):
            break
        taken += 1
    if any(line.kind == "image" for line in body.after[:taken]):
        body.lines.extend(body.after[:taken])
        del body.after[:taken]


def _cut_link_list(body: Body) -> None:
    """A run of lines that are links only, at the end of the body, is a list of other articles."""
    end = len(body.lines)
    while end and body.lines[end - 1].kind == "text" and _only_link(body.lines[end - 1]):
        end -= 1
    if 0 < end <= len(body.lines) - LINK_LIST:
        body.after[:0] = body.lines[end:]
        del body.lines[end:]


def _only_link(line: Line) -> bool:
    return line.links > 0 and line.kind == "text" and 0 < len(line.flat) * 0.9 <= line.links - line.files


def _weight(line: Line) -> int:
    return len(line.text) - line.links if line.kind in ("text", "row") else 0


def _end_mark(line: Line) -> str | None:
    """What ends a body at a line: the editor's name it gives, `''` without one; None for a line that ends nothing."""
    flat = line.flat
    if len(line.text) > MARK or len(flat) > 80:
        return None
    editor = editor_of(line.text)
    if editor is not None:
        return editor[1]
    if (":" in flat or "：" in flat) and _SIGNED_OFF.match(flat) is not None:
        return ""
    return "" if ends_body(flat) and (len(flat) <= 40 or line.links > len(flat) * 0.5) else None


def to_blocks(body: Body) -> tuple[RawBlock, ...]:
    """Raw blocks of the body: furniture and lines of attachment links only are dropped."""
    blocks: list[RawBlock] = []
    shown = {line.url for line in body.lines if line.kind == "image"}
    for line in body.lines:
        if line.kind == "image":
            if len(shown) > 1 and (large := _THUMB.sub("", line.url or "")) != line.url and large in shown:
                continue
            blocks.append(RawBlock("image", line.text, line.url, line.centred, line.marked))
        elif line.kind == "file":
            if not is_furniture(line.flat):
                blocks.append(RawBlock("attachment", line.text, line.url))
        elif (len(line.flat) > FURNITURE_MAX or not is_furniture(line.flat)) and not (line.files and _files_only(line)):
            blocks.append(RawBlock("table" if line.kind == "row" else "text", line.text, None, line.centred))
    return tuple(blocks)


def _files_only(line: Line) -> bool:
    """A block of attachment links and punctuation is no paragraph; a name in a sentence, or behind a label, stays."""
    flat = line.flat
    for name in line.names or ():
        flat = flat.replace(squash(name), "", 1)
    return not any(character.isalnum() for character in flat)


def files_behind(after: list[Line]) -> tuple[RawBlock, ...]:
    """Attachments that stand behind the container, up to related links."""
    found: list[RawBlock] = []
    for line in after:
        if line.kind == "file" and not is_furniture(line.flat):
            found.append(RawBlock("attachment", line.text, line.url))
        elif line.kind == "text" and not line.files and ends_body(line.flat) and line.links == 0 and found == []:
            flat = line.flat
            if flat.startswith(("相关", "推荐", "上一", "下一", "延伸", "热")):
                break
    return tuple(found)


def is_subtitle(line: Line) -> bool:
    """A line between title and byline that goes on with the title: a heading, or text behind a dash."""
    return _SUBTITLE.match(line.text) is not None or line.tag in ("h2", "h3", "h4", "h5")
