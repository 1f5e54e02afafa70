"""Finding site definitions: the shipped ones beside this module, then those of the folders in GDMZT_SITES.

A definition in a user's folder takes the place of a shipped one with the same key. A broken file
stops only the commands that need its site.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gdmzt_crawler.errors import DefinitionError, UnknownSite, UsageError
from gdmzt_crawler.normalize.urls import same_site
from gdmzt_crawler.sites.shape import ColumnDefinition, CrawlRules, Expectation, SiteDefinition
from gdmzt_crawler.sites.validation import build, faulty

__all__ = [
    "DEMO",
    "ENVIRONMENT",
    "ColumnDefinition",
    "CrawlRules",
    "DefinitionFile",
    "Expectation",
    "SiteDefinition",
    "definition_files",
    "definition_for_host",
    "load_definition",
    "load_definitions",
    "load_enabled",
    "load_file",
    "load_for_archive",
]

ENVIRONMENT = "GDMZT_SITES"
"""Names further folders of definitions, separated as in PATH."""
_LONGEST_HOST = 255
_SHIPPED = Path(__file__).parent
DEMO = Path(__file__).parents[1] / "demo" / "demo.toml"
"""Of the bundled demo site: no command crawls it by name."""


@dataclass(frozen=True, slots=True)
class DefinitionFile:
    """One file of a folder of definitions: either a definition or what is wrong with it."""

    key: str
    path: Path
    definition: SiteDefinition | None = None
    error: DefinitionError | None = None


def load_definition(key: str) -> SiteDefinition:
    """Return the definition of a site.

    Raises UnknownSite, or DefinitionError naming every fault of the site's own file.
    """
    files = {each.key: each for each in definition_files()}
    if key not in files:
        known = sorted(each.key for each in files.values() if each.definition is not None)
        close = difflib.get_close_matches(key, known, n=1)
        hint = f" (是否指 did you mean {close[0]}?)" if close else ""
        raise UnknownSite(
            f"没有这个站点 no such site: {key}{hint} — 已有 known sites: {', '.join(known)}; "
            f"`gdmzt sites list` 列出 shows them, {ENVIRONMENT} 或 or --sites 另指文件夹 names a folder with more.",
            site=key,
        )
    return _sound(files[key])


def load_for_archive(key: str) -> SiteDefinition:
    """As `load_definition`, and the bundled demo's, which no command crawls by name but whose pages are archived."""
    try:
        return load_definition(key)
    except UnknownSite:
        if key != DEMO.stem:
            raise
        return load_file(DEMO)


def load_definitions() -> tuple[SiteDefinition, ...]:
    """Every sound definition, by key; broken files are left out (`definition_files` names them)."""
    return tuple(each.definition for each in definition_files() if each.definition is not None)


def load_enabled() -> tuple[SiteDefinition, ...]:
    """Every enabled site, by key.

    Raises DefinitionError where any definition is broken (all their faults are named), UsageError without a site.
    """
    files = definition_files()
    if broken := [file.error.message for file in files if file.error is not None]:
        raise DefinitionError("\n".join(broken))
    sites = tuple(file.definition for file in files if file.definition is not None and file.definition.enabled)
    if not sites:
        raise UsageError(
            "没有启用的站点 no site is enabled — 请在定义里写 set enabled = true in a definition.", field="enabled"
        )
    return sites


def definition_for_host(host: str | None) -> SiteDefinition | None:
    """Return the definition of the site with this host (`www.` and `m.` do not count); None where there is none."""
    if not host or len(host) > _LONGEST_HOST:
        return None
    return _of_host(os.environ.get(ENVIRONMENT, ""), host)


@lru_cache(maxsize=256)
def _of_host(folders: str, host: str) -> SiteDefinition | None:
    """Remembered: whoever reads a site's pages one by one asks for its host again and again."""
    definitions = _by_host(folders)
    if exact := definitions.get(host.lower().rstrip(".")):
        return exact
    return next((each for own, each in definitions.items() if same_site(own, host)), None)


def definition_files() -> tuple[DefinitionFile, ...]:
    """Every definition file, sound or not, by key.

    Raises DefinitionError for a folder in GDMZT_SITES that is none.
    """
    return _scan(os.environ.get(ENVIRONMENT, ""))


def load_file(path: Path) -> SiteDefinition:
    """Read one definition file. Raises DefinitionError naming every fault."""
    return _sound(_read(path))


def _sound(file: DefinitionFile) -> SiteDefinition:
    if file.definition is None:
        raise file.error or DefinitionError(f"读不了 cannot read {file.path}")
    return file.definition


@lru_cache(maxsize=8)
def _scan(folders: str) -> tuple[DefinitionFile, ...]:
    files: dict[str, DefinitionFile] = {}
    for folder in (_SHIPPED, *(Path(name) for name in folders.split(os.pathsep) if name)):
        if not folder.is_dir():
            raise DefinitionError(
                f"站点定义文件夹不存在 no such folder of site definitions: {folder} — 见 see {ENVIRONMENT}."
            )
        for path in sorted(folder.glob("*.toml")):
            files[path.stem] = _read(path)
    return tuple(_with_hosts_checked(files[key] for key in sorted(files)))


@lru_cache(maxsize=8)
def _by_host(folders: str) -> dict[str, SiteDefinition]:
    return {each.definition.host: each.definition for each in _scan(folders) if each.definition is not None}


def _read(path: Path) -> DefinitionFile:
    if path.exists() and not path.is_file():
        # opening a pipe would wait for whoever writes into it
        return _unreadable(path, "不是文件 is no file")
    try:
        values = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
        return DefinitionFile(path.stem, path, definition=build(values, origin=path, key=path.stem))
    except DefinitionError as error:
        return DefinitionFile(path.stem, path, error=error)
    except OSError as error:
        return _unreadable(path, f"读不了 cannot be read: {error.strerror}")
    except UnicodeDecodeError as error:
        return _unreadable(
            path, f"不是 UTF-8 is not UTF-8: 第 {error.start + 1} 字节 byte {error.start + 1} ({error.reason})"
        )
    except tomllib.TOMLDecodeError as error:
        return _unreadable(path, f"不是 TOML is no TOML: {error}")
    except (RecursionError, ValueError) as error:
        # of tables in tables in tables, or of a number of thousands of digits
        return _unreadable(path, f"不是站点定义 is no definition: {_reason(error)}")


def _reason(error: RecursionError | ValueError) -> str:
    return "嵌套过深 nested too deeply" if isinstance(error, RecursionError) else str(error)


def _unreadable(path: Path, fault: str) -> DefinitionFile:
    return DefinitionFile(path.stem, path, error=faulty(path, [fault], site=path.stem))


def _with_hosts_checked(files: Iterable[DefinitionFile]) -> list[DefinitionFile]:
    """One host belongs to one site, or an article would have two owners."""
    owners: dict[str, str] = {}
    checked = []
    for file in files:
        if file.definition is not None:
            owner = owners.setdefault(file.definition.host, file.key)
            if owner != file.key:
                host = file.definition.host
                fault = f"home_url: 主机已属于站点 {owner} the host {host} belongs to the site {owner} already"
                file = DefinitionFile(file.key, file.path, error=faulty(file.path, [fault], site=file.key))
        checked.append(file)
    return checked
