from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from agedemo import aged_demo
from chromium import Browsing, Tab, open_tab, require_chromium
from datasets import filled
from mirrored import crawled_mirror
from serving import Served, serving


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("browse") / "news.db")


@pytest.fixture(scope="session")
def served(dataset: Path) -> Iterator[Served]:
    with serving(dataset) as server:
        yield server


@pytest.fixture(scope="session")
def demo_served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo site, crawled on several nights."""
    with serving(aged_demo(tmp_path_factory.mktemp("demo"))) as server:
        yield server


@pytest.fixture(scope="session")
def mirror_served(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A crawl of the two mirrored sites."""
    with serving(crawled_mirror(tmp_path_factory.mktemp("mirrored"))) as server:
        yield server


@pytest.fixture(scope="session")
def browsing() -> Iterator[Browsing]:
    require_chromium()
    browsing = Browsing()
    yield browsing
    browsing.close()


@pytest.fixture
def new_tab(browsing: Browsing) -> Iterator[Callable[..., Tab]]:
    """Opens tabs on the browser's thread, where the test itself runs."""
    opened: list[Tab] = []

    def open_one(**options: object) -> Tab:
        opened.append(open_tab(browsing, **options))  # type: ignore[arg-type]
        return opened[-1]

    yield open_one
    for tab in opened:
        browsing.run(tab.context.close)


@pytest.fixture
def tab(browsing: Browsing, new_tab: Callable[..., Tab]) -> Tab:
    """A tab of a desktop, in light colours."""
    return browsing.run(new_tab)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Tests that drive the browser run on its thread."""
    browsing = pyfuncitem.funcargs.get("browsing")
    if browsing is None:
        return None
    names = pyfuncitem._fixtureinfo.argnames
    browsing.run(pyfuncitem.obj, **{name: pyfuncitem.funcargs[name] for name in names})
    return True
