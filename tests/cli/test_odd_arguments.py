"""Arguments and streams that nobody gives on purpose: a sentence each, never a traceback or a wait without end."""

from __future__ import annotations

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from commands import ROOT, Place
from datasets import filled
from rich.console import Console
from rich.table import Table

from gdmzt_crawler.browse.server import listen
from gdmzt_crawler.cli import terminal
from gdmzt_crawler.cli.main import run
from gdmzt_crawler.errors import UsageError

sys.path.insert(0, str(ROOT / "tests" / "browse"))
from serving import commanded

HUGE = "9" * 30
BROKEN = "\udcff"
"""What Python makes of a byte that is no UTF-8."""


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("odd") / "x.db")


@pytest.mark.parametrize(
    "command",
    [["runs"], ["report"], ["search", "x"], ["index"], ["index", "--check"], ["browse"], ["digest"], ["migrate"]],
    ids=" ".join,
)
def test_a_pipe_is_no_dataset(place: Place, command: list[str]) -> None:
    os.mkfifo(place.path / "pipe.db")
    done = place.gdmzt(*command, "--db", "pipe.db", timeout=20)
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert "not a dataset of this program: pipe.db" in done.err


def test_a_pipe_is_no_site_definition(place: Place) -> None:
    os.mkfifo(place.sites / "pipe.toml")
    done = place.gdmzt("sites", "check", timeout=20)
    assert done.code == 2
    assert "is no file" in done.err


@pytest.mark.parametrize(
    "command",
    [
        ["search", "会议", "--limit", HUGE],
        ["runs", "--limit", HUGE],
        ["report", "--run", HUGE],
        ["diff", "1", "--from", HUGE],
        ["export", "csv", "--limit", HUGE],
        ["keywords", "--limit", HUGE],
        ["diff", BROKEN],
        ["report", "--site", BROKEN],
    ],
    ids=lambda command: ascii(" ".join(command[:3]))[:30],
)
def test_numbers_that_no_dataset_holds_and_bytes_that_are_no_text(
    dataset: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*command, "--db", str(dataset)]) == 2
    told = capsys.readouterr().err
    assert "no UTF-8 text: '\\udcff'" in told or f"{HUGE} is not in the range" in told


def test_the_largest_number_is_one(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["search", "会议"], ["runs"]):
        assert run([*command, "--limit", str(2**63 - 1), "--db", str(dataset)]) == 0
    assert "3 articles" in capsys.readouterr().out


def test_standard_input_that_is_closed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "gdmzt_crawler", "extract", "-"]
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=lambda: os.close(0))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "the page is empty" in done.stderr


def test_a_device_without_end_is_no_page(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gdmzt_crawler.cli.extract._MOST", 1 << 20)
    assert run(["extract", "/dev/zero"]) == 2
    assert "too large for a page: /dev/zero — at most 1 MB" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["http://me:secret@127.0.0.1:1/"], "a name or password in an address is not supported"),
        (["-", "--url", "http://a.cn:99999/"], "no address: 'http://a.cn:99999/'"),
    ],
)
def test_addresses_that_lead_nowhere(arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", *arguments]) == 2
    assert told in capsys.readouterr().err


def test_every_site_that_there_is_not_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sites", "check", "nope", "gdmzt", "neither"]) == 2
    assert "no such site: nope, neither —" in capsys.readouterr().err


@pytest.mark.parametrize("host", [BROKEN, "a" * 100, "999.1.1.1"], ids=["no text", "long", "no address"])
def test_a_host_that_cannot_be(host: str) -> None:
    with pytest.raises(UsageError, match="cannot listen on"):
        listen(host, 8001)


@pytest.mark.parametrize("prefix", ["/../", "/news/../", "/./"])
def test_a_prefix_that_browsers_take_away(
    dataset: Path, prefix: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gdmzt_crawler.cli.browse.serve", lambda *_, **__: None)
    assert run(["browse", "--db", str(dataset), "--base-url", prefix]) == 2
    assert "a path such as /news/" in capsys.readouterr().err


def test_what_pages_say_gives_a_terminal_no_orders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<h1>会议&#27;]0;x&#7;召开了</h1><p>来源：示例报&#27;[2J&#155;2J 2024-01-02 03:04</p><p>各地学习了会议精神，很好。</p>"
    )
    assert run(["extract", str(page), "--explain"]) == 0
    told = capsys.readouterr().out
    assert "示例报" in told
    assert not {"\x1b", "\x07", "\x9b"} & set(told)


def _printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, columns: int | None) -> str:
    """A table of three columns, on a terminal so wide or on none."""
    out = StringIO()
    if columns is not None:
        made = lambda width=columns: Console(file=out, force_terminal=True, width=width)  # noqa: E731
        monkeypatch.setattr(terminal, "Console", made)
    table = Table(box=None, pad_edge=False)
    for heading in ("run", "started at", "a long heading"):
        table.add_column(heading, no_wrap=True)
    table.add_row("1", "2024-01-02 03:04:05", "7")
    terminal.show(table, needs=50)
    return out.getvalue() or capsys.readouterr().out


def test_a_table_has_no_blanks_at_its_ends_and_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = _printed(monkeypatch, capsys, columns=None).split("\n")
    assert lines[1:] == ["1    2024-01-02 03:04:05  7", ""]
    assert lines == [line.rstrip() for line in lines]
    assert "2024-01-02 03:04:05  7" in _printed(monkeypatch, capsys, columns=10)


def test_candidates_are_whole_on_a_narrow_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page, out, title = tmp_path / "page.html", StringIO(), "示例市召开养老服务高质量发展工作推进会议"
    head = f'<meta name="ArticleTitle" content="{title}">'
    page.write_text(f"{head}<h1>{title}</h1><p>2024-01-02</p><p>各地学习了会议精神，很好。</p>")
    made = lambda: Console(file=out, force_terminal=True, width=60, color_system=None)  # noqa: E731
    monkeypatch.setattr(terminal, "Console", made)
    assert run(["extract", str(page), "--explain"]) == 0
    rows = [line.split("│") for line in out.getvalue().splitlines() if line.startswith("│")]
    _, _, fields, rules, values, *_ = ("".join(cell.strip() for cell in column) for column in zip(*rows, strict=True))
    assert ("meta.ArticleTitle" in rules, "published_at" in fields, values.count(title)) == (True, True, 2)


def test_an_address_of_version_6_is_told_as_browsers_read_it(dataset: Path) -> None:
    try:
        listen("::1", 8001).close()
    except UsageError as error:
        pytest.skip(f"no loopback of version 6 here: {error}")
    with commanded(dataset, "--host", "::1") as served:
        assert served.address.startswith("http://[::1]:")
        assert served.status("/") == 200
