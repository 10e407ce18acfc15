"""What every command stands on: settings, questionnaires and the database, or a clear sentence."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

import click
from sqlalchemy.exc import OperationalError

from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.problems import QuestionnaireError
from assess.questionnaire.shelf import read_shelf
from assess.settings import Settings, SettingsError, settings_from
from assess.store.database import Database, DatabaseUnfit, open_database

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Folder of database, files and secrets (default ./data).",
)


def settings_for(data: Path | None, base_url: str | None = None) -> Settings:
    environment = dict(os.environ)
    if base_url is not None:
        environment.setdefault("ASSESS_BASE_URL", base_url)
    try:
        return settings_from(environment, data)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


def shelf_of(settings: Settings) -> Mapping[str, Questionnaire]:
    try:
        shelf = read_shelf(settings.questionnaires)
    except QuestionnaireError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        raise click.ClickException("Kuesioner bermasalah; aplikasi tidak dijalankan.") from error
    if not shelf:
        raise click.ClickException(
            f"ASSESS_QUESTIONNAIRES: tidak ada kuesioner di {settings.questionnaires}."
        )
    return shelf


def database_of(settings: Settings) -> Database:
    """The database, once it has answered. Its own words are left out: they may hold a password."""
    try:
        database = open_database(settings.database_url)
        database.engine.connect().close()
    except DatabaseUnfit as error:
        raise click.ClickException(str(error)) from error
    except OperationalError as error:
        raise click.ClickException(
            "ASSESS_DATABASE_URL: basis data tidak menjawab. Periksa alamat, nama, dan kata sandinya."
        ) from error
    return database


def new_password() -> str:
    """Sixteen letters and digits in groups, easily read from a screen."""
    return "-".join(secrets.token_hex(2) for _ in range(4))
