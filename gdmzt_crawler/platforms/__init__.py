"""Page objects of the CMS families, by name."""

from __future__ import annotations

from gdmzt_crawler.platforms.base import Platform
from gdmzt_crawler.platforms.generic import GENERIC
from gdmzt_crawler.platforms.nfcms import NFCMS

__all__ = ["GENERIC", "NFCMS", "Platform", "get", "names"]

_PLATFORMS = {platform.name: platform for platform in (NFCMS, GENERIC)}


def get(name: str) -> Platform:
    """The platform of that name. Raises KeyError; definitions are checked against `names()` on load."""
    return _PLATFORMS[name]


def names() -> tuple[str, ...]:
    """Names that a site definition may give as its `platform`."""
    return tuple(_PLATFORMS)
