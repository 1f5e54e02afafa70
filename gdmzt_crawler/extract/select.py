"""CSS selectors compiled once, applied to a tree: the few elements that a site's definition names.

Nearly all of them are of the form `div.zw-info > span.time`. These are matched from the right, as browsers do, and the
search ends at the first hit: several times faster than the XPath of the same selector, which serves all others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from lxml import etree
from parsel.csstranslator import HTMLTranslator

_COMPOUND = re.compile(r"([a-zA-Z][a-zA-Z0-9]*|(?=[.#]))(?:#([\w-]+))?((?:\.[\w-]+)*)")


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One compound of a selector: `div#zoom.text`."""

    tag: str
    """`*` where none is given."""
    ident: str | None
    classes: tuple[str, ...]
    child: bool
    """Whether the step before it is the parent (`>`), not just an ancestor."""

    def matches(self, element: etree._Element) -> bool:
        """Whether an element of this tag has the id and the classes."""
        if self.ident is not None and element.get("id") != self.ident:
            return False
        if not self.classes:
            return True
        names = element.get("class")
        if names is None or self.classes[0] not in names:
            return False
        words = names.split()
        return all(name in words for name in self.classes)


@lru_cache(maxsize=512)
def compile_css(css: str) -> etree.XPath:
    """XPath of a CSS selector. Raises cssselect.SelectorError for a wrong one (definitions are checked on load)."""
    return etree.XPath(HTMLTranslator().css_to_xpath(css))


@lru_cache(maxsize=512)
def steps_of(css: str) -> tuple[Step, ...] | None:
    """The one or two steps of a plain selector, the last one first; None for any other."""
    steps: list[Step] = []
    child = False
    for word in css.replace(">", " > ").split():
        if word == ">" and steps and not child:
            child = True
            continue
        found = _COMPOUND.fullmatch(word)
        if found is None:
            return None
        steps.append(Step(found[1].lower() or "*", found[2], tuple(found[3].split(".")[1:]), child))
        child = False
    return None if child or not 1 <= len(steps) <= 2 else tuple(reversed(steps))


def _find(root: etree._Element, css: str) -> Iterator[etree._Element]:
    """What a selector finds at and below `root`, in document order."""
    steps = steps_of(css)
    if steps is None:
        yield from cast("list[etree._Element]", compile_css(css)(root))
        return
    last, *before = steps
    for element in root.iter(last.tag):
        if last.matches(element) and (not before or stands_in(element, before[0], root, last.child)):
            yield element


def stands_in(element: etree._Element, step: Step, root: etree._Element, child: bool) -> bool:
    """Whether the parent (`child`), or any element above up to `root`, is what `step` asks for."""
    node = element
    while node is not root:
        parent = node.getparent()
        if parent is None:
            return False
        node = parent
        if step.tag in ("*", node.tag) and step.matches(node):
            return True
        if child:
            return False
    return False


def select(root: etree._Element, selectors: Sequence[str]) -> list[etree._Element]:
    """Elements of the first selector that finds any."""
    for css in selectors:
        found = list(_find(root, css))
        if found:
            return found
    return []


def select_one(root: etree._Element, selectors: Sequence[str]) -> etree._Element | None:
    """The first element with any content, of the first selector that finds one."""
    for css in selectors:
        for element in _find(root, css):
            if has_content(element):
                return element
    return None


def has_content(element: etree._Element) -> bool:
    """Whether an element holds an element or a text."""
    return len(element) > 0 or bool(element.text and element.text.strip())
