"""A dataset made anew from the archive alone."""

from __future__ import annotations

from commands import Place


def rebuilt(place: Place) -> str:
    """The digest of what `gdmzt reparse` makes of the archive of this place."""
    made = place.path / "made.db"
    made.unlink(missing_ok=True)
    archive = str(place.db.with_suffix(".archive"))
    done = place.gdmzt("reparse", "--db", str(made), "--archive", archive, "--processes", "1", "--json")
    assert done.code == 0, done.err
    digest: str = done.summary["digest"]
    return digest
