"""`gdmzt extract --explain`: every candidate for every field, and why it won or lost."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gdmzt_crawler.models import Article

_MARKS = {"chosen": ("✓", "green"), "agrees": ("=", "cyan")}


def explain(article: Article) -> None:
    """Print a table of the candidates on standard output; then what was odd."""
    console = Console()
    table = Table("", "字段 field", "规则 rule", "值 value", "取舍 verdict", title=Text(article.title))
    for candidate in article.candidates:
        mark, style = _MARKS.get(candidate.verdict, ("·", "dim"))
        table.add_row(
            Text(mark, style=style),
            candidate.field,
            candidate.rule,
            Text(candidate.value[:120]),
            Text(candidate.verdict),
        )
    for evidence in article.evidence:
        if evidence.field == "body":
            size = f"{len(article.paragraphs)} ¶ · {len(article.images)} img · {len(article.attachments)} 附件"
            table.add_row(Text("✓", style="green"), "body", evidence.rule, size, "chosen")
    console.print(table)
    for kind, message in article.notes:
        console.print(f"[yellow]{kind}[/yellow] ", Text(message))
