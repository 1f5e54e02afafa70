"""Records and datasets made by hand, in the shape of real ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

from gdmzt_crawler.dedupe.fingerprint import fingerprint
from gdmzt_crawler.models import Article, Attachment, Block, Evidence, Image, Paragraph
from gdmzt_crawler.store import ArticleRecord, CaptureRecord, SeenEntry, Store

CHINA = timezone(timedelta(hours=8))
SITE = "gdmzt"
HOME = "http://smzt.gd.gov.cn"
COLUMN = "/mzzx/mzyw/"
T0 = "2026-11-24T03:15:00Z"
T1 = "2026-11-25T03:15:00Z"
T2 = "2026-11-26T03:15:00Z"
BODY = ("各地民政部门学习了会议精神。", "会议要求，把养老服务放在重要位置。")


def url_of(native_id: int | str, column: str = COLUMN) -> str:
    return f"{HOME}{column}content/post_{native_id}.html"


def record(
    native_id: int | str = 1,
    *,
    site: str = SITE,
    url: str | None = None,
    title: str = "全省民政工作会议召开",
    body: Sequence[str] = BODY,
    blocks: Sequence[Block] | None = None,
    published: str | None = "2023-06-17T18:40:33+08:00",
    source: str | None = "广东省民政厅",
    canonical: str | None = None,
    views: int | None = 532,
    column: str | None = COLUMN,
    at: str = T0,
    capture: bool = True,
    linked_url: str | None = None,
) -> ArticleRecord:
    """One reading of one article."""
    if blocks is None:
        blocks = [Paragraph(text) for text in body]
    url = url_of(native_id) if url is None else url
    article = Article(
        url=url,
        title=title,
        published_at=datetime.fromisoformat(published).replace(tzinfo=CHINA) if published else None,
        published_at_raw=published,
        published_at_precision=("second" if "T" in published else "day") if published else None,
        published_at_from="byline" if published else None,
        source=source,
        source_raw=f"来源：{source}" if source else None,
        view_count=views,
        breadcrumb=("首页", "民政资讯", "民政要闻"),
        blocks=tuple(blocks),
        evidence=(Evidence("title", "heading", True), Evidence("source", "byline.label")),
    )
    return ArticleRecord(
        site=site,
        native_id=str(native_id),
        url=url,
        article=article,
        fingerprint=fingerprint(title, [paragraph.text for paragraph in article.paragraphs]),
        fetched_at=at,
        parser_version="0.1.0+test",
        source_canonical=canonical,
        column_path=column,
        capture=CaptureRecord(url, at, 200, "text/html", "0" * 64, 50_000) if capture else None,
        linked_url=linked_url,
    )


def image(number: int) -> Image:
    return Image(f"{HOME}/img/0/{number}.jpg", f"微信图片_{number}.jpg")


def with_site(store: Store, site: str = SITE, name: str = "广东省民政厅") -> Store:
    store.put_site(key=site, name=name, home_url=HOME + "/", platform="nfcms")
    return store


def filled(path: Path) -> Path:
    """A small dataset with a bit of everything."""
    with Store.open(path) as store:
        with_site(store)
        news = store.put_column(SITE, COLUMN, name="民政要闻", url=HOME + COLUMN)
        notices = store.put_column(SITE, "/zwgk/tzgg/", name="通知公告", url=HOME + "/zwgk/tzgg/")
        run = store.start_run(SITE, {"limit": None})
        store.see_entries(
            SITE, news, [SeenEntry(url_of(n), f"第{n}次会议", native_id=str(n)) for n in (1, 2, 3)], at=T0
        )
        store.see_entries(SITE, notices, [SeenEntry("http://www.mca.gov.cn/a.html", "转载", state="external")], at=T0)
        blocks = [Paragraph("开头。"), image(1), Paragraph("图1 会场", "caption"), Attachment(None, "附件.doc")]
        store.save_article(record(1, title="第1次会议", blocks=blocks), run_id=run)
        store.save_article(
            record(2, title="第2次会议", source="本网站", published="2022-01-01", views=None), run_id=run
        )
        store.save_article(record(3, title="第2次会议", source=None, published="2022-01-02"), run_id=run)
        store.save_article(record(1, title="第1次会议（更正）", blocks=blocks, views=600, at=T1), run_id=run)
        store.add_issue(
            run_id=run, site=SITE, url=url_of(3), field="source", kind="missing", value=None, message="没有来源"
        )
        store.finish_run(run, state="ok", counters={"requests": 5, "articles_new": 3}, summary={"columns": 2})
    return path
