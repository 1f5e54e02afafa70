"""The kernel of a text: letters and digits only. Near-duplicates are compared by it; marks and layout do not count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .fingerprint import essence, essences

_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Content:
    """An article prepared for comparison."""

    title: str
    """Kernel of the title."""
    paragraphs: tuple[str, ...]
    """Kernels of the paragraphs, those without any left out."""
    text: str
    """Kernel of the whole body: however it is divided into paragraphs."""
    plain: str
    """The body with its marks (`fingerprint.essence`): numbers end where a mark stands."""


def content_of(title: str, paragraphs: Iterable[str]) -> Content:
    """The content of an article from its title and the texts of all its paragraphs, each a line or several."""
    plain = essences("\n".join(paragraphs))
    kernels = tuple(filter(None, [_MARKS.sub("", line) for line in plain.split("\n")]))
    return Content(kernel_of(title), kernels, "".join(kernels), plain)


def kernel_of(text: str) -> str:
    """Letters and digits of a text, after NFKC, in order."""
    return _MARKS.sub("", essence(text))
