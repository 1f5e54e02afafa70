"""What the middlewares note in `Response.flags`."""

from __future__ import annotations

TORN = "torn"
"""Less came than was sent: to be asked for again."""
UNFINISHED = "unfinished"
"""The page ends in the middle, but did so twice."""
