"""A trimmed copy that `gdmzt export sqlite` made is browsed as any dataset."""

from __future__ import annotations

import re
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
        for path in ("/", "/runs", "/health"):
            page = re.sub(r"<[^>]+>", "", served.get(path))
            assert "不含抓取批次的副本，文章最晚抓于 2026-11-25 11:15" in page, path
            assert "还没有抓取过" not in page
            assert "没有异常" not in page
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.db", "copy.db.datapackage.json"]
