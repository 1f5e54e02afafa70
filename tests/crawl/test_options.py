"""Arguments of a run, as a command line gives them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gdmzt_crawler.crawl.options import CrawlOptions
from gdmzt_crawler.errors import UnknownSite, UsageError


def test_defaults() -> None:
    options = CrawlOptions.from_texts()
    assert (options.definition.key, options.db) == ("gdmzt", Path("data/gdmzt.db"))
    assert not options.partial
    assert options.arguments() == {}


def test_texts_are_read() -> None:
    options = CrawlOptions.from_texts(
        site="qb",
        db="x.db",
        columns="qwdt, /zcfg/index.html,/qwdt/",
        full="1",
        since="2025-05-20",
        limit="0",
        revisit="all",
        budget="300",
        full_every="14",
    )
    assert options.columns == ("/qwdt/", "/zcfg/")
    assert (options.full, options.since, options.limit) == (True, date(2025, 5, 20), 0)
    assert options.partial
    assert options.arguments() == {
        "columns": ["/qwdt/", "/zcfg/"],
        "full": True,
        "since": "2025-05-20",
        "limit": 0,
        "revisit": "all",
        "budget": 300,
        "full_every": 14,
    }


def test_another_home() -> None:
    options = CrawlOptions.from_texts(site="qb", home_url="http://127.0.0.1:8000/")
    assert options.definition.home_url == "http://127.0.0.1:8000/"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"since": "last week"}, "no date"),
        ({"since": "2025-02-30"}, "no date"),
        ({"limit": "-1"}, "no number"),
        ({"limit": "1.5"}, "no number"),
        ({"full": "maybe"}, "full"),
        ({"revisit": "some"}, "revisit"),
        ({"budget": "few"}, "no number for --budget"),
        ({"full_every": "0"}, "no number for --full-every"),
        ({"columns": "/"}, "no column path"),
        ({"columns": "http://x.cn/a/"}, "no column path"),
        ({"columns": "/a/?p=1"}, "no column path"),
        ({"speed": "9"}, "no such argument: speed"),
    ],
)
def test_wrong_arguments_are_told(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        CrawlOptions.from_texts(**arguments)


def test_an_unknown_site_is_told() -> None:
    with pytest.raises(UnknownSite):
        CrawlOptions.from_texts(site="nowhere")
