"""Chinese government news sites as a dataset. The public API: extract_article, extract_listing, Article, Listing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gdmzt_crawler.version import __version__

if TYPE_CHECKING:
    from gdmzt_crawler.errors import GdmztError, NotAListing, NotAnArticle, UnknownSite
    from gdmzt_crawler.models import Article, Listing
    from gdmzt_crawler.sites.pages import extract_article, extract_listing

__all__ = [
    "Article",
    "GdmztError",
    "Listing",
    "NotAListing",
    "NotAnArticle",
    "UnknownSite",
    "__version__",
    "extract_article",
    "extract_listing",
]

_HOME = {
    "Article": "models",
    "Listing": "models",
    "GdmztError": "errors",
    "NotAnArticle": "errors",
    "NotAListing": "errors",
    "UnknownSite": "errors",
    "extract_article": "sites.pages",
    "extract_listing": "sites.pages",
}


def __getattr__(name: str) -> object:
    """Hand the API on without importing any of it before it is used."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    """The API by name, so that a notebook completes what is not loaded yet."""
    return sorted({*globals(), *__all__})
