"""A trimmed copy that `gdmzt export sqlite` made is browsed as any dataset."""

from __future__ import annotations

from pathlib import Path

from datasets import filled
from serving import serving

from gdmzt_crawler.export import FORMATS, Choice, export


def test_a_copy_is_browsed(tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    export(filled(tmp_path / "news.db"), FORMATS["sqlite"], Choice(unique=True), copy)
    with serving(copy) as served:
        rows = served.json("/copy/article_list.json?_shape=objects")["rows"]
        assert [row["title"] for row in rows] == ["第1次会议（更正）", "第2次会议"]
        assert "第1次会议" in served.get("/")
        assert served.status("/article/1") == 200
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.db", "copy.db.datapackage.json"]
