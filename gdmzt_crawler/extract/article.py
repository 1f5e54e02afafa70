"""One article page: evidence gathered for each field, then a choice by rules that can be explained."""

from __future__ import annotations

from gdmzt_crawler.errors import NotAnArticle
from gdmzt_crawler.extract.anchors import find_anchors
from gdmzt_crawler.extract.body import files_behind, gather_body, is_subtitle, to_blocks
from gdmzt_crawler.extract.breadcrumb import find_breadcrumb, find_home, read_breadcrumb
from gdmzt_crawler.extract.byline import looks_like_byline
from gdmzt_crawler.extract.choice import choose_published, choose_source, choose_views
from gdmzt_crawler.extract.document import Document
from gdmzt_crawler.extract.furniture import SITE_FOOT, is_furniture
from gdmzt_crawler.extract.heading import find_title
from gdmzt_crawler.extract.labelled import Hit
from gdmzt_crawler.extract.lines import read_lines
from gdmzt_crawler.extract.page import Page
from gdmzt_crawler.extract.pagekind import WORDS, page_kind
from gdmzt_crawler.extract.refusal import refuse_navigation
from gdmzt_crawler.extract.rules import NamedRules
from gdmzt_crawler.extract.selected import Selected
from gdmzt_crawler.extract.texts import raw_text
from gdmzt_crawler.extract.title import head_title, squash
from gdmzt_crawler.extract.zones import read_around, read_tail
from gdmzt_crawler.models import ExtractedArticle, Found


def extract_article(document: Document, *rules: NamedRules) -> ExtractedArticle:
    """Extract one article. `rules` are tried in order before the generic ones.

    Raises NotAnArticle (kinds `challenge`, `soft_404`, `navigation`, `empty`) for pages that hold none.
    """
    kind = page_kind(document)
    if kind is not None:
        raise NotAnArticle(WORDS[kind], kind=kind, url=document.url)
    head = head_title(document.head)
    selected = Selected(document.body, rules)
    anchors = find_anchors(document, head, rules, selected)
    return _extract(Page(document, head, anchors, read_lines(anchors.frame, anchors.container), rules, selected))


def _extract(page: Page) -> ExtractedArticle:
    title, after_title = find_title(page)
    byline, start = read_around(page, after_title)
    if page.anchors.container is None:
        # Without a container, everything behind the byline, up to the site's own foot.
        inside, titled = True, page.anchors.title is not None
        for line in page.lines[start:]:
            inside = line.inside = inside and not (titled and SITE_FOOT.match(line.flat))
    body = gather_body(page.lines, start, after_title)
    read_tail(page, byline, body)
    blocks = to_blocks(body) + files_behind(body.after)
    published = choose_published(byline, page.document, page.candidates)
    source = choose_source(byline, page.document.head, page.candidates)
    refuse_navigation(page, body, title, byline, bool(blocks), published is not None)
    editor = Found(body.editor, "body.editor") if body.editor else _first(byline.editors)
    return ExtractedArticle(
        url=page.document.url,
        base_url=page.document.base_url,
        title=title,
        subtitle=_subtitle(page, after_title, start, title),
        published=published,
        source=source,
        view_count=choose_views(byline, page.candidates),
        author=_first(byline.authors),
        editor=editor,
        breadcrumb=_breadcrumb(page, title),
        blocks=blocks,
        body_rule=page.anchors.body_rule,
        meta=page.document.head.tags,
        candidates=tuple(page.candidates),
        notes=page.document.notes,
    )


def _first(hits: list[Hit]) -> Found | None:
    return Found(hits[0].value, hits[0].rule) if hits else None


def _subtitle(page: Page, start: int, end: int, title: Found | None) -> Found | None:
    for _, rule in page.rules:
        element = page.selected.one(rule.subtitle)
        if element is not None:
            text = " ".join(raw_text(element).split())
            if text and (title is None or squash(text) not in squash(title.value)):
                return Found(text, "site.subtitle")
            break
    for line in page.lines[start:end] if start else ():
        flat = line.flat
        if line.kind != "text" or looks_like_byline(line) or is_furniture(flat):
            continue
        if is_subtitle(line) and 2 < len(flat) <= 80:
            return Found(line.text, "page.subtitle")
    return None


def _breadcrumb(page: Page, title: Found | None) -> tuple[str, ...]:
    text = title.value if title else None
    for _, rule in page.rules:
        element = page.selected.one(rule.breadcrumb)
        if element is not None:
            return read_breadcrumb(element, text)
    found = page.anchors.survey
    if found is None:
        return find_breadcrumb(None, find_home(page.document.body), text)
    return find_breadcrumb(found.place, found.home, text)
