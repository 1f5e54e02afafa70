"""The lock file of a dataset: gone where it was made for nothing, and no lock once it is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdmzt_crawler.errors import Locked
from gdmzt_crawler.store import lock


def test_it_stays_only_beside_a_dataset(tmp_path: Path) -> None:
    dataset, file = tmp_path / "x.db", tmp_path / "x.db.lock"
    with lock.exclusive(dataset):
        assert file.exists()
    assert not file.exists()
    dataset.touch()
    with lock.exclusive(dataset):
        pass
    assert file.exists()


def test_one_that_was_taken_away_in_between_locks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, take = tmp_path / "x.db.lock", lock._take

    def late(handle: int) -> None:
        file.rename(tmp_path / "gone")
        file.touch()
        take(handle)

    monkeypatch.setattr(lock, "_take", late)
    with pytest.raises(Locked), lock.exclusive(tmp_path / "x.db"):
        pass
