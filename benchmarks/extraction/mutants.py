"""Seeded mutants of saved pages: what bad connections, editors, copiers and enemies do to HTML.

`Mutants(pages, seed).make(index)` is the same for ever: a failure is named by its seed and index.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

_TAG = re.compile(rb"<[^<>]{1,200}>")
_TAGS = (
    b"<div>", b"</div>", b"<p>", b"</p>", b"<table>", b"</table>", b"<tr>", b"<td>", b"</td>", b"<ul>", b"<li>",
    b"<a href='x.html'>",
    b"</a>", b"<h1>", b"</h1>", b"<br>", b"<span>", b"</span>", b"<script>", b"</script>", b"<style>", b"<!--",
    b"-->", b"<![CDATA[",
    b"]]>", b"<textarea>", b"<title>", b"</title>", b"<head>", b"</head>", b"<body>", b"</body>", b"</html>",
    b"<html>", b"<frameset>",
    b"<iframe>", b"<svg>", b"<math>", b"<template>", b"<noscript>", b"<plaintext>", b"<xmp>", b"<select>",
    b"<option>", b"<form>",
    b"<base href='//[/'>", b"<base href='http://[::1'>", b"<base href='javascript:1'>", b"<meta charset=utf-16>",
    b"<meta charset=x>",
    b"<meta name='PubDate' content='9999-99-99'>", b"<meta name=ArticleTitle>",
    b"<meta name='ContentSource' content='&#xD800;'>",
    b"<img src='http://[/a.jpg'>", b"<img src='a\x00.jpg'>", b"<img src=\"data:image/png;base64,AAAA\">",
    b"<a href='http://[x/1.pdf'>",
    b"<a onclick=\"open('/a.doc')\">", b"<?xml version='1.0' encoding='utf-16'?>", b"<?php",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<o:p>",
    b"<a:b:c>", b"<x-\xe4\xb8\xad>", b"<p style='display:none'>", b"<datastore><record><![CDATA[", b"<dl>",
    b"<dd>", b"<time datetime=1>",
)  # fmt: skip
_TEXTS = tuple(
    text.encode()
    for text in (
        "来源：", "发布时间：2023-06-17 18:40", "时间：99999999999-1-1", "浏览次数：１２３．４万",
        "阅读：" + "9" * 5000, "2023年13月45日", "〇〇〇〇年",
        "，。" * 40, "附件：", "上一篇：", "责任编辑：", "当前位置：首页 > ", "下一页",
        "createPageHTML(1e9, -1, 'index', 'html')", "createPageHTML(",
        "共99999999999999999999页", "第②页", "1/0", "\u2028", "\u202e", "\ufeff", "\ufffe", "\U0010ffff",
        "\u0300" * 50, "߷߷߷", "²³¹", "①②",
        "[09-31]", "[00-00]", "02-29", "٢٠٢٣-٠٦-١٧", "２０２３－０６－１７", "验证码", "页面不存在",
        "404", "%", "{{title}}",
        "\x1b[31m", "\x7f", "\x85",
    )
)  # fmt: skip
_ENTITIES = (
    b"&#0;", b"&#xD800;", b"&#xDFFF;", b"&#x110000;", b"&#99999999999999999999;", b"&#x1;", b"&#128;", b"&nbsp;",
    b"&lt;script&gt;",
    b"&amp;amp;amp;", b"&bogus;", b"&", b"&#", b"&#x", b"&#xFFFF;", b"&#8203;", b"&#13;", b"&zwnj;", b"&shy;",
)  # fmt: skip
_ENCODINGS = (
    "gb18030",
    "gbk",
    "big5",
    "utf-16",
    "utf-16-le",
    "utf-32",
    "utf-7",
    "shift_jis",
    "euc-kr",
    "latin-1",
    "utf-8-sig",
)
_CONTENT_TYPES = (
    None, None, None, "text/html", "text/html; charset=utf-8", "text/html; charset=gbk", "text/html; charset=utf-16",
    "text/html; charset=undefined", "text/html; charset=\x00", "text/html; charset=idna", "text/html; charset=hex",
    "application/json", "image/png", "text/plain; charset=", ";", "text/html; charset=\ud800",
    "text/html; charset=punycode",
)  # fmt: skip
_URLS = (
    "http://[", "http://www.qb.gd.gov.cn:99999/a.html", "", "about:blank", "http://a b/c?d#e", "//x", "file:///x",
    "http://例子.中国/一/二",
    "http://www.qb.gd.gov.cn/\x00", "http://user:pw@gdjyj.gd.gov.cn/a/content/post_99999999999999999999.html",
    "HTTP://WWW.QB.GD.GOV.CN/%zz",
    "http://www.qb.gd.gov.cn/\ud800", "http://x/" + "a" * 5000, "javascript:1",
    "http://drc.gd.gov.cn/20231345/t20231345_1.html",
)  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """What is handed to the extractors."""

    body: bytes | str
    url: str
    content_type: str | None
    recipe: tuple[str, ...]
    """Names of the mutations, for the report."""


class Mutants:
    """All mutants of some pages. `pages`: (url, body) in a fixed order."""

    def __init__(self, pages: list[tuple[str, bytes]], seed: int) -> None:
        self.pages = pages
        self.seed = seed

    def make(self, index: int) -> Mutant:
        """The mutant of that index."""
        rng = random.Random(f"{self.seed}:{index}")
        url, body = rng.choice(self.pages)
        recipe = []
        for _ in range(rng.choice((1, 1, 2, 3, 5, 8))):
            mutate = rng.choice(MUTATIONS)
            recipe.append(mutate.__name__.strip("_"))
            body = mutate(rng, body, self)
        if rng.random() < 0.03:
            url = rng.choice(_URLS)
        page: bytes | str = body
        if rng.random() < 0.1:
            # Text with lone surrogates, as a careless decoder hands it on.
            recipe.append("str")
            page = body.decode("utf-8", rng.choice(("surrogateescape", "replace", "ignore")))
            at = rng.randrange(len(page) + 1)
            page = page[:at] + rng.choice(("\ud800", "\udfff\ud800", "")) + page[at:]
        return Mutant(page, url, rng.choice(_CONTENT_TYPES), tuple(recipe))


def _place(rng: random.Random, body: bytes) -> int:
    """A position: often at a tag's edge, where structure breaks."""
    at = rng.randrange(len(body) + 1)
    if rng.random() < 0.7:
        found = _TAG.search(body, at)
        if found is not None:
            return rng.choice((found.start(), found.end()))
    return at


