"""The dictionary of terms: what is shipped, and a user's own file on top of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmzt_crawler.errors import UsageError
from gdmzt_crawler.store.keywords.dictionary import ENVIRONMENT, SHIPPED, load_dictionary


def own(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "own.txt"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_what_is_shipped() -> None:
    shipped = load_dictionary(environment={})
    assert len(shipped.terms) >= 500
    topics = set(shipped.terms.values())
    assert {"养老服务", "婚姻登记", "社会救助", "社会组织", "粤港澳大湾区", "区划地名", None} <= topics
    assert shipped.terms["特困人员"] == "社会救助"
    assert shipped.terms["民政厅"] is None
    assert all(2 <= len(term) == len(term.strip()) for term in shipped.terms)
    lines = [line for line in SHIPPED.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    assert len(lines) == len(shipped.terms), "no term stands there twice"
    assert not shipped.stopwords & set(shipped.terms)
    assert {"记者", "一是", "近日"} <= shipped.stopwords


def test_a_file_of_ones_own_comes_on_top(tmp_path: Path) -> None:
    text = "\ufeff# 我的词\r\n穗好办 政务服务\r\n长者配餐,养老服务\n北江大堤\n\n低保\t自定主题\n-殡葬\n-没有这个词\n"
    shipped = load_dictionary(environment={})
    mine = load_dictionary(own(tmp_path, text), {})
    added = {"穗好办": "政务服务", "长者配餐": "养老服务", "北江大堤": None, "低保": "自定主题"}
    assert dict(mine.terms) == {term: topic for term, topic in shipped.terms.items() if term != "殡葬"} | added
    assert mine.version != shipped.version


def test_the_environment_names_it_too(tmp_path: Path) -> None:
    path = own(tmp_path, "穗好办 政务服务")
    assert "穗好办" in load_dictionary(environment={ENVIRONMENT: str(path)}).terms
    assert "穗好办" not in load_dictionary(environment={ENVIRONMENT: " "}).terms


def test_the_version_is_that_of_the_content(tmp_path: Path) -> None:
    first = load_dictionary(own(tmp_path, "穗好办 政务服务\n北江大堤\n"), {})
    again = load_dictionary(own(tmp_path, "北江大堤\n# 注\n穗好办,政务服务"), {})
    other = load_dictionary(own(tmp_path, "穗好办 养老服务\n北江大堤\n"), {})
    assert first.version == again.version != other.version


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("穗好办 政务 服务", ":1:"),
        ("穗好办\n\n单 主题", ":3:"),
        ("-单", ":1:"),
        ("长" * 41, ":1:"),
        (",", ":1:"),
        ("穗好办".encode("gb18030"), "UTF-8"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, text: str | bytes, told: str) -> None:
    with pytest.raises(UsageError, match=told) as raised:
        load_dictionary(own(tmp_path, text), {})
    assert "own.txt" in raised.value.message
    assert raised.value.exit_code == 2


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no dictionary at"):
        load_dictionary(tmp_path / "no.txt", {})
    with pytest.raises(UsageError, match="cannot read"):
        load_dictionary(tmp_path, {})


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_taken_or_told(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(text.encode("utf-8", "replace"))
    try:
        known = load_dictionary(path, {})
    except UsageError as error:
        told = error.message
        known = None
    if known is None:
        assert "\n" not in told
        return
    assert all(2 <= len(term) <= 40 for term in known.terms)
