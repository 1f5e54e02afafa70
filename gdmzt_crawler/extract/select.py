"""CSS selectors compiled once, applied to a tree: the few elements that a site's definition names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import cast

from lxml import etree
from parsel.csstranslator import HTMLTranslator


@lru_cache(maxsize=512)
def compile_css(css: str) -> etree.XPath:
    """XPath of a CSS selector. Raises cssselect.SelectorError for a wrong one (definitions are checked on load)."""
    return etree.XPath(HTMLTranslator().css_to_xpath(css))


def select(root: etree._Element, selectors: Sequence[str]) -> list[etree._Element]:
    """Elements of the first selector that finds any."""
    for css in selectors:
        found = cast("list[etree._Element]", compile_css(css)(root))
        if found:
            return found
    return []


def select_one(root: etree._Element, selectors: Sequence[str]) -> etree._Element | None:
    """The first element with any content, of the first selector that finds one."""
    for css in selectors:
        for element in cast("list[etree._Element]", compile_css(css)(root)):
            if len(element) or (element.text and element.text.strip()):
                return element
    return None
