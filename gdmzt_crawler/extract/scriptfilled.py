"""Listing pages without rows in their HTML: a template that a script fills with what it asks the server for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from lxml import etree

from gdmzt_crawler.extract.document import Document
from gdmzt_crawler.extract.otherpagers import Paging
from gdmzt_crawler.extract.texts import texts_in

_LOOPS = etree.XPath("//*[@v-for or @ng-repeat or @data-ng-repeat or @x-for or @ms-for]")
_PLACEHOLDER = re.compile(r"\{\{[^{}]{1,80}\}\}|<%[^%]{1,80}%>|\$\{[^{}]{1,80}\}|\{#?\w{1,30}\}")
_LOADING = re.compile(r"(?:数据|内容|列表|页面)?(?:正在|努力)?(?:加载|载入)中|正在(?:加载|载入)|Loading", re.I)
_REQUEST = re.compile(
    r"(?:getJSON|\$\.get|\$\.post|\$http\.(?:get|post)|axios(?:\.get|\.post)?|fetch)\s*\(\s*['\"`]([^'\"`\s]{2,200})['\"`]"
    r"|\burl\s*:\s*['\"`]([^'\"`\s]{2,200})['\"`]"
)
_TEMPLATE_TYPES = ("text/html", "text/template", "text/x-", "x-tmpl", "text/ng-template", "text/plain")
_SHORT = 12
"""Characters of a text that says nothing but that something is loading, besides those words."""


def script_filled(document: Document) -> Paging | None:
    """What a page needs whose rows come by a script; None where nothing shows that any come.

    Proof is a template of rows with a link in it, or the words 加载中 beside a request.
    """
    request = _request(document.root)
    if _has_row_template(document.root) or (request is not None and _is_loading(document.body)):
        return Paging(how=f"rows by script: {request or 'template'}", complete=False)
    return None


def _has_row_template(root: etree._Element) -> bool:
    for loop in cast("list[etree._Element]", _LOOPS(root)):
        links = [loop] if loop.tag == "a" else list(loop.iter("a"))
        if any(_PLACEHOLDER.search(text) for text in texts_in(loop)) and links:
            return True
        if any(str(name).startswith((":", "v-")) for link in links for name in link.attrib):
            return True
    return any("<a" in text and _PLACEHOLDER.search(text) for text in _templates(root))


def _templates(root: etree._Element) -> Iterator[str]:
    for element in root.iter("script", "template"):
        kind = (element.get("type") or "").lower()
        if element.tag == "template" or kind.startswith(_TEMPLATE_TYPES):
            yield etree.tostring(element, encoding="unicode", with_tail=False)[:20_000]


def _request(root: etree._Element) -> str | None:
    """The address that the page's own scripts ask for data."""
    for script in root.iter("script"):
        match = _REQUEST.search(script.text) if script.text and len(script.text) < 60_000 else None
        if match:
            return match[1] or match[2]
    return None


def _is_loading(body: etree._Element) -> bool:
    for text in texts_in(body):
        match = _LOADING.search(text) if len(text) < 40 else None
        if match and len(text.strip()) - len(match[0]) <= _SHORT:
            return True
    return False
