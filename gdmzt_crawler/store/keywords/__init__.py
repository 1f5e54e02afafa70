"""What articles are about: words, topics and places. Nothing here loads a segmenter before an article needs one."""

from __future__ import annotations

from .tagging import Tagging, tag_pending

__all__ = ["Tagging", "tag_pending"]
