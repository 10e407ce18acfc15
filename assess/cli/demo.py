"""`assess demo`: sample data into a database that has none."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import func, select

from assess.demo import load_demo
from assess.questionnaire.shelf import read_shelf
from assess.settings import settings_from
from assess.store.database import open_database
from assess.store.schema import migrate
from assess.store.tables import Region


@click.command()
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), default=None)
def demo(data: Path | None) -> None:
    """Load the sample data: five regions with made-up answers, each labelled as such."""
    settings = settings_from(os.environ, data)
    database = open_database(settings.database_url)
    migrate(database)
    with database.writing() as session:
        if session.scalar(select(func.count(Region.id))):
            raise click.ClickException("Basis data sudah berisi daerah; data contoh tidak dimuat.")
        load_demo(session, read_shelf(settings.questionnaires), datetime.now(UTC))
    click.echo("Data contoh dimuat.")
