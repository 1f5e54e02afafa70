"""The datasette over a dataset: its settings, our metadata, our plugins, templates and files."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from ..store import Store
from ..store.connection import needs_immutable
from .immutable import Inspection
from .metadata import Metadata, build_metadata
from .pages import MOUNT, OTHERS, STATIC, TEMPLATES

if TYPE_CHECKING:
    from datasette.app import Datasette

_PLUGINS = "gdmzt_crawler.browse.plugins"
_SETTINGS = {
    # whoever wants the whole file asks for it; `gdmzt export` makes smaller ones
    "allow_download": False,
    "default_page_size": 50,
    "default_facet_size": 20,
    "facet_time_limit_ms": 1000,
    "max_returned_rows": 1000,
    "max_csv_mb": 100,
    "sql_time_limit_ms": 3000,
    # It would offer days in UTC, on which eight hours of each day in China are another one.
    "suggest_facets": False,
    "truncate_cells_html": 200,
}
_UNOPENABLE = "?#%"
"""Characters that datasette does not escape in the file's URI."""
_PAGES = frozenset(
    {"article", "assets", "capture", "column", "columns", "health", "run", "runs", "search", "source", "sources"}
)
"""First parts of our own addresses: a dataset of that name would hide behind them."""
_KEPT_SECONDS = 3600
"""How long a browser or proxy may keep a page of a dataset that does not change."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a dataset is shown."""

    base_url: str = "/"
    """Path under which the server is reached, with both slashes."""
    images_from_source: bool = False
    """Whether images that were not downloaded are loaded from the sites."""
    own_sql: bool = True
    """Whether readers may write SQL of their own; the canned queries are asked either way."""


def datasette_for(path: Path, options: Options | None = None, *, still: Inspection | None = None) -> Datasette:
    """A datasette over the dataset; `still` tells of one that does not change.

    Raises UsageError (datasette is not installed, a name it cannot open), StoreError, ForeignDatabase or NewerDatabase.
    """
    try:
        from datasette.app import Datasette
    except ImportError as error:
        raise UsageError(
            "浏览需要 datasette browsing needs datasette — 请安装 install it: pip install 'gdmzt-crawler[browse]'"
        ) from error
    _quiet_errors()
    _register_plugins()
    Store.open(path, readonly=True).close()
    options = options or Options()
    resolved = _openable(path.resolve(), options)
    name = name_of(resolved, options.base_url)
    files = [str(resolved)]
    immutable = still is not None or needs_immutable(resolved)
    metadata = build_metadata(name, base_url=options.base_url, images_from_source=options.images_from_source)
    app = Datasette(
        [] if immutable else files,
        immutables=files if immutable else [],
        inspect_data={name: still} if still else None,
        metadata=metadata,
        settings=_settings(options, still=bool(still)),
        template_dir=str(TEMPLATES),
        static_mounts=[(MOUNT, str(STATIC))],
        **_of_1_0(Datasette, metadata, name),
    )
    _rename(app, resolved, name)
    return app


def _settings(options: Options, *, still: bool) -> Metadata:
    chosen: Metadata = {"base_url": options.base_url, "default_allow_sql": options.own_sql}
    return _SETTINGS | chosen | ({"default_cache_ttl": _KEPT_SECONDS} if still else {})


def _openable(path: Path, options: Options) -> Path:
    if any(mark in str(path) for mark in _UNOPENABLE):
        raise UsageError(
            f"datasette 打不开含 {_UNOPENABLE} 的路径 datasette cannot open this path: {path} — 请改名 rename it"
        )
    if options.base_url.strip("/").partition("/")[0] in _PAGES:
        raise UsageError(
            f"前缀与本站页面重名 the prefix is a page's name: {options.base_url} — 请换一个 choose another"
        )
    return path


def _of_1_0(datasette: type[Datasette], metadata: Metadata, name: str) -> Metadata:
    """What datasette 1.0 wants in its configuration, and 0.65 in the metadata."""
    if "config" not in inspect.signature(datasette).parameters:
        return {}
    databases: Any = metadata["databases"]
    return {"config": {"databases": {name: {"queries": databases[name]["queries"]}}}}


def name_of(path: Path, base_url: str = "/") -> str:
    """What datasette calls the dataset: the file's name without extension, unless something else has it.

    That is a page, the prefix, or a database of datasette's own.
    """
    return f"{path.stem}-dataset" if path.stem in {*_PAGES, *OTHERS, base_url.strip("/")} else path.stem


def _rename(app: Datasette, path: Path, new: str) -> None:
    old = next(name for name, database in app.databases.items() if database.path == str(path))
    if old != new:
        database = app.databases[old]
        app.remove_database(old)
        app.add_database(database, name=new)


def _register_plugins() -> None:
    # under full names: datasette imports what a plugin is called, and files of a folder are called `runs`, `words` …
    from datasette.plugins import pm

    for module in pkgutil.iter_modules(importlib.import_module(_PLUGINS).__path__, f"{_PLUGINS}."):
        if not pm.has_plugin(module.name):
            pm.register(importlib.import_module(module.name), name=module.name)


def _quiet_errors() -> None:
    # imported earlier than the app it registers nothing
    from datasette import handle_exception

    # where rich is installed, datasette prints the whole stack with all values for each address that does not exist
    handle_exception.rich = None
