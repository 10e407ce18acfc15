"""Accounts made at the terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assess.cli import main
from assess.settings import settings_from
from assess.store.database import open_database
from assess.store.schema import migrate
from tests.world import a_region


@pytest.fixture
def data(tmp_path: Path) -> Path:
    database = open_database(settings_from({}, tmp_path).database_url)
    migrate(database)
    with database.writing() as db:
        a_region(db)
    database.dispose()
    return tmp_path


def run(data: Path, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--data", str(data)])


def test_an_account_is_made_with_a_password_that_is_printed_once(data: Path) -> None:
    made = run(
        data, "account", "add", "Rina", "--role", "reviewer", "--name", "Rina", "--region", "64.71"
    )

    assert made.exit_code == 0, made.output
    assert re.search(r"Kata sandi: ([0-9a-f]{4}-){3}[0-9a-f]{4}\n", made.output)
    listed = run(data, "account", "list").output
    assert re.search(r"rina\s+reviewer\s+64\.71", listed)
    assert "Kata sandi" not in listed


def test_a_name_that_is_taken_is_refused(data: Path) -> None:
    run(data, "account", "add", "rina", "--role", "official", "--name", "Rina")
    again = run(data, "account", "add", "rina", "--role", "official", "--name", "Rina")

    assert again.exit_code == 1
    assert "sudah ada" in again.output


def test_a_region_that_is_not_there_is_named(data: Path) -> None:
    refused = run(
        data, "account", "add", "rina", "--role", "official", "--name", "R", "--region", "64.99"
    )

    assert refused.exit_code == 1
    assert "64.99" in refused.output
    assert "rina" not in run(data, "account", "list").output


def test_a_closed_account_is_listed_as_closed(data: Path) -> None:
    run(data, "account", "add", "rina", "--role", "official", "--name", "Rina")
    assert run(data, "account", "close", "rina").exit_code == 0

    assert "(ditutup)" in run(data, "account", "list").output


def test_a_new_password_for_nobody_is_refused(data: Path) -> None:
    refused = run(data, "password", "nobody")

    assert refused.exit_code == 1
    assert "tidak ada" in refused.output