def _insert(rng: random.Random, body: bytes, piece: bytes, most: int = 4) -> bytes:
    for _ in range(rng.randint(1, most)):
        at = _place(rng, body)
        body = body[:at] + piece + body[at:]
    return body


def _flip_bytes(rng: random.Random, body: bytes, _: Mutants) -> bytes:
    data = bytearray(body)
    for _n in range(rng.choice((1, 5, 30, 300))) if data else ():
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def _cut_end(rng: random.Random, body: bytes, _: Mutants) -> bytes:
    return body[: rng.randrange(len(body) + 1)]


def _cut_start(rng: random.Random, body: bytes, _: Mutants) -> bytes:
    return body[rng.randrange(len(body) + 1) :]


def _cut_out(rng: random.Random, body: bytes, _: Mutants) -> bytes:
    start = _place(rng, body)
    return body[:start] + body[start + rng.choice((1, 20, 500, 5000)) :]


def _insert_tag(rng: random.Random, body: bytes, _: Mutants) -> bytes:
    return _insert(rng, body, rng.choice(_TAGS), 6)


def _drop_tags(rng: random.Random, body: bytes, _: Mutants) -> bytes:
    share = rng.choice((0.01, 0.1, 0.5, 1.0))
    return _TAG.sub(lambda tag: b"" if rng.random() < share else tag[0], body)


def _shuffle_tags(rng: random.Random, body: bytes, _: Mutants) -> bytes:
    tags = _TAG.findall(body)[:2000]
    if not tags:
        return body
    share = rng.choice((0.01, 0.1, 0.5))
    return _TAG.sub(lambda tag: rng.choice(tags) if rng.random() < share else tag[0], body)


def _insert_text(rng: random.Random, body: bytes, _: Mutants) -> bytes:
    return _insert(rng, body, rng.choice(_TEXTS))


def _insert_entity(rng: random.Random, body: bytes, _: Mutants) -> bytes:
    return _insert(rng, body, rng.choice(_ENTITIES) * rng.choice((1, 1, 3, 500)))


def _insert_nul(rng: random.Random, body: bytes, _: Mutants) -> bytes:
    return _insert(rng, body, b"\0" * rng.choice((1, 1, 4, 1000)), 20)


def _insert_surrogate(rng: random.Random, body: bytes, _: Mutants) -> bytes:
    return _insert(
        rng, body, rng.choice((b"\xed\xa0\x80", b"\xed\xbf\xbf\xed\xa0\x80", b"\xc0\x80", b"\xf5\x80\x80\x80"))
    )


def _nest(rng: random.Random, body: bytes, _: Mutants) -> bytes:
    tag = rng.choice(
        (b"<div>", b"<span>", b"<ul><li>", b"<table><tr><td>", b"<b>", b"<section>", b"<a href=x>", b"<font>")
    )
    return _insert(rng, body, tag * rng.choice((20, 200, 300, 3000)), 1)


def _repeat(rng: random.Random, body: bytes, _: Mutants) -> bytes:
    start = _place(rng, body)
    piece = body[start : start + rng.choice((10, 100, 1000, 3000))]
    return body[:start] + piece * rng.choice((2, 10, 30)) + body[start:]


def _move(rng: random.Random, body: bytes, _: Mutants) -> bytes:
    start, size = _place(rng, body), rng.choice((30, 300, 5000))
    piece, rest = body[start : start + size], body[:start] + body[start + size :]
    return rest + piece if rng.random() < 0.3 else _insert(rng, rest, piece, 1)


def _splice(rng: random.Random, body: bytes, mutants: Mutants) -> bytes:
    _url, other = rng.choice(mutants.pages)
    if rng.random() < 0.5:
        return body[: _place(rng, body)] + other[_place(rng, other) :]
    start = _place(rng, other)
    return _insert(rng, body, other[start : start + rng.choice((50, 500, 5000))], 1)


def _recode(rng: random.Random, body: bytes, _: Mutants) -> bytes:
    return body.decode("utf-8", "replace").encode(rng.choice(_ENCODINGS), "replace")


def _swap_case(rng: random.Random, body: bytes, _: Mutants) -> bytes:
    return _TAG.sub(lambda tag: tag[0].swapcase() if rng.random() < 0.5 else tag[0], body)


def _break_quotes(rng: random.Random, body: bytes, _: Mutants) -> bytes:
    return re.sub(rb"[\"'=>]", lambda mark: b"" if rng.random() < 0.02 else mark[0], body)


MUTATIONS: tuple[Callable[[random.Random, bytes, Mutants], bytes], ...] = (
    _flip_bytes, _cut_end, _cut_start, _cut_out, _insert_tag, _drop_tags, _shuffle_tags, _insert_text,
    _insert_entity, _insert_nul,
    _insert_surrogate, _nest, _repeat, _move, _splice, _recode, _swap_case, _break_quotes,
)  # fmt: skip
