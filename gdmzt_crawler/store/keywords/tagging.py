"""Tagging what is due: after a crawl, after articles were read anew from the archive, or when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Literal

from ..clock import utc_now
from .dictionary import load_dictionary
from .rows import Made

if TYPE_CHECKING:
    from ..repository import Store

BATCH = 100
"""Articles a transaction: what is killed loses no more than these, and does them again."""

Which = Literal["changed", "outdated", "every"]
"""Articles that are new or changed; those too that another dictionary tagged; all."""


@dataclass(frozen=True, slots=True)
class Tagging:
    """How many articles were tagged, and how many are left."""

    done: int
    left: int


def tag_pending(
    store: Store,
    *,
    which: Which = "changed",
    dictionary: Path | None = None,
    seconds: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Tagging:
    """Tags the articles that are due; calling it again, or after it was killed, goes on from there.

    `dictionary` is a user's own file; `seconds` ends the work early, after a whole batch; `progress` is called with
    how many are done, and of how many. Nothing is loaded where nothing is due. Raises UsageError for a bad dictionary,
    and StoreError.
    """
    began = monotonic()
    rows = store.tags
    known = load_dictionary(dictionary)
    ids = rows.every() if which == "every" else rows.pending(known.version if which == "outdated" else None)
    if not ids:
        return Tagging(0, 0)
    from .tagger import Tagger

    tagger = Tagger.load(known)
    done = 0
    for first in range(0, len(ids), BATCH):
        batch = ids[first : first + BATCH]
        made = Made(tagger.segmenter.name, known.version, utc_now())
        rows.put([(content, tagger.tag(content.title, content.text)) for content in rows.contents(batch)], made)
        done += len(batch)
        if progress is not None:
            progress(done, len(ids))
        if seconds is not None and monotonic() - began > seconds:
            break
    if which != "changed" and done == len(ids):
        rows.drop_unused_topics()
    return Tagging(done, len(ids) - done)
