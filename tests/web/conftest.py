"""The application on an empty database, and visitors to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from assess.settings import Settings, settings_from
from assess.store.database import Database
from assess.store.schema import migrate
from assess.web.application import create_app
from assess.web.state import takar
from tests.page import Visitor
from tests.world import PASSWORD


def settings_for(folder: Path, database_url: str) -> Settings:
    environment = {"ASSESS_DATABASE_URL": database_url, "ASSESS_BASE_URL": "http://localhost"}
    return settings_from(environment, folder, testing=True)


@contextmanager
def application_on(database_url: str, folder: Path) -> Iterator[Flask]:
    """The application on an empty database."""
    application = create_app(settings_for(folder, database_url))
    migrate(takar(application).database)
    yield application
    takar(application).database.dispose()


@pytest.fixture
def app(tmp_path: Path, sqlite_url: str) -> Iterator[Flask]:
    with application_on(sqlite_url, tmp_path) as application:
        yield application


@pytest.fixture
def database(app: Flask) -> Database:
    return takar(app).database


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app.test_client())


@pytest.fixture
def new_visitor(app: Flask) -> Callable[[], Visitor]:
    return lambda: Visitor(app.test_client())


@pytest.fixture
def log_in(app: Flask) -> Callable[..., Visitor]:
    """A visitor who is logged in as an account of `tests.world.an_account`."""

    def as_account(username: str = "sari") -> Visitor:
        visitor = Visitor(app.test_client())
        page = visitor.submit("/masuk", username=username, password=PASSWORD)
        assert page.status == 303, page.text
        return visitor

    return as_account
