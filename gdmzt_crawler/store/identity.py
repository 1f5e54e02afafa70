"""Which stored article a reading belongs to, and which of its addresses is the canonical one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from urllib.parse import urlsplit

_FIND_BY_ID = "SELECT * FROM articles WHERE site = ? AND native_id = ?"
_FIND_BY_URL = "SELECT * FROM articles WHERE url = ?"


def find(db: sqlite3.Connection, site: str, native_id: str, url: str) -> sqlite3.Row | None:
    """The stored article of this site and id, else the one of this URL (its id was read differently then)."""
    row: sqlite3.Row | None = db.execute(_FIND_BY_ID, (site, native_id)).fetchone()
    return row if row is not None else db.execute(_FIND_BY_URL, (url,)).fetchone()


def choose_url(urls: Iterable[str], column_path: str | None) -> str:
    """Of the addresses of one article the one under the column of its breadcrumb, else the smallest."""
    return min(urls, key=lambda url: (not is_under(url, column_path), url))


def choose_column(stored: tuple[str, str | None], read: tuple[str, str | None]) -> str | None:
    """The breadcrumb's column where two addresses of one article show different ones.

    Each argument is (URL, column path). The one whose page stands under its own column wins, then the smaller URL, so
    that the order of reading does not matter.
    """
    if read[1] is None or stored[1] is None:
        return read[1] or stored[1]
    if stored[0] == read[0]:
        return read[1]
    return min((stored, read), key=lambda pair: (not is_under(*pair), pair[0]))[1]


def best_url(db: sqlite3.Connection, own: str, others: Iterable[str], column_path: str | None) -> str:
    """The canonical URL of an article: among `own` (which it holds or nobody does) and the `others` it is known under.

    An address that another article holds is left to it.
    """
    rest = set(others) - {own}
    free = [url for url in rest if db.execute("SELECT 1 FROM articles WHERE url = ?", (url,)).fetchone() is None]
    return choose_url([own, *free], column_path) if free else own


def is_under(url: str, column_path: str | None) -> bool:
    """Whether an address lies below a column's path."""
    return column_path is not None and urlsplit(url).path.startswith(column_path)
