"""Any unit of text and tags, repeated: looks for pages whose reading does not take linear time.

    python -m benchmarks.extraction.repeats [--units 3000] [--seed 1]

A seeded search: a unit of one to four labels, marks and tags stands in one of several places of a page, so often that
the page has 40 KB, and the page is read as an article and as a listing. Where that takes long, a page of a tenth of the
size is read too; more than 25 times the tenth's time is a failure. Exits 1 on failures.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator

from benchmarks.extraction.growth import OURS, READERS, SENTENCE, TAIL, cost

BYTES = 40_000
LONG = 0.25
"""Seconds of CPU time from which on a page is compared with its tenth."""
BENT = 2.5
"""Growth of the cost of a KB over one power of ten."""
TEXTS = (
    " ", "　", "&nbsp;", "\n", "\t", "\n\n  ", "1", "1.", "=", "9 ", "2023", "2023-", "2023-06-17 ", "06-17 ", "年", "2023年",
    "月日", "来源", "来源：", "来源： ", "来 ", "来源：某局 ", "时间：", "发布时间", "发布时间：2023", "浏览次数：",
    "浏览", "阅读(", "责任编辑：", "（责任编辑", "（", "）", "[", "]", "【", "附件", "附件1：", "附件：a.doc ",
    "上一篇：", "下一页", "首页 > ", " > ", "位置：", "当前位置：", "-", "_", "—", "|", "/", ".", "：", ":", "，",
    "。", "、", "的", "第", "第1", "共", "共1页", "1/", "页", "字体", "作者：", "文/", "编辑 ", "a", "ab ", "A1", "%",
    "\\", "(", "{", "[{", "'a',", '"', "http://", "//", "javascript:", "createPageHTML(", "var a=", "url:",
    '"title":', "<![CDATA[", "&lt;", "&amp;", "\u200b", "\u0300", "①", "1.2", "万", "图1 ", "摘自", "记者 ", "日",
    "一、", "（一）", "1.", "关于", "通知", "...", "相关阅读",
)  # fmt: skip
TAGS = (
    "<b>", "</b>", "<span>", "</span>", "<br>", "<p>", "</p>", "<div>", "</div>", "<a href=x>", "</a>", "<td>",
    "<tr>", "<table>", "</table>", "<li>", "<ul>", "</ul>", "<h1>", "</h1>", "<h2>", "<img src=a.jpg>", "<section>",
    "<font>", "<dl>", "<dt>", "<dd>", "<select>", "<option value=i_2.html>", "</select>", "<form>", "<input>",
    "<script>", "</script>", "<em>", "<a href='a.doc'>", "<a onclick=\"open('/b.html')\">",
    "<li onclick=\"open('/b.html')\">", "<iframe>", "<center>", "<div class=page>", "<div class=zw>",
    "<div style='display:none'>",
)  # fmt: skip
LINK = "<a href=p.html>关于开展养老工作的通知</a>"
PLACES = {
    "body": "<p>{s}</p><div>{t}</div>",
    "byline": "<div class=info>{t}</div><p>{s}</p>",
    "link": "<p>{s}</p><a href='x.html'>{t}</a><span>2023-06-17</span>",
    "attributes": "<p>{s}</p><div style='{t}' id='{t}'><a onclick='{t}' title='{t}' href='{t}'>某</a></div>",
    "script": "<p>{s}</p><script>{t}</script>",
    "pager's script": f"<ul><li>{LINK}2023-06-17</ul><script>countPage=9;currentPage=1;pagination({{t}})</script>",
    "pager's addresses": f"<ul><li>{LINK}2023-06-17</ul><a href='i_1.html'>1</a><a href='i_{{t}}.html'>下一页</a>",
    "pager": f"<ul><li>{LINK}<span>2023-06-17</span></li></ul><div class=page>{{t}}</div>",
    "cell": "<table><tr><td>{t}</td><td>2023</td></tr></table><p>{s}</p>",
    "date": f"<ul><li>{LINK}{{t}}</li><li>{LINK}2023-06-17</li></ul>",
}
BYLINE = "<p>发布时间：2023-06-17 来源：某局</p><div class=con>"


def page(place: str, unit: str, size: int) -> bytes:
    """A page of about `size` bytes with the unit repeated in that place."""
    text = unit * max(1, size // len(unit.encode()))
    title = "关于开展养老服务机构等级评定工作的通知"
    if place in PLACES:
        quoted = text.replace("'", "") if place in ("attributes", "pager's addresses") else text
        return _whole(title, title, "", PLACES[place].replace("{s}", SENTENCE).replace("{t}", quoted))
    if place == "title":
        return _whole(text, title, "", SENTENCE)
    if place == "heading":
        return _whole(title, text, "", SENTENCE)
    tags = "".join(f'<meta name="{n}" content="{text}">' for n in ("PubDate", "ContentSource", "ArticleTitle"))
    return _whole(title, title, tags.replace('""', ""), SENTENCE)


def _whole(title: str, heading: str, tags: str, body: str) -> bytes:
    head = f"<html><head><title>{title}</title>{tags}</head><body><h1>{heading}</h1>"
    return f"{head}{BYLINE}{body}{TAIL}".encode()


def units(seed: int, count: int) -> Iterator[tuple[str, str]]:
    """(place, unit): first every text alone in every place, then mixtures."""
    places = (*PLACES, "title", "heading", "head tags")
    alone = [(place, text) for place in places for text in TEXTS]
    yield from alone[:count]
    rng = random.Random(seed)
    for _ in range(count - len(alone)):
        parts = (rng.choice(TEXTS if rng.random() < 0.5 else TAGS) for _ in range(rng.choice((1, 2, 2, 3, 4))))
        yield rng.choice(places), "".join(parts)


def bent(place: str, unit: str, reader: str) -> str | None:
    """In words, where reading the page does not take linear time."""
    body = page(place, unit, BYTES)
    large = cost(READERS[reader], body, 1)
    if large * len(body) / 1e9 < LONG:
        return None
    small = cost(READERS[reader], page(place, unit, BYTES // 10), 3)
    growth = min(large, cost(READERS[reader], body, 1)) / small
    return (
        f"{place}, {unit!a}, {reader}: {large:.0f} us per KB, {growth:.1f} times a tenth's" if growth > BENT else None
    )


def main() -> int:
    """Search, print; 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    failures = 0
    for place, unit in units(args.seed, args.units):
        for reader in OURS:
            words = bent(place, unit, reader)
            if words is not None:
                failures += 1
                print(words, flush=True)
    print(f"{args.units} units, {failures} that take more than linear time")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
