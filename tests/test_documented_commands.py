"""What the documents tell people to type exists, and backing up works as they say."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from dataclasses import fields
from pathlib import Path

import click
import pytest
from commands import ROOT, Place
from webserver import Answer, column, serve

from gdmzt_crawler.cli.main import group
from gdmzt_crawler.models import Article, Listing

NAMES = ("README", "docs/operations", "docs/analysts", "docs/publish")
DOCUMENTS = tuple(f"{name}{language}.md" for name in NAMES for language in ("", ".zh-CN"))
COMMAND = re.compile(r"(?:^ {4}|`)(?:sudo )?(?:\.venv/bin/)?gdmzt ([^`#\n|]+)", re.M)


def typed(document: str) -> list[list[str]]:
    """The words behind `gdmzt` in code blocks and between backticks."""
    text = (ROOT / document).read_text(encoding="utf-8")
    return [found.split() for found in COMMAND.findall(text)]


def command_of(words: list[str]) -> click.Command:
    found: click.Command = group
    for word in words:
        if not isinstance(found, click.Group):
            break
        inner = found.get_command(click.Context(found), word)
        assert inner is not None, f"no such command: gdmzt {' '.join(words)}"
        found = inner
    return found


@pytest.mark.parametrize("document", [*DOCUMENTS, "docs/keywords.md", "docs/add-a-site.md"])
def test_commands_and_options_exist(document: str) -> None:
    commands = typed(document)
    assert len(commands) > 3
    for words in commands:
        named = command_of(words)
        # `schedule systemd / cron` and the like name several.
        several = list(named.commands.values()) if type(named) is click.Group else []
        known = {option for each in (named, *several) for parameter in each.params for option in _options(parameter)}
        for option in (word for word in words if word.startswith("--")):
            assert option in known, f"no such option: gdmzt {' '.join(words)}"


def _options(parameter: click.Parameter) -> list[str]:
    return [*parameter.opts, *parameter.secondary_opts]


@pytest.mark.parametrize("shape", [Article, Listing])
def test_every_field_of_the_api_is_described(shape: type[Article | Listing]) -> None:
    text = (ROOT / "docs/python.md").read_text(encoding="utf-8")
    section = text.partition(f"## {shape.__name__}\n")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.M) == [field.name for field in fields(shape)]


@pytest.mark.parametrize("words", [["nosuch"], ["sites", "nosuch"]])
def test_the_check_sees_what_it_must(words: list[str]) -> None:
    with pytest.raises(AssertionError):
        command_of(words)


def test_every_command_stands_in_both_readmes() -> None:
    for document in DOCUMENTS[:2]:
        assert set(group.list_commands(click.Context(group))) <= {words[0] for words in typed(document)}


def test_both_languages_name_the_same_commands() -> None:
    for english, chinese in zip(DOCUMENTS[::2], DOCUMENTS[1::2], strict=True):
        assert Counter(words[0] for words in typed(english)) == Counter(words[0] for words in typed(chinese))


def backups() -> list[str]:
    """The lines that copy the dataset, as documented."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    return [
        line.strip() for line in text.splitlines() if line.startswith("    ") and "backup" in line and ".db" in line
    ]


def test_a_backup_may_be_made_while_a_crawl_writes(tmp_path: Path) -> None:
    place = Place(tmp_path)
    pages = {path: Answer(str(page).encode(), wait=0.05) for path, page in column(40).items()}
    lines = backups()
    assert len(lines) == 2
    with serve(pages) as web:
        place.define(web.base)
        crawl = subprocess.Popen(
            [sys.executable, "-m", "gdmzt_crawler", "crawl", "t", "--db", "data/gdmzt.db"],
            cwd=place.path,
            env=place.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while sum("/content/" in path for path in web.paths()) < 10:
            assert crawl.poll() is None
            time.sleep(0.02)
        (place.path / "backup").mkdir()
        for line in lines:
            _back_up(place.path, line.replace("python -c", f"{sys.executable} -c"))
        assert crawl.poll() is None
        assert crawl.wait(60) == 0


def _back_up(folder: Path, line: str) -> None:
    done = subprocess.run(line, shell=True, cwd=folder, capture_output=True, text=True, check=False)
    if line.startswith("sqlite3") and done.returncode == 127:
        return
    assert done.returncode == 0, done.stderr
    copy = folder / "backup" / "gdmzt.db"
    db = sqlite3.connect(copy)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert db.execute("SELECT count(*) FROM articles").fetchone()[0] >= 8
    db.close()
    copy.unlink()
