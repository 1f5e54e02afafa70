"""`gdmzt extract --explain`: every candidate for every field, and why it won or lost."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from gdmzt_crawler.cli.terminal import console
from gdmzt_crawler.models import Article, Candidate
from gdmzt_crawler.normalize.text import collapse, scrub

_MARKS = {"chosen": ("✓", "green"), "agrees": ("=", "cyan")}
_VERDICTS = {"chosen": "选中 chosen", "agrees": "一致 agrees"}
_FIELDS = {"published": "published_at", "views": "view_count"}
"""Candidates have the names of the rules; people know those of the dataset."""
_WIDEST = 120


def explained(article: Article) -> dict[str, object]:
    """The same for machines: plain JSON types."""
    return {
        "url": article.url,
        "title": article.title,
        "candidates": [
            {"field": _field(each), "rule": each.rule, "value": each.value, "verdict": each.verdict}
            for each in article.candidates
        ],
        "evidence": {each.field: {"rule": each.rule, "agrees": each.agrees} for each in article.evidence},
        "notes": [{"kind": kind, "message": message} for kind, message in article.notes],
    }


def explain(article: Article) -> None:
    """Print a table of the candidates on standard output; then what was odd."""
    out = console()
    table = Table("", "字段 field", "规则 rule", "值 value", "取舍 verdict", title=Text(article.title))
    for column in table.columns:
        # a value or the name of a rule that ends in dots tells nobody why it lost
        column.overflow = "fold"
    for candidate in article.candidates:
        mark, style = _MARKS.get(candidate.verdict, ("·", "dim"))
        value = collapse(candidate.value)
        table.add_row(
            Text(mark, style=style),
            _field(candidate),
            candidate.rule,
            Text(value[:_WIDEST] if out.is_terminal else value),
            Text(_VERDICTS.get(candidate.verdict, candidate.verdict)),
        )
    for evidence in article.evidence:
        if evidence.field == "body":
            counts = (
                ("段 paragraphs", article.paragraphs),
                ("图 images", article.images),
                ("附件 attachments", article.attachments),
            )
            size = ", ".join(f"{words} {len(found)}" for words, found in counts)
            table.add_row(Text("✓", style="green"), "body", evidence.rule, size, _VERDICTS["chosen"])
    out.print(table)
    for kind, message in article.notes:
        out.print(f"[yellow]{kind}[/yellow] ", Text(scrub(message)))


def _field(candidate: Candidate) -> str:
    return _FIELDS.get(candidate.field, candidate.field)
