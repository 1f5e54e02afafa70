"""One article page: evidence gathered for each field, then a choice by rules that can be explained."""

from __future__ import annotations

import itertools
import re

from lxml import etree

from gdmzt_crawler.errors import NotAnArticle
from gdmzt_crawler.extract.anchors import Anchors, NamedRules, find_anchors
from gdmzt_crawler.extract.body import Body, files_behind, gather_body, is_subtitle, skip_byline, to_blocks
from gdmzt_crawler.extract.breadcrumb import find_breadcrumb, find_home, read_breadcrumb
from gdmzt_crawler.extract.byline import UPDATED, Byline, looks_like_byline, read_byline
from gdmzt_crawler.extract.choice import choose_published, choose_source, choose_views
from gdmzt_crawler.extract.document import Document
from gdmzt_crawler.extract.furniture import editor_of, is_furniture
from gdmzt_crawler.extract.lines import Line, read_lines
from gdmzt_crawler.extract.pagekind import page_kind
from gdmzt_crawler.extract.select import select_one
from gdmzt_crawler.extract.texts import raw_text
from gdmzt_crawler.extract.title import HeadTitle, head_title, set_as_title, squash
from gdmzt_crawler.models import Candidate, ExtractedArticle, Found

MAX_LINK_SHARE = 0.6
MIN_LINKS = 8
_DOCUMENT = re.compile(r"(?:通知|公告|公示|通报|通告|办法|意见|决定|批复|函|方案|规定|细则)$")
_SIGNED = re.compile(r"^[（(【\[]?\s*(?:来源|稿源|信息来源|文章来源)\s*[:：][^，。]{2,40}$")
"""A last line of the body that names the source."""
_DATE_BEHIND = re.compile(r"\s*[（(]\s*(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*[)）]$")
_FIELD = re.compile(r"^[^：:，。]{1,9}[：:].{0,60}$")
"""A line of an information table: `索 引 号：2021-000418`."""
FAR = 5
"""Lines between a title and its byline from which on the heading is doubted."""
BEHIND = 14
"""Lines behind the body that may still name its source or editor."""


def extract_article(document: Document, *rules: NamedRules) -> ExtractedArticle:
    """Extract one article. `rules` are tried in order before the generic ones.

    Raises NotAnArticle (kinds `challenge`, `soft_404`, `navigation`, `empty`) for pages that hold none.
    """
    kind = page_kind(document)
    if kind is not None:
        raise NotAnArticle(f"the page is no article but a {kind.replace('_', ' ')} page", kind=kind, url=document.url)
    head = head_title(document.head)
    anchors = find_anchors(document, head, rules)
    lines = read_lines(anchors.frame, anchors.container)
    page = _Page(document, head, anchors, lines, rules)
    return page.extract()


