"""Sites, columns and sources: rows that others point at by id, looked up once."""

from __future__ import annotations

import sqlite3
from urllib.parse import urljoin

from .records import ColumnRow

_PUT_SITE = """
INSERT INTO sites (key, name, home_url, platform, site_id_code) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET name = excluded.name, home_url = excluded.home_url, platform = excluded.platform,
    site_id_code = coalesce(excluded.site_id_code, site_id_code)
WHERE (name, home_url, platform, site_id_code)
    IS NOT (excluded.name, excluded.home_url, excluded.platform, coalesce(excluded.site_id_code, site_id_code))
"""
_COLUMN_ID = "SELECT id FROM columns WHERE site = ? AND path = ?"
_PUT_COLUMN = """
INSERT INTO columns (site, path, name, url) VALUES (:site, :path, :name, :url)
ON CONFLICT (site, path) DO UPDATE SET name = coalesce(excluded.name, name), url = excluded.url
WHERE (name, url) IS NOT (coalesce(excluded.name, name), excluded.url)
"""
# The nearest column above, which is not the home page, whichever of them was met first.
_FIND_PARENT = """
UPDATE columns SET parent_id = (
    SELECT p.id FROM columns p WHERE p.site = :site AND p.path NOT IN ('/', :path)
        AND substr(:path, 1, length(p.path)) = p.path ORDER BY length(p.path) DESC LIMIT 1
) WHERE site = :site AND path = :path
"""
_ADOPT_CHILDREN = """
UPDATE columns SET parent_id = :id WHERE site = :site AND path <> :path AND :path <> '/'
    AND substr(path, 1, length(:path)) = :path
    AND coalesce((SELECT length(p.path) FROM columns p WHERE p.id = columns.parent_id), 0) < length(:path)
"""
_NAME_COLUMN = """
UPDATE columns SET name = :name WHERE site = :site AND path = :path AND name IS NULL
    AND NOT EXISTS (SELECT 1 FROM columns WHERE site = :site AND name = :name)
"""
_KNOWN_COLUMNS = """
SELECT c.id, c.site, c.path, c.name, c.url, p.path AS parent_path, c.complete, c.last_full_walk_at,
    c.broken_at
FROM columns c LEFT JOIN columns p ON p.id = c.parent_id WHERE c.site = ? ORDER BY c.path
"""
_HOME_NAME = "首页"


class Names:
    """Ids of columns and sources by name. `forget` after a rollback: what was cached may be gone."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._columns: dict[tuple[str, str], int] = {}
        self._sources: dict[str, int] = {}
        self._aliases: set[tuple[int, int]] = set()

    def forget(self) -> None:
        """Drops everything cached."""
        self._columns.clear()
        self._sources.clear()
        self._aliases.clear()

    def put_site(self, key: str, name: str, home_url: str, platform: str, site_id_code: str | None) -> None:
        """Adds or brings up to date."""
        self._db.execute(_PUT_SITE, (key, name, home_url, platform, site_id_code))

    def put_column(self, site: str, path: str, name: str | None, url: str) -> int:
        """Adds or brings up to date; a known name stays when `name` is None. Its id."""
        if name is None and path == "/":
            name = _HOME_NAME
        known = self._db.execute(_COLUMN_ID, (site, path)).fetchone()
        self._db.execute(_PUT_COLUMN, {"site": site, "path": path, "name": name, "url": url})
        column_id: int = self._db.execute(_COLUMN_ID, (site, path)).fetchone()["id"]
        if known is None:
            values = {"site": site, "path": path, "id": column_id}
            self._db.execute(_FIND_PARENT, values)
            self._db.execute(_ADOPT_CHILDREN, values)
        self._columns[site, path] = column_id
        return column_id

    def column_id(self, site: str, path: str, name: str | None) -> int:
        """The id of a column that an article names, which is added when no listing page showed it.

        `name` is what the breadcrumb ends with: it is taken for the column's where nothing else bears it.
        """
        known = self._columns.get((site, path))
        if known is not None:
            return known
        row = self._db.execute("SELECT id, name FROM columns WHERE site = ? AND path = ?", (site, path)).fetchone()
        if row is None:
            home = self._db.execute("SELECT home_url FROM sites WHERE key = ?", (site,)).fetchone()
            self.put_column(site, path, None, urljoin(home["home_url"] if home else "", path))
        if row is None or row["name"] is None:
            self._db.execute(_NAME_COLUMN, {"site": site, "path": path, "name": name})
            row = self._db.execute("SELECT id FROM columns WHERE site = ? AND path = ?", (site, path)).fetchone()
        self._columns[site, path] = row["id"]
        return int(row["id"])

    def known_columns(self, site: str) -> list[ColumnRow]:
        """Every column of the site by path."""
        rows = self._db.execute(_KNOWN_COLUMNS, (site,))
        return [ColumnRow(**{**dict(row), "complete": bool(row["complete"])}) for row in rows]

    def source_id(self, name: str) -> int:
        """The id of a printed source, added when new."""
        known = self._sources.get(name)
        if known is not None:
            return known
        self._db.execute("INSERT INTO sources (name) VALUES (?) ON CONFLICT (name) DO NOTHING", (name,))
        row = self._db.execute("SELECT id FROM sources WHERE name = ?", (name,)).fetchone()
        source_id: int = row["id"]
        self._sources[name] = source_id
        return source_id

    def alias(self, source_id: int, canonical_id: int) -> None:
        """Notes that a site knows the source under another name; where sites differ no common name is kept."""
        if (source_id, canonical_id) in self._aliases:
            return
        self._aliases.add((source_id, canonical_id))
        differs = self._db.execute(
            "SELECT 1 FROM articles WHERE source_id = ? AND canonical_source_id <> ? LIMIT 1", (source_id, canonical_id)
        ).fetchone()
        self._db.execute(
            "UPDATE sources SET canonical_id = ? WHERE id = ?", (None if differs else canonical_id, source_id)
        )
