"""A datasette plugin: what every page has around it, and the headers that keep it safe."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.plugins import get_plugins
from datasette.utils.asgi import NotFound, Request, Response
from jinja2 import Environment

from gdmzt_crawler.browse.headers import lasting, safety_headers, with_safety
from gdmzt_crawler.browse.metadata import PAGES_PLUGIN
from gdmzt_crawler.browse.pages import asset, dataset
from gdmzt_crawler.browse.shown import FILTERS
from gdmzt_crawler.version import __version__

_VEGA = "datasette-dashboards"
"""The plugin that brings Vega's files."""
_OK = 200
App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Adds the headers to every answer, of every plugin and for every error."""
    config = datasette.plugin_config(PAGES_PLUGIN) or {}
    more = safety_headers(images_from_source=bool(config.get("images_from_source")))

    def wrap(app: App) -> App:
        async def safe(scope: dict[str, Any], receive: Any, send: Any) -> None:
            kept = lasting(scope.get("path", ""), scope.get("query_string", b""), datasette.setting("base_url"))

            async def sending(event: dict[str, Any]) -> None:
                if event["type"] == "http.response.start":
                    added = (*more, *kept) if event["status"] == _OK else more
                    event = event | {"headers": with_safety(event.get("headers", []), added)}
                await send(event)

            await app(scope, receive, sending)

        return safe

    return wrap


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, object]]:
    """Hides what tells visitors about the machine."""
    return [(r"^/-/(?:databases|threads)(?:\.json)?$", _nothing)]


def _nothing() -> Response:
    raise NotFound("没有这个页面 no such page")


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """`asset(name)`, `navigation(request)`, `dataset_name()`, `images_from_source` and the version, for every template.

    They are globals because datasette makes the pages of errors without its own variables.
    """
    config = datasette.plugin_config(PAGES_PLUGIN) or {}
    env.filters.update(FILTERS)
    env.globals.update(
        asset=lambda name: asset(datasette, name),
        navigation=lambda request=None: _navigation(datasette, request or None),
        dataset_name=lambda: dataset(datasette).name,
        images_from_source=bool(config.get("images_from_source")),
        charts_available=any(plugin["name"] == _VEGA for plugin in get_plugins()),
        gdmzt_version=__version__,
    )


def _navigation(datasette: Datasette, request: Request | None) -> list[dict[str, object]]:
    """Address, both names, and whether it is the page shown."""
    urls = datasette.urls
    name = dataset(datasette).name
    places = (
        (urls.instance(), "首页", "Home"),
        (urls.table(name, "article_list"), "文章", "Articles"),
        (urls.path("columns"), "栏目", "Columns"),
        (urls.path("sources"), "来源", "Sources"),
        (urls.path("runs"), "抓取", "Runs"),
        (urls.path("health"), "健康", "Health"),
    )
    shown = None if request is None else str(urls.path(request.path)).rstrip("/")
    return [{"href": str(href), "zh": zh, "en": en, "here": str(href).rstrip("/") == shown} for href, zh, en in places]