class _Page:
    """The lines of one page while its parts are being told apart."""

    def __init__(
        self, document: Document, head: HeadTitle, anchors: Anchors, lines: list[Line], rules: tuple[NamedRules, ...]
    ) -> None:
        self.document = document
        self.head = head
        self.anchors = anchors
        self.lines = lines
        self.rules = rules
        self.candidates: list[Candidate] = []
        self.notes: list[tuple[str, str]] = list(document.notes)

    def extract(self) -> ExtractedArticle:
        title, after_title = self._title()
        byline, start = self._byline(after_title)
        if self.anchors.container is None:
            # Without a container, everything behind the byline.
            for line in self.lines[start:]:
                line.inside = True
        body = gather_body(self.lines, start, after_title)
        self._read_tail(byline, body)
        blocks = to_blocks(body) + files_behind(body.after)
        published = choose_published(byline, self.document, self.candidates)
        source = choose_source(byline, self.document.head, self.candidates)
        self._refuse_navigation(body, title, byline, bool(blocks), published is not None)
        editor = byline.editors[0] if byline.editors else None
        return ExtractedArticle(
            url=self.document.url,
            base_url=self.document.base_url,
            title=title,
            subtitle=self._subtitle(after_title, start, title),
            published=published,
            source=source,
            view_count=choose_views(byline, self.candidates),
            author=Found(byline.authors[0].value, byline.authors[0].rule) if byline.authors else None,
            editor=Found(body.editor, "body.editor")
            if body.editor
            else Found(editor.value, editor.rule)
            if editor
            else None,
            breadcrumb=self._breadcrumb(title),
            blocks=blocks,
            body_rule=self.anchors.body_rule,
            meta=self.document.head.tags,
            candidates=tuple(self.candidates),
            notes=tuple(self.notes),
        )

    # -- title -------------------------------------------------------------------------------------------------

    def _title(self) -> tuple[Found | None, int]:
        """The title and the index of the first line behind it."""
        element = self.anchors.title
        choice = self.anchors.choice
        if element is None or (choice is not None and choice.agrees is None):
            # The head is silent: what stands directly before the byline says more than any heading.
            found, end = self._title_before_byline()
            if found is not None and (element is None or not found.rule.startswith(("meta", "head"))):
                return self._title_verdicts(found), end
        if element is None:
            return self._title_verdicts(None), 0
        text = self._as_the_head_spells(element, " ".join(raw_text(element).split()))
        start, end = self._title_lines(element, squash(text))
        cut = next((i for i in range(start + 1, end) if looks_like_byline(self.lines[i])), None)
        if cut is not None:
            text, end = " ".join(line.text for line in self.lines[start:cut]), cut
        text, end = self._joined(text, end)
        text = _DATE_BEHIND.sub("", text) or text
        if choice is not None and self._heads_something_else(end):
            found, index = self._title_before_byline()
            if found is not None and not found.rule.startswith(("meta", "head")):
                return self._title_verdicts(found), index
            if choice.agrees is not True and (first := self._title_in_body()) is not None:
                return self._title_verdicts(Found(self.lines[first].text, "page.body_line")), first
        return self._title_verdicts(Found(text, self.anchors.title_rule)), end

    def _title_in_body(self) -> int | None:
        """Index of the body's first line where it is set like a title; it stays a line of the body."""
        index = next((i for i, line in enumerate(self.lines) if line.inside and line.kind == "text"), None)
        if index is None:
            return None
        line = self.lines[index]
        flat = squash(line.text)
        return index if 6 <= len(flat) <= 80 and (line.centred or _DOCUMENT.search(flat)) and "。" not in flat else None

    def _heads_something_else(self, end: int) -> bool:
        """Whether the chosen heading belongs to a banner or a list: a list of links, or many lines, part it from the byline."""
        if not end:
            return False
        behind = self.lines[end : end + 2]
        if len(behind) == 2 and all(line.kind == "text" and line.links > len(line.text) * 0.8 for line in behind):
            return True
        byline = next((i for i, line in enumerate(self.lines[:80]) if i >= end and looks_like_byline(line)), end)
        return sum(1 for line in self.lines[end:byline] if line.kind == "text" and not line.inside) > FAR

    def _as_the_head_spells(self, element: etree._Element, text: str) -> str:
        """A title broken by <br>: whether the break stands for a blank is seen in the head's title."""
        spelled = " ".join((self.head.tag or "").split())
        broken = next(element.iter("br"), None) is not None
        return spelled if broken and squash(spelled) == squash(text) else text

    def _title_lines(self, element: etree._Element, flat: str) -> tuple[int, int]:
        """Indices of the first line of the title element's text and of the line behind it; 0, 0 outside the frame."""
        near = {element, *element.iterdescendants(), *itertools.islice(element.iterancestors(), 4)}
        for start, line in enumerate(self.lines):
            if line.element not in near:
                continue
            gathered = squash(line.text)
            if line.kind == "row" and flat in gathered:
                return start, start + 1
            end = start + 1
            while (
                gathered != flat and end < len(self.lines) and flat.startswith(gathered + squash(self.lines[end].text))
            ):
                gathered += squash(self.lines[end].text)
                end += 1
            if gathered == flat:
                return start, end
        return 0, 0

    def _joined(self, text: str, end: int) -> tuple[str, int]:
        """The title with the lines behind it that the head's title goes on with."""
        while end and end < len(self.lines):
            line = self.lines[end]
            flat = squash(line.text)
            together = squash(text) + flat
            if line.kind != "text" or len(flat) < 2 or together not in self.head.squashed:
                break
            if flat in squash(text):
                break
            text = text + line.text if text + line.text in self.document.head.title else f"{text} {line.text}"
            if line.text.startswith("—"):
                text = text.replace(f" {line.text}", line.text)
            end += 1
        return text, end

    def _title_before_byline(self) -> tuple[Found | None, int]:
        """Without a heading that can be told: the lines directly before the first byline line, else the head's title."""
        inside = 0
        for first, line in enumerate(self.lines[:80]):
            inside += line.inside
            if inside > 8 or (line.inside and len(line.text) > 120):
                break
            if looks_like_byline(line) and not self._is_crumb(line):
                index = self._heading_above(first)
                if index is None:
                    index = self._heading_below(first)
                if index is not None:
                    return Found(self._with_lines_above(index), "page.before_byline"), index + 1
                break
        if self.head.tag:
            return Found(self.head.tag, "meta.ArticleTitle"), 0
        if self.head.guess:
            return Found(self.head.guess, "head.title"), 0
        return None, 0

    def _with_lines_above(self, index: int) -> str:
        """A title over several lines of one element."""
        first = index
        while first and self.lines[first - 1].element is self.lines[index].element:
            first -= 1
        if index - first > 2 or self.lines[index].tag in ("body", "div", "form"):
            first = index
        return " ".join(line.text for line in self.lines[first : index + 1])

    def _heading_above(self, byline: int) -> int | None:
        """Index of the heading, or else the nearest line that may be a title, within six lines above the byline."""
        best = None
        for index in range(byline - 1, max(-1, byline - 7), -1):
            line = self.lines[index]
            flat = squash(line.text)
            if line.kind != "text" or not 5 <= len(flat) <= 120 or line.links > len(flat) * 0.5:
                continue
            if is_furniture(flat) or looks_like_byline(line) or self._is_crumb(line) or _FIELD.match(line.text):
                continue
            if line.tag in ("h1", "h2", "h3", "h4"):
                return index
            best = index if best is None else best
        return best

    def _heading_below(self, byline: int) -> int | None:
        """Index of the first line behind a table of information that is no field, byline or furniture, before the body."""
        for index in range(byline + 1, min(len(self.lines), byline + 16)):
            line = self.lines[index]
            flat = squash(line.text)
            if line.kind not in ("text", "row"):
                return None
            if line.inside:
                if line.kind == "text" and 5 <= len(flat) <= 80 and set_as_title(line.element):
                    return index
                if len(flat) > 60 or index > byline + 5:
                    return None
                continue
            if line.kind == "row" or is_furniture(flat) or looks_like_byline(line) or _FIELD.match(line.text):
                continue
            return index if 8 <= len(flat) <= 120 and not line.links else None
        return None

    @staticmethod
    def _is_crumb(line: Line) -> bool:
        return (
            "位置" in line.text[:14]
            or line.text.startswith(("首页", "网站首页"))
            or line.links > len(squash(line.text)) * 0.6
        )

    def _title_verdicts(self, found: Found | None) -> Found | None:
        flat = squash(found.value) if found else ""
        for value, rule in ((self.head.tag, "meta.ArticleTitle"), (self.head.guess, "head.title")):
            if value and (found is None or rule != found.rule):
                verdict = "agrees" if squash(value) == flat else "differs from the visible title"
                self.candidates.append(Candidate("title", value, rule, verdict))
        if found is not None:
            self.candidates.insert(0, Candidate("title", found.value, found.rule, "chosen"))
        return found

    def _subtitle(self, start: int, end: int, title: Found | None) -> Found | None:
        element = next(
            (e for n, r in self.rules if (e := select_one(self.document.body, r.subtitle)) is not None), None
        )
        if element is not None:
            text = " ".join(raw_text(element).split())
            if text and (title is None or squash(text) not in squash(title.value)):
                return Found(text, "site.subtitle")
        for line in self.lines[start:end] if start else ():
            flat = squash(line.text)
            if line.kind != "text" or looks_like_byline(line) or is_furniture(flat):
                continue
            if is_subtitle(line) and 2 < len(flat) <= 80:
                return Found(line.text, "page.subtitle")
        return None

    # -- byline ------------------------------------------------------------------------------------------------

    def _byline(self, after_title: int) -> tuple[Byline, int]:
        """Everything labelled around the title, and the index of the body's first line."""
        byline = Byline()
        for name, rule in self.rules:
            element = select_one(self.document.body, rule.byline)
            if element is not None:
                read_byline(read_lines(element), f"{name}.byline", byline)
                break
        first_inside = next((i for i, line in enumerate(self.lines) if line.inside), len(self.lines))
        if self.anchors.container is None:
            first_inside = len(self.lines)
        separate = first_inside > after_title
        zone = self.lines[after_title:first_inside] if separate else []
        read_byline(zone[:60] if self.anchors.container is not None else zone[:12], "byline", byline)
        start = first_inside
        if self.anchors.container is None or not separate:
            start = skip_byline(self.lines, after_title, lenient=True)
            read_byline(self.lines[after_title:start], "byline", byline)
        else:
            start = skip_byline(self.lines, first_inside, lenient=not byline.found)
            read_byline(self.lines[first_inside:start], "byline", byline)
        if not byline.dates:
            read_byline(self.lines[max(0, after_title - 8) : after_title], "byline", byline)
        if not byline.dates or not byline.sources:
            self._widen(byline)
        return byline, start

    def _widen(self, byline: Byline) -> None:
        """Labelled values around the frame, two steps up."""
        node = self.anchors.frame
        for _ in range(2):
            parent = node.getparent()
            if parent is None or parent.tag == "html":
                return
            wider = Byline()
            for sibling in parent:
                if sibling is not node and sibling.tag not in ("script", "style") and len(raw_text(sibling)) < 1500:
                    read_byline(read_lines(sibling), "page", wider, bare_dates=False)
            # A page's 更新时间 is the site's, not the article's.
            byline.dates = byline.dates or [hit for hit in wider.dates if hit.rank < UPDATED]
            byline.sources = byline.sources or [hit for hit in wider.sources if hit.rank == 0]
            byline.views = byline.views or wider.views
            node = parent

    def _read_tail(self, byline: Byline, body: Body) -> None:
        tail = Byline()
        if all(hit.rank > 1 for hit in byline.sources):
            last = [line for line in body.lines if line.kind == "text"][-3:]
            read_byline([line for line in last if _SIGNED.match(line.text)], "tail", tail, bare_dates=False)
        read_byline(body.after[:BEHIND], "tail", tail, bare_dates=False)
        if not byline.dates:
            byline.dates.extend(tail.dates)
        byline.sources.extend(tail.sources)
        byline.views = byline.views or tail.views
        if body.editor is None:
            for line in body.after[:BEHIND]:
                editor = editor_of(line.text)
                if editor is not None and editor[1]:
                    body.editor = editor[1]
                    break
        if not byline.editors and body.editor is None:
            byline.editors.extend(tail.editors)

    # -- body --------------------------------------------------------------------------------------------------

    def _refuse_navigation(self, body: Body, title: Found | None, byline: Byline, blocks: bool, dated: bool) -> None:
        text = sum(len(line.text) for line in body.lines if line.kind in ("text", "row"))
        links = sum(line.links - line.files for line in body.lines if line.kind in ("text", "row"))
        linked = sum(1 for line in body.lines if line.links > len(line.text) * 0.5)
        if text and links > text * MAX_LINK_SHARE and linked >= MIN_LINKS:
            raise NotAnArticle(
                "the page lists links and holds no text of its own", kind="navigation", url=self.document.url
            )
        if (title is None or not blocks) and not byline.found and self._mostly_links():
            raise NotAnArticle(
                "the page is made of links and shows no byline", kind="navigation", url=self.document.url
            )
        if title is None or not (blocks or dated):
            raise NotAnArticle("the page shows no title with a text", kind="empty", url=self.document.url)
        running = self.anchors.survey is None or self.anchors.survey.densest is not None
        pictured = any(line.kind == "image" for line in body.lines) and squash(title.value) == squash(
            self.head.guess or ""
        )
        if not (dated or byline.found or self.head.tag or pictured) and (not running or text < 40):
            raise NotAnArticle(
                "the page shows neither a date nor a running text", kind="navigation", url=self.document.url
            )

    def _mostly_links(self) -> bool:
        body = self.document.body
        linked = [len(squash(raw_text(link))) for link in body.iter("a")]
        return len(linked) >= MIN_LINKS and sum(linked) > len(squash(raw_text(body))) * MAX_LINK_SHARE

    def _breadcrumb(self, title: Found | None) -> tuple[str, ...]:
        text = title.value if title else None
        for _, rule in self.rules:
            element: etree._Element | None = select_one(self.document.body, rule.breadcrumb)
            if element is not None:
                return read_breadcrumb(element, text)
        found = self.anchors.survey
        if found is None:
            return find_breadcrumb(None, find_home(self.document.body), text)
        return find_breadcrumb(found.place, found.home, text)
