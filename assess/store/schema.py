"""Bringing a database to the current schema."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from assess.store import (  # noqa: F401 - known to the metadata
    account_tables,
    late_tables,
    pack_tables,
    paper_tables,
    room_tables,
    weight_tables,
)
from assess.store.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(database: Database, revision: str = "head") -> None:
    """Upgrade to `revision`; safe to repeat, and safe when two processes start at once."""
    with database.gate(), database.session(writes=True) as session:
        config = migration_config()
        config.attributes["connection"] = session.connection()
        command.upgrade(config, revision)
        session.commit()


def schema_revision(database: Database) -> str | None:
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    return ScriptDirectory.from_config(migration_config()).get_current_head()


def migration_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
