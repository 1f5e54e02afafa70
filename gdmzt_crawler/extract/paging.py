"""Where a listing goes on: the next page, the last one, and whether following the links reaches every row."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from gdmzt_crawler.extract.document import Document
from gdmzt_crawler.extract.links import Links
from gdmzt_crawler.extract.otherpagers import Paging, buttons, empty_pager, options, related
from gdmzt_crawler.extract.pageaddress import Addresses, page_number
from gdmzt_crawler.extract.pagefunctions import called_address
from gdmzt_crawler.extract.pagerlinks import PagerLink, PagerLinks, pager_word, read_pager
from gdmzt_crawler.extract.pagerscripts import ScriptPager, offered_pages, read_scripts
from gdmzt_crawler.extract.rowfields import script_target, usable
from gdmzt_crawler.extract.texts import text_of

_FULL_PAGES = frozenset((10, 12, 15, 16, 18, 20, 24, 25, 30, 40, 50))
"""Numbers of rows that sites show on a page."""
_OWN_NUMBER = re.compile(r"_(\d{1,4})\.\w+$")


def read_paging(
    document: Document,
    links: Links,
    selected: tuple[etree._Element, ...] = (),
    *,
    page_cap: int | None = None,
    rows: int = 0,
) -> Paging:
    """The pager of a listing page.

    `selected` are the elements that a definition's `next` rule found; `rows` is the number of rows on the page: a pager
    that is an empty element beside as many rows as make a full page is one that a script fills.
    """
    reader = _Reader(document, read_pager(links.pager))
    paging = reader.read(selected)
    if paging.how == "none" and rows in _FULL_PAGES:
        paging = empty_pager(document.root) or paging
    return reader.capped(paging, page_cap)


class _Reader:
    def __init__(self, document: Document, pager: PagerLinks) -> None:
        self.document = document
        self.pager = pager
        self._scripts: list[str] | None = None
        self.addresses = Addresses(document)
        pager.current = self.own_number() or pager.current

    @property
    def scripts(self) -> list[str]:
        if self._scripts is None:
            self._scripts = [text for script in self.document.root.iter("script") if (text := script.text)]
        return self._scripts

    def read(self, selected: tuple[etree._Element, ...]) -> Paging:
        for element in selected:
            paging = self.from_definition(element)
            if paging is not None:
                return paging
        if self.pager:
            paging = self.from_links()
            if paging.next_href is not None or not paging.complete or self.pager.next or self.pager.current:
                return paging
        root = self.document.root
        found = (
            self.from_scripts()
            or options(root, self.addresses, self.forward)
            or buttons(root, self.forward)
            or Paging()
        )
        if found.next_href is None and (found.how == "none" or not found.complete):
            return related(root, self.forward) or found
        return found

    def from_definition(self, element: etree._Element) -> Paging | None:
        """The link that a definition's rule points at; None where it is a pager's other link or none at all."""
        text = text_of(element)
        if text.isdecimal() or pager_word(text) in ("previous", "first", "last"):
            return None
        href = (element.get("href") or "").strip()
        target = href if usable(href) else script_target(element.get("onclick"))
        if target is None or not self.forward(target):
            return None
        return Paging(target, self.known_last() or self.last_page(target), "definition")

    # --- links

    def from_links(self) -> Paging:
        pager = self.pager
        last = self.known_last()
        if pager.current is not None and last is not None and pager.current >= last:
            return Paging(None, last, "links: last page")
        following = self.following()
        if following is None:
            return self.without_next(last)
        if following.href is not None and self.forward(following.href):
            return Paging(following.href, last or self.last_page(following.href), f"links: {following.text}")
        if following.href is not None or following.dead or (following.inert and self.behind_only()):
            if last is not None and (pager.current or 1) < last and following.href is None:
                return Paging(None, last, following.needs or "script", False)
            return Paging(None, last or pager.current, "links: last page")
        called = called_address(following.needs, self.scripts)
        if called is not None and self.forward(called):
            return Paging(called, last, f"links: {following.text}, {following.needs}")
        return Paging(None, last, following.needs, False)

    def behind_only(self) -> bool:
        """Whether the pager's working links all lead back: its 下一页 is a dummy on the last page."""
        pager = self.pager
        if pager.current is not None and pager.numbers:
            return pager.current > 1 and pager.current >= max(pager.numbers) and self.working()
        return pager.current is None and pager.previous is not None and pager.previous.href is not None

    def working(self) -> bool:
        return any(link.href is not None for link in (*self.pager.numbers.values(), self.pager.previous) if link)

    def following(self) -> PagerLink | None:
        """下一页, or the number after the current one."""
        pager = self.pager
        numbered = pager.numbers.get(pager.current + 1) if pager.current is not None else None
        if pager.next is not None and (pager.next.href is not None or numbered is None or numbered.href is None):
            return pager.next
        return numbered or pager.more

    def without_next(self, last: int | None) -> Paging:
        """No link leads on: the last page, unless numbers or the total say otherwise."""
        pager = self.pager
        if pager.current is None and pager.numbers and pager.next is None and pager.previous is None:
            first = min(pager.numbers)
            link = pager.numbers[first + 1] if first == 1 and 2 in pager.numbers else pager.numbers[first]
            if link.href is not None and self.forward(link.href) and len(pager.numbers) > (first == 1):
                return Paging(link.href, last, "links: numbers")
            if link.href is None and not link.dead and len(pager.numbers) > 1:
                return Paging(None, last or max(pager.numbers), link.needs, False)
        if last is not None and (pager.current or 1) < last:
            needs = next((one.needs for one in (pager.last, *pager.numbers.values()) if one and one.needs), "script")
            return Paging(None, last, needs, False)
        return Paging(None, last or pager.current, "links: last page")

    def known_last(self) -> int | None:
        """Number of the last page by the text beside the pager, or by its links where these are numbered."""
        pager = self.pager
        if pager.total is not None and pager.total >= max(pager.numbers, default=0):
            return pager.total
        most = max(pager.numbers, default=0)
        if pager.last is not None and pager.last.href is not None:
            number = self.numbered(pager.last.href)
            return number if number is not None and number >= most else None
        if pager.last is not None and most and re.search(r"\d", pager.last.needs):
            return next((n for n, link in pager.numbers.items() if link.needs == pager.last.needs), None)
        if pager.next is None and most and pager.last is None:
            return max(most, pager.current or 0)
        return None

    def own_number(self) -> int | None:
        """The number whose link leads to this very page; None where none or several do."""
        found = [
            n
            for n, link in self.pager.numbers.items()
            if link.href and self.addresses.key(link.href) == self.addresses.own
        ]
        return found[0] if len(found) == 1 else None

    def numbered(self, href: str) -> int | None:
        """Page number of an address, by the numbered links' own addresses."""
        for number, link in self.pager.numbers.items():
            if link.href == href:
                return number
        mine = page_number(href)
        pairs = [(n, page_number(link.href)) for n, link in self.pager.numbers.items() if link.href is not None]
        known = [(n, m) for n, m in pairs if m is not None]
        if mine is None or len(known) < 2:
            return None
        rises = {n - m for n, m in known[-3:]}
        sums = {n + m for n, m in known[-3:]}
        if len(rises) == 1:
            return mine + rises.pop()
        return sums.pop() - mine if len(sums) == 1 else None

    def last_page(self, following: str) -> int | None:
        """Last page from 下一页 and 尾页 alone, on a first page: 2 is `_1` or `_2` where pages count up."""
        last = self.pager.last.href if self.pager.last else None
        step, final = page_number(following), page_number(last) if last else None
        if step is None or final is None or _OWN_NUMBER.search(self.document.url.partition("?")[0]):
            return None
        if self.pager.previous is not None and self.pager.previous.href is not None:
            return None
        if step in (1, 2) and final >= step:
            return final + 2 - step
        return step + 1 if final == 1 and step > 2 else None

    def forward(self, href: str) -> bool:
        """Whether an address leads to another page than this one, the first and the one before."""
        target = self.addresses.key(href)
        if target is None or target == self.addresses.own:
            return False
        behind = [link.href for link in (self.pager.previous, self.pager.first) if link and link.href and not link.dead]
        if any(target == self.addresses.key(one) for one in behind):
            return False
        return not self.backward(href)

    def backward(self, href: str) -> bool:
        """Whether the page number falls where the numbered links rise."""
        number, own = self.numbered(href), self.pager.current
        return number is not None and own is not None and number <= own

    # --- scripts

    def from_scripts(self) -> Paging | None:
        match = _OWN_NUMBER.search(self.document.url.partition("?")[0])
        found = read_scripts(self.scripts, int(match[1]) if match else None)
        if found is None:
            return None
        return self.scripted(found)

    def scripted(self, found: ScriptPager) -> Paging:
        page, total = found.current or 1, found.total
        if total is not None and page >= total:
            return Paging(None, max(total, 1), found.how)
        if found.next_href is not None and self.forward(found.next_href):
            return Paging(found.next_href, total, found.how)
        how = found.how if total is None else f"{found.how}: page {page} of {total}"
        return Paging(None, total, how, complete=False)

    # --- caps

    def capped(self, paging: Paging, page_cap: int | None) -> Paging:
        """Mark a pager that stops before the last page: by the platform's cap, or by the script's own sum."""
        last = paging.last_page
        if last is None or last < 5 or paging.how.startswith("select"):
            return paging
        if last != page_cap and last % 10:
            return paging
        offered = offered_pages(self.scripts)
        if offered is not None and offered > last:
            note = f"翻页止于 the pager stops at page {last} of {offered}"
        elif last == page_cap and offered is None:
            note = f"翻页止于平台上限 the pager stops at page {last}, where the platform cuts every column off"
        else:
            return paging
        return replace(paging, complete=False, notes=(("capped", note),))
