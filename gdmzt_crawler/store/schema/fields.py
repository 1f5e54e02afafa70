"""Columns that many views for people have."""

from __future__ import annotations

from .shape import integer, text

ID = integer("id", "编号：文章编号。", "Id: Number of the article.")
SITE = text("site", "站点：站点名称。", "Site: Name of the site.")
COLUMN = text("column", "栏目：栏目名称。", "Column: Name of the column.")
TITLE = text("title", "标题：文章标题。", "Title: Title of the article.")
PUBLISHED = text("published_at", "发布时间：+08:00。", "Published: In +08:00.")
YEAR = integer("year", "年份：发布年份。", "Year: Year of publication.")
SOURCE = text("source", "来源：所印来源。", "Source: The source as printed.")
URL = text("url", "网址：规范网址。", "URL: Canonical URL.")
