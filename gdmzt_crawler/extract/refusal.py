"""Pages that hold no article although they look like one: lists of links, site maps, home pages."""

from __future__ import annotations

from gdmzt_crawler.errors import NotAnArticle
from gdmzt_crawler.extract.body import Body
from gdmzt_crawler.extract.labelled import DATE, Byline
from gdmzt_crawler.extract.page import Page
from gdmzt_crawler.extract.texts import raw_text, text_of
from gdmzt_crawler.extract.title import squash
from gdmzt_crawler.models import Found

MAX_LINK_SHARE = 0.6
"""Share of a body's text that may stand in links."""
MIN_LINKS = 8
MIN_ROWS = 2
"""Lines of links that make a list where there is no running text at all."""
MANY_DAYS = 4
"""Days without a label under one heading that are those of a list's rows."""
LITTLE = 80
"""Characters below which a body without any date needs a title that the head confirms."""


def refuse_navigation(page: Page, body: Body, title: Found | None, byline: Byline, blocks: bool, dated: bool) -> None:
    """Raise NotAnArticle (kind `navigation` or `empty`) where what was found is no article."""
    running = page.anchors.survey is None or page.anchors.survey.densest is not None
    if _lists_links(body, running):
        raise _navigation(page, "只有链接，没有自己的文字 the page lists links and holds no text of its own")
    if _lists_days(byline):
        raise _navigation(page, "标题下是多个不同的日期 many days without a label stand under the title, as in a list")
    named = byline.found or page.head.tag is not None
    if (title is None or not blocks) and not byline.found and _mostly_links(page):
        raise _navigation(page, "多为链接，没有信息栏 the page is made of links and shows no byline")
    if title is None or not (blocks or dated):
        message = "没有带正文的标题 the page shows no title with a text"
        raise NotAnArticle(message, kind="empty", url=page.document.url)
    if page.anchors.title is None and page.anchors.container is None and page.head.tag is None:
        raise _navigation(page, "没有标题，也没有成段文字 the page shows neither a heading nor a running text")
    agreed = squash(title.value) == page.head.flat_guess
    if not blocks and not agreed and page.head.tag is None:
        message = "有日期，标题下却无文字和图片 the page shows a date, but neither text nor pictures under its title"
        raise _navigation(page, message)
    if named or (agreed and (dated or running or any(line.kind == "image" for line in body.lines))):
        return
    if not dated and (not running or _length(body) < LITTLE or _title_is_link(page) or _mostly_links(page)):
        message = "没有日期，文字不多于链接 the page shows neither a date nor a text that is more than its links"
        raise _navigation(page, message)


def _navigation(page: Page, message: str) -> NotAnArticle:
    return NotAnArticle(message, kind="navigation", url=page.document.url)


def _length(body: Body) -> int:
    return sum(len(line.text) for line in body.lines if line.kind in ("text", "row"))


def _lists_links(body: Body, running: bool) -> bool:
    """Whether the body's lines are links, or rows of a link and a date."""
    links = 0
    for line in body.lines:
        if line.links and line.kind in ("text", "row"):
            links += line.links - line.files
    if links <= 0:
        return False
    lines = [line for line in body.lines if line.kind in ("text", "row")]
    lengths = [len(squash(DATE.sub("", line.text))) for line in lines]
    plain = sum(lengths)
    if not plain or links <= plain * MAX_LINK_SHARE:
        return False
    linked = sum(1 for line, length in zip(lines, lengths, strict=True) if line.links - line.files > length * 0.5)
    return linked >= (MIN_LINKS if running else MIN_ROWS)


def _lists_days(byline: Byline) -> bool:
    """Whether the dates are those of many rows, none of them labelled as the page's own."""
    if len(byline.dates) < MANY_DAYS or not all(hit.rule.endswith(".bare") for hit in byline.dates):
        return False
    return len({hit.value.split()[0] for hit in byline.dates}) >= MANY_DAYS


def _title_is_link(page: Page) -> bool:
    """Whether the title found is the title of something else: it leads away."""
    element = page.anchors.title
    if element is None:
        return False
    return (
        any(node.tag == "a" for node in (element, *element.iterancestors()))
        or next(element.iter("a"), None) is not None
    )


def _mostly_links(page: Page) -> bool:
    body = page.document.body
    linked = [len(squash(text_of(link))) for link in body.iter("a")]
    return len(linked) >= MIN_LINKS and sum(linked) > len(squash(raw_text(body))) * MAX_LINK_SHARE
