"""Pages that hold no article although they look like one: lists of links, site maps, home pages."""

from __future__ import annotations

from gdmzt_crawler.errors import NotAnArticle
from gdmzt_crawler.extract.body import Body
from gdmzt_crawler.extract.byline import Byline
from gdmzt_crawler.extract.page import Page
from gdmzt_crawler.extract.texts import raw_text
from gdmzt_crawler.extract.title import squash
from gdmzt_crawler.models import Found

MAX_LINK_SHARE = 0.6
"""Share of a body's text that may stand in links."""
MIN_LINKS = 8
LITTLE = 40
"""Characters below which a body without any date needs a title that the head confirms."""


def refuse_navigation(page: Page, body: Body, title: Found | None, byline: Byline, blocks: bool, dated: bool) -> None:
    """Raise NotAnArticle (kind `navigation` or `empty`) where what was found is no article."""
    text = sum(len(line.text) for line in body.lines if line.kind in ("text", "row"))
    links = sum(line.links - line.files for line in body.lines if line.kind in ("text", "row"))
    linked = sum(1 for line in body.lines if line.links > len(line.text) * 0.5)
    if text and links > text * MAX_LINK_SHARE and linked >= MIN_LINKS:
        raise NotAnArticle(
            "the page lists links and holds no text of its own", kind="navigation", url=page.document.url
        )
    if (title is None or not blocks) and not byline.found and _mostly_links(page):
        raise NotAnArticle("the page is made of links and shows no byline", kind="navigation", url=page.document.url)
    if title is None or not (blocks or dated):
        raise NotAnArticle("the page shows no title with a text", kind="empty", url=page.document.url)
    running = page.anchors.survey is None or page.anchors.survey.densest is not None
    agreed = squash(title.value) == squash(page.head.guess or "")
    pictured = any(line.kind == "image" for line in body.lines)
    if dated or byline.found or page.head.tag or (agreed and (pictured or running)):
        return
    if not running or text < LITTLE:
        raise NotAnArticle("the page shows neither a date nor a running text", kind="navigation", url=page.document.url)


def _mostly_links(page: Page) -> bool:
    body = page.document.body
    linked = [len(squash(raw_text(link))) for link in body.iter("a")]
    return len(linked) >= MIN_LINKS and sum(linked) > len(squash(raw_text(body))) * MAX_LINK_SHARE
