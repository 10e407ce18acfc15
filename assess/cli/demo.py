"""`assess demo`: sample data into a database that has none."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import func, select

from assess.cli.ground import data_option, database_of, settings_for, shelf_of
from assess.demo import load_demo
from assess.store.schema import migrate
from assess.store.tables import Region


@click.command()
@data_option
def demo(data: Path | None) -> None:
    """Load the sample data: five regions with made-up answers, each labelled as such."""
    settings = settings_for(data)
    database = database_of(settings)
    migrate(database)
    with database.writing() as session:
        if session.scalar(select(func.count(Region.id))):
            raise click.ClickException("Basis data sudah berisi daerah; data contoh tidak dimuat.")
        load_demo(session, shelf_of(settings), datetime.now(UTC))
    click.echo("Data contoh dimuat.")
