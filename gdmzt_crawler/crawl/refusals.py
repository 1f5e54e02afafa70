"""Why we ourselves did not send a request, or did not wait for its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Refusal:
    """The argument of Scrapy's IgnoreRequest, where one of our middlewares raises it."""

    kind: Literal["disallowed", "robots_unreachable", "off_site", "too_large"]
    message: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """The argument of IgnoreRequest where the run was told to stop: that says nothing of the page."""
