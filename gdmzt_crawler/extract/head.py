"""The head of a page, scanned once: `<title>`, `<base>`, the tags of 国办发〔2017〕47号, OpenGraph and others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree


@dataclass(frozen=True, slots=True)
class Head:
    """Head tags by name. Lookups ignore letter case, as sites do."""

    title: str
    """Text of `<title>`, white space collapsed; `''` when absent."""
    base: str | None
    tags: Mapping[str, str]
    """name (or property) as written → content, first non-empty one wins."""
    lower: Mapping[str, str]

    def get(self, *names: str) -> str | None:
        """Content of the first of these tags (lower case) that is present and not blank."""
        for name in names:
            value = self.lower.get(name)
            if value:
                return value
        return None


def read_head(root: etree._Element) -> Head:
    """Scan the page once for its head tags (broken heads spill their tags into the body)."""
    title = ""
    base: str | None = None
    tags: dict[str, str] = {}
    lower: dict[str, str] = {}
    for element in root.iter("meta", "title", "base"):
        if element.tag == "meta":
            name = element.get("name") or element.get("property")
            key = name.lower() if name else ""
            if not name or key in lower:
                continue
            content = " ".join((element.get("content") or "").split())
            if content:
                tags[name] = lower[key] = content
        elif element.tag == "title":
            title = title or " ".join((element.text or "").split())
        elif base is None:
            base = element.get("href")
    return Head(title, base, tags, lower)
