"""The command `gdmzt`, one module a topic."""

from __future__ import annotations

from gdmzt_crawler.cli.main import main

__all__ = ["main"]
