"""Search that is exact in Chinese: any part of a paragraph or title is found, as a search of the text finds it."""

from __future__ import annotations
