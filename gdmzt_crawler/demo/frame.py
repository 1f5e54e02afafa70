"""Templates, and what stands around every page: head tags, header, footer with its friend links."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from urllib.parse import urlsplit

from gdmzt_crawler.demo.content import DemoColumn

SITE_NAME = "广东民政演示站"
ROOT = ("首页", "/")


@cache
def _template(name: str) -> Template:
    return Template((files(__package__) / "templates" / name).read_text("utf-8"))


def fill(template: str, values: Mapping[str, object]) -> str:
    """A template with its places filled; KeyError where a value is missing."""
    return _template(template).substitute(values)


def page(
    base: str, url_path: str, content: str, *, title: str, column: DemoColumn | None = None, article_tags: str = ""
) -> str:
    """A whole desktop page around its content; `url_path` is its own path."""
    folder, _, name = url_path.rpartition("/")
    values = {
        "base": base,
        "host": urlsplit(base).netloc,
        "site_name": SITE_NAME,
        "title": title,
        "column_tags": column_tags(column) if column else "",
        "article_tags": article_tags,
        "mobile_url": f"{base}{folder}/m{name or 'index.html'}",
        "friend_links": _friend_links(base),
    }
    return fill("head.html", values) + content + fill("foot.html", values)


def column_tags(column: DemoColumn) -> str:
    """The four Column tags of the national standard."""
    values = {
        "ColumnName": column.name,
        "ColumnDescription": f"发布{column.name}（演示）。",
        "ColumnKeywords": f"民政 {column.name} 演示",
        "ColumnType": "通知公告" if column.path.startswith("/zwgk/") else "工作动态",
    }
    return "".join(f'    <meta name="{name}" content="{value}">\n' for name, value in values.items())


def breadcrumb(base: str, column: DemoColumn) -> str:
    """Links from 首页 to the column, joined by ` - `."""
    trail = (ROOT, *column.parents, (column.name, column.path))
    return " - ".join(f'<a href="{base}{path}">{name}</a>' for name, path in trail)


def breadcrumb_names(column: DemoColumn) -> tuple[str, ...]:
    """What a reader sees of the breadcrumb."""
    return (ROOT[0], *(name for name, _ in column.parents), column.name)


def own_page_links() -> dict[str, str]:
    """Name and path of the site's own pages in the footer: same-site `post_` addresses that are no news."""
    return dict(entry.split("=") for group in _friend_groups() for entry in group["links"] if "=" in entry)


def _friend_links(base: str) -> str:
    return "".join(
        f'    <div class="cusSelect" id="link{number}"><div class="cusTitle">{group["name"]}</div>\n'
        f'        <ul class="cusOpSet hide">\n{_options(base, group)}        </ul>\n    </div>\n'
        for number, group in enumerate(_friend_groups(), 1)
    )


def _options(base: str, group: Mapping[str, list[str]]) -> str:
    lines = []
    for number, entry in enumerate(group["links"], 1):
        name, _, path = entry.partition("=")
        url = base + path if path else f"http://s{number}.{group['host']}/"
        lines.append(
            f'            <li class="cusOption"><a href="{url}" title="{escape(name)}">{escape(name)}</a></li>\n'
        )
    return "".join(lines)


@cache
def _friend_groups() -> list[dict[str, list[str]]]:
    text = (files(__package__) / "friends.toml").read_text("utf-8")
    groups: list[dict[str, list[str]]] = tomllib.loads(text)["groups"]
    return groups
