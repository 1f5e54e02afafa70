"""Where tables are printed."""

from __future__ import annotations

from rich.console import Console

_ENDLESS = 10_000


def console() -> Console:
    """Standard output: as wide as the terminal, and without any width elsewhere, so that no line is folded."""
    made = Console()
    return made if made.is_terminal else Console(width=_ENDLESS)
