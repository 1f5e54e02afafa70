"""Making, recognizing and upgrading dataset files."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from datasets import record, with_site
from inspecting import dump, one, rows, sound

from gdmzt_crawler.errors import ForeignDatabase, NewerDatabase, StoreError
from gdmzt_crawler.store import Store, migrations
from gdmzt_crawler.store.schema import ddl
from gdmzt_crawler.store.schema.publishers import SITES
from gdmzt_crawler.store.schema.shape import text


def test_opening_twice_changes_nothing(path: Path) -> None:
    Store.open(path).close()
    before = path.read_bytes()
    Store.open(path).close()
    assert path.read_bytes() == before
    steps = [("gdmzt_crawler", name) for name, _ in migrations.STEPS]
    assert rows(path, "SELECT migration_set, name FROM _sqlite_migrations") == steps


def test_folders_are_made(tmp_path: Path) -> None:
    Store.open(tmp_path / "a" / "b" / "data.db").close()
    assert (tmp_path / "a" / "b" / "data.db").exists()


def test_an_empty_file_becomes_a_dataset(path: Path) -> None:
    path.touch()
    with pytest.raises(ForeignDatabase):
        Store.open(path, readonly=True)
    assert path.read_bytes() == b""
    Store.open(path).close()
    assert one(path, "PRAGMA user_version") == migrations.SCHEMA_VERSION


@pytest.mark.parametrize("readonly", [False, True])
@pytest.mark.parametrize(
    "content", [b"a letter, and no dataset\n" * 50, b"SQLite format 3\0" + bytes(200)], ids=["text", "torn header"]
)
def test_a_file_that_is_no_dataset_is_left_alone(path: Path, content: bytes, readonly: bool) -> None:
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"data\.db") as caught:
        Store.open(path, readonly=readonly)
    assert caught.value.exit_code == 1
    assert path.read_bytes() == content
    assert [file.name for file in path.parent.iterdir()] == ["data.db"]


@pytest.mark.parametrize("readonly", [False, True])
@pytest.mark.parametrize(
    "script",
    [
        "CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT)",
        "PRAGMA application_id = 77",
        "PRAGMA user_version = 1",
    ],
)
def test_a_database_of_others_is_refused_and_left_alone(path: Path, script: str, readonly: bool) -> None:
    with sqlite3.connect(path) as db:
        db.execute(script)
    db.close()
    before = path.read_bytes()
    with pytest.raises(ForeignDatabase, match="--db") as caught:
        Store.open(path, readonly=readonly)
    assert caught.value.exit_code == 1
    assert path.read_bytes() == before


def test_a_newer_dataset_is_refused_and_left_alone(path: Path) -> None:
    Store.open(path).close()
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {migrations.SCHEMA_VERSION + 1}")
    db.close()
    before = path.read_bytes()
    for readonly in (False, True):
        with pytest.raises(NewerDatabase) as caught:
            Store.open(path, readonly=readonly)
        assert caught.value.exit_code == 2
    assert path.read_bytes() == before


def test_a_missing_dataset_is_not_made_where_it_should_be_there(path: Path) -> None:
    for options in ({"create": False}, {"readonly": True}):
        with pytest.raises(StoreError, match="no dataset"):
            Store.open(path, **options)
    assert not path.exists()


def test_a_folder_is_no_dataset(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        Store.open(tmp_path)


NEXT = migrations.SCHEMA_VERSION + 1


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """A schema that is one version ahead: `sites.note`."""
    note = text("note", "备注：备注。", "Note: A note.", since=NEXT)
    sites = replace(SITES, columns=(*SITES.columns, note))
    tables = tuple(sites if table is SITES else table for table in ddl.TABLES)
    monkeypatch.setattr(ddl, "TABLES", tables)

    def step(db: sqlite3.Connection) -> None:
        migrations._run(db, ddl.statements(NEXT))

    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, ("note", step)))
    monkeypatch.setattr(migrations, "SCHEMA_VERSION", NEXT)


def test_an_older_dataset_is_upgraded_with_its_rows(
    store: Store, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    store.save_article(record(), run_id=None)
    path = store.path
    store.close()
    before = dump(path)
    request.getfixturevalue("next_version")
    with pytest.raises(StoreError, match="gdmzt migrate"):
        Store.open(path, readonly=True)
    Store.open(path).close()
    assert one(path, "PRAGMA user_version") == NEXT
    assert rows(path, "SELECT name FROM _sqlite_migrations")[-1] == ("note",)
    after = dump(path)
    assert after["articles"] == before["articles"]
    assert after["sites"] == [(*row, None) for row in before["sites"]]

    fresh = tmp_path / "fresh.db"
    Store.open(fresh).close()
    shape = "SELECT name, type, \"notnull\", pk FROM pragma_table_info('sites') ORDER BY name"
    assert rows(fresh, shape) == rows(path, shape)


def test_a_step_that_fails_leaves_the_old_dataset(
    store: Store, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    store.save_article(record(), run_id=None)
    path = store.path
    store.close()
    before = dump(path)
    request.getfixturevalue("next_version")

    def broken(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE half (id INTEGER)")
        db.execute("INSERT INTO nowhere VALUES (1)")

    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, ("broken", broken)))
    monkeypatch.setattr(migrations, "SCHEMA_VERSION", NEXT + 1)
    with pytest.raises(StoreError, match="nowhere"):
        Store.open(path)
    assert dump(path) == before
    assert one(path, "PRAGMA user_version") == NEXT - 1


def test_two_programs_may_make_the_same_dataset_at_once(path: Path) -> None:
    script = (
        "import sys; from gdmzt_crawler.store import Store; import sqlite_utils; sys.stdin.read(1);"
        " Store.open(sys.argv[1]).close()"
    )
    command = [sys.executable, "-c", script, str(path)]
    makers = [subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    for maker in makers:
        assert maker.stdin is not None
        maker.stdin.write(b".")
        maker.stdin.flush()
    results = [(maker.communicate(timeout=60)[1], maker.returncode) for maker in makers]
    assert [code for _, code in results] == [0] * 4, results
    assert sound(path)
    with Store.open(path) as store:
        assert with_site(store).known_columns("gdmzt") == []


def test_a_new_dataset_is_made_without_the_libraries_of_an_upgrade(path: Path) -> None:
    script = "import sys; from gdmzt_crawler.store import Store; Store.open(sys.argv[1]).close(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    assert not {"sqlite_utils", "pandas"} & set(done.stdout.split())
    assert one(path, "PRAGMA user_version") == migrations.SCHEMA_VERSION
