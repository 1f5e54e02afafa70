"""What a killed run had archived and the dataset does not know of: played before anything else is asked for.

A page is archived before it is read. Where a run is killed in between, its page would be asked for again, and the
archive would hold one reading more than the dataset: so the page is taken in, as the run itself would have done.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gdmzt_crawler.archive.exchange import ArchivedPage
from gdmzt_crawler.archive.reader import read_capture
from gdmzt_crawler.crawl.captured import captured, definition_of, record_of
from gdmzt_crawler.crawl.replay import Replay
from gdmzt_crawler.errors import ArchiveError
from gdmzt_crawler.store.repository import Store


def play_last_of_killed(store: Store, folder: Path) -> None:
    """The last captures that killed runs noted, unless the dataset has what they say. Raises StoreError."""
    pages = []
    for place in store.replaying.last_of_killed():
        try:
            pages.append(read_capture(folder, *place))
        except ArchiveError:
            # that its file is gone is said elsewhere, or it was healed away
            continue
    play(store, pages)


def play(store: Store, pages: Iterable[ArchivedPage], *, only_of_killed: bool = False) -> int:
    """Take in captures, in the order of the archive; how many. Raises StoreError.

    `only_of_killed`: those of other runs than the ones that were killed are noted and not played.
    """
    replay, count = Replay(store, finishing=False), 0
    began = store.replaying.killed() if only_of_killed else None
    imports = store.replaying.broken_imports() if only_of_killed else set()
    for page in pages:
        count += 1
        notes, row = page.notes, record_of(page)
        definition = definition_of(notes)
        run = notes.get("run", "")
        is_ours = began is None or began.get(run, "~") <= (page.fetched_at or "")
        is_ours = is_ours or ("imported" in notes and run in imports)
        if definition is None or not is_ours or _is_known(store, page):
            store.captures.note(row, run_id=None)
        else:
            replay.play(captured(page))
    replay.close()
    return count


def _is_known(store: Store, page: ArchivedPage) -> bool:
    """Whether the dataset has what an article page says; others are taken in twice without harm."""
    if "imported" in page.notes:
        return False
    site, url, at = page.notes.get("site"), page.notes.get("article"), page.fetched_at
    return bool(site and url and at) and store.replaying.is_settled(site or "", url or "", at or "")
