"""Migrations, and the settings that keep acknowledged answers."""

from __future__ import annotations

from pathlib import Path

import pysqlite3
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from assess.store.columns import Base
from assess.store.database import DatabaseUnfit, open_database
from assess.store.schema import migrate, migration_config, newest_revision, schema_revision


def revisions() -> list[str]:
    script = ScriptDirectory.from_config(migration_config())
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]


def test_the_migrated_schema_is_the_schema_of_the_tables(database_url: str) -> None:
    database = open_database(database_url)
    migrate(database)

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    database.dispose()

    assert differences == []


def test_every_earlier_revision_upgrades_to_the_newest(database_url: str) -> None:
    database = open_database(database_url)
    for revision in revisions():
        migrate(database, revision)
        assert schema_revision(database) == revision
    migrate(database)
    assert schema_revision(database) == newest_revision()
    database.dispose()


def test_migrating_twice_changes_nothing(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    migrate(database)
    migrate(database)
    assert schema_revision(database) == newest_revision()
    database.dispose()


def test_sqlite_writes_ahead_and_waits_for_the_disk(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    with database.reading() as db:
        pragmas = {
            name: db.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    database.dispose()

    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "secure_delete": 1,
    }


def test_an_sqlite_with_the_log_race_is_refused(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pysqlite3, "sqlite_version_info", (3, 40, 1))

    with pytest.raises(DatabaseUnfit, match="write-ahead log"):
        open_database(sqlite_url)


def test_the_database_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "takar.sqlite3"
    open_database(f"sqlite:///{path}").dispose()

    assert path.stat().st_mode & 0o077 == 0


def test_other_databases_are_refused_with_a_sentence() -> None:
    with pytest.raises(DatabaseUnfit, match="use sqlite or postgresql"):
        open_database("mysql://localhost/takar")
