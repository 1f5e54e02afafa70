"""Where tables are printed, and how."""

from __future__ import annotations

from click import echo
from rich.console import Console
from rich.table import Table

_ENDLESS = 10_000
_NARROWEST = 40


def console(*, needs: int = _NARROWEST) -> Console:
    """Standard output: as wide as the terminal, and without any width elsewhere, so that no line is folded.

    A terminal of less than `needs` columns folds the lines itself: rich would leave out what has no room.
    """
    made = Console()
    if made.is_terminal:
        return Console(width=needs) if made.width < needs else made
    return Console(width=_ENDLESS)


def show(table: Table, *, needs: int = _NARROWEST) -> None:
    """Print a table, which may take `needs` columns; elsewhere than on a terminal no blanks end its lines."""
    out = console(needs=needs)
    if out.is_terminal:
        out.print(table)
        return
    with out.capture() as printed:
        out.print(table)
    echo("\n".join(line.rstrip() for line in printed.get().rstrip("\n").split("\n")))
