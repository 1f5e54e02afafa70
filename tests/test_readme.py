"""What the README shows works as it stands there."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest
from commands import ROOT, Place

from gdmzt_crawler.cli.main import _COMMANDS
from gdmzt_crawler.sites.definition import load_file

READMES = ["README.md", "README.zh-CN.md"]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", READMES)
def test_the_python_example_runs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = re.search(r"\n\n((?:    from pathlib.*\n)(?:    .*\n|\n(?=    ))+)", read(name))
    assert found is not None
    code = re.sub(r"^    ", "", found[1], flags=re.M)
    monkeypatch.chdir(ROOT)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, name, "exec"), {})
    title = "广东社会组织服务高质量发展交流大会在广州南沙召开"
    assert out.getvalue().startswith(f"{title} 2023-06-17 18:40:33+08:00 广东省民政厅 532\n")


@pytest.mark.parametrize("name", READMES)
def test_every_command_is_named(name: str) -> None:
    text = read(name)
    assert [command for command in _COMMANDS if f"`gdmzt {command}" not in text] == []


@pytest.mark.parametrize("name", [*READMES, "docs/add-a-site.md"])
def test_no_contact_can_be_copied_as_it_is(name: str, place: Place) -> None:
    contacts = re.findall(r"(?:GDMZT_CONTACT=|--contact )(\S+)", read(name))
    assert contacts
    for contact in contacts:
        done = place.gdmzt("crawl", "gdmzt", "--contact", contact)
        assert (done.code, "give your own" in done.err) == (2, True)


def test_the_definitions_in_the_guide_are_sound(tmp_path: Path) -> None:
    guide = read("docs/add-a-site.md")
    example = re.search(r"```toml\n(.*?)```", guide, re.S)
    local = re.search(r"local\.toml <<'END'\n(.*?)\n    END", guide, re.S)
    assert example is not None
    assert local is not None
    for key, text in (("example", example[1]), ("local", local[1])):
        path = tmp_path / f"{key}.toml"
        path.write_text(re.sub(r"^    ", "", text, flags=re.M), encoding="utf-8")
        assert load_file(path).key == key


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_the_architecture_names_what_there_is() -> None:
    text = read("docs/architecture.md")
    package = ROOT / "gdmzt_crawler"
    found = {path for path in package.rglob("*") if "__pycache__" not in path.parts}
    folders = {f"{path.name}/" for path in found if any(path.glob("*.py"))}
    assert {name for name in folders if f"`{name}`" not in text} == set()
    named = {name.rpartition("/")[2] for name in re.findall(r"`([\w/]+\.py)`", text)}
    assert named - {path.name for path in found} == {"test_imports.py"}
