"""Imports point one way: a module imports from lower layers and its own folder only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "gdmzt_crawler"
LAYERS = (
    {"models", "errors", "version"},
    {"extract", "normalize", "dedupe"},
    {"platforms"},
    {"sites"},
    {"archive", "store"},
    {"crawl", "export", "monitor", "browse", "schedule"},
    {"settings", "spiders", "pipelines", "middlewares", "extensions", "commands", "demo"},
    {"cli"},
    {"__main__"},
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
ONLY_IN = {"scrapy": (6, 7), "twisted": (6, 7), "sqlite3": (4, 5), "sqlite_utils": (4, 5)}
"""Libraries that belong to some layers only."""
STANDARD_ONLY = LAYERS[0]
MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(("gdmzt_crawler", *parts)).removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, those for type checking and inside functions too."""
    package = name_of(path).split(".") if path.name == "__init__.py" else name_of(path).split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield module
            # `from gdmzt_crawler import platforms` names a module behind the package.
            yield from (f"{module}.{alias.name}" for alias in node.names if module == "gdmzt_crawler")


def folder(module: str) -> str:
    """`gdmzt_crawler.store.records` → `store`."""
    return module.split(".")[1] if "." in module else ""


def wrong(path: Path) -> list[str]:
    own = folder(name_of(path))
    found = []
    for module in imports(path):
        top = module.split(".")[0]
        if top == "gdmzt_crawler":
            target = folder(module)
            if target in RANK and target != own and RANK[target] >= RANK[own]:
                found.append(f"{own} (layer {RANK[own]}) imports {module} (layer {RANK[target]})")
        elif top in ONLY_IN and RANK[own] not in ONLY_IN[top]:
            found.append(f"{own} (layer {RANK[own]}) imports {top}")
    return found


def test_every_folder_has_a_layer() -> None:
    found = {folder(name_of(path)) for path in MODULES} - {""}
    assert found <= set(RANK), "say in which layer it belongs"


@pytest.mark.parametrize("path", [path for path in MODULES if folder(name_of(path))], ids=name_of)
def test_imports_point_down(path: Path) -> None:
    assert wrong(path) == []


def test_the_vocabulary_needs_the_standard_library_only() -> None:
    third_party = {"scrapy", "lxml", "parsel", "cssselect", "dateparser", "sqlite_utils", "click", "rich"}
    for name in STANDARD_ONLY:
        tops = {module.split(".")[0] for module in imports(PACKAGE / f"{name}.py")}
        assert not tops & third_party


def test_the_check_sees_what_it_must(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that cannot fail is a defect: each kind of wrong import is found."""
    monkeypatch.setattr("test_imports.PACKAGE", tmp_path)
    (tmp_path / "extract").mkdir()
    path = tmp_path / "extract" / "x.py"
    sources = {
        "from gdmzt_crawler.store.records import A": 1,
        "from gdmzt_crawler.normalize import text": 1,
        "from gdmzt_crawler import platforms": 1,
        "from ..store import records": 1,
        "def f():\n    import scrapy.http": 1,
        "import sqlite3": 1,
        "from ..models import Article\nfrom . import y\nfrom gdmzt_crawler.extract.z import q\nimport lxml": 0,
    }
    for source, count in sources.items():
        path.write_text(source)
        assert len(wrong(path)) == count, source
