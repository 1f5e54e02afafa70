"""One page while its parts are being told apart: the document, what was found so far, and the lines of its frame."""

from __future__ import annotations

from dataclasses import dataclass, field

from gdmzt_crawler.extract.anchors import Anchors
from gdmzt_crawler.extract.document import Document
from gdmzt_crawler.extract.line import Line
from gdmzt_crawler.extract.rules import NamedRules
from gdmzt_crawler.extract.selected import Selected
from gdmzt_crawler.extract.title import HeadTitle
from gdmzt_crawler.models import Candidate


@dataclass(slots=True)
class Page:
    """What the rules on lines share. `candidates` is filled as fields are decided."""

    document: Document
    head: HeadTitle
    anchors: Anchors
    lines: list[Line]
    rules: tuple[NamedRules, ...]
    selected: Selected
    """What the selectors of the rules find."""
    candidates: list[Candidate] = field(default_factory=list)
