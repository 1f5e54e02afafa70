"""A datasette plugin: the pages of an article, of its revisions, and the files that came with it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from gdmzt_crawler.browse.article.changes import compare, list_revisions
from gdmzt_crawler.browse.article.files import capture_answer, image_answer
from gdmzt_crawler.browse.article.page import article_context, words_of
from gdmzt_crawler.browse.article.reading import read_article, read_heading
from gdmzt_crawler.browse.pages import page
from gdmzt_crawler.errors import ArchiveError

View = Callable[[Datasette, Request], Awaitable[Response]]
_LARGEST = 2**63 - 1


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, View]]:
    """Addresses below the server's own."""
    return [
        (r"^/article/(?P<id>[^/]+)$", article),
        (r"^/article/(?P<id>[^/]+)/revisions$", revisions),
        (r"^/article/(?P<id>[^/]+)/image/(?P<position>[^/]+)$", image),
        (r"^/capture/(?P<id>[^/]+)$", capture),
        (r"^/capture/(?P<id>[^/]+)/download$", captured_file),
    ]


async def article(datasette: Datasette, request: Request) -> Response:
    """The article as it reads."""
    number = _number(request.url_vars["id"])
    found = None if number is None else await read_article(datasette, number)
    if found is None:
        raise _no_article(request)
    return await page(datasette, request, "article.html", article_context(datasette, found))


async def revisions(datasette: Datasette, request: Request) -> Response:
    """Its revisions, and what changed between two of them: `from` and `to`, the newest two unless told otherwise."""
    number = _number(request.url_vars["id"])
    heading = None if number is None else await read_heading(datasette, number)
    if number is None or heading is None:
        raise _no_article(request)
    newest = int(heading["revision"])
    last = _number(request.args.get("to") or str(newest))
    first = _number(request.args.get("from") or str(max(1, (last or 2) - 1)))
    shown = await compare(datasette, number, first or 0, last or 0)
    if shown is None:
        raise NotFound(f"没有这一版：此文有第 1 至 {newest} 版 no such revision: the article has 1 to {newest}.")
    found = {"article": heading, "revisions": await list_revisions(datasette, number), **shown}
    return await page(datasette, request, "article_revisions.html", found | words_of(datasette))


async def image(datasette: Datasette, request: Request) -> Response:
    """A downloaded image."""
    number, position = _number(request.url_vars["id"]), _number(request.url_vars["position"])
    found = None if number is None or position is None else await image_answer(datasette, number, position)
    if found is None:
        raise NotFound("没有下载这张图片 this image was not downloaded.")
    return found


async def capture(datasette: Datasette, request: Request) -> Response:
    """What the site answered, as plain text."""
    return await _captured(datasette, request, download=False)


async def captured_file(datasette: Datasette, request: Request) -> Response:
    """What the site answered, as a file to keep."""
    return await _captured(datasette, request, download=True)


async def _captured(datasette: Datasette, request: Request, *, download: bool) -> Response:
    number = _number(request.url_vars["id"])
    try:
        found = None if number is None else await capture_answer(datasette, number, download=download)
    except (ArchiveError, ValueError) as error:
        # its own words name the folder, which is nobody's business; of a name with a NUL no file can be looked for
        raise NotFound("存档现在读不了 the archive cannot be read now: its file is missing or damaged.") from error
    if found is None:
        raise NotFound("这次抓取没有存档 this capture was not archived.")
    return found


def _number(text: str) -> int | None:
    """A number as addresses have it; None for anything else."""
    if re.fullmatch(r"[0-9]{1,19}", text) and int(text) <= _LARGEST:
        return int(text)
    return None


def _no_article(request: Request) -> NotFound:
    return NotFound(
        f"没有这篇文章 no such article: {request.url_vars['id'][:40]} — 请从文章列表或搜索进入 "
        "find it through the list of articles or the search."
    )
