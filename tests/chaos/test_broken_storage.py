"""The disk fills and the database goes away in the middle of a request: 503, and nothing told."""

from __future__ import annotations

import os
import re
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from assess.settings import settings_from
from assess.store.database import open_database
from assess.store.schema import migrate
from assess.store.tables import AnswerEvent
from assess.web.access import SEAT_COOKIE
from assess.web.application import create_app
from assess.web.database import db
from assess.web.state import takar
from tests.page import Visitor
from tests.world import PASSWORD, a_focus_group, a_participant, a_region, an_account, an_assessment

QUESTION = "GOV-BUR-1"
SECTION = "/isi/governance"


class Breaks:
    """Cuts every connection of the application once, at a moment that the test chooses."""

    def __init__(self, app: Flask, database_url: str) -> None:
        self._address = database_url
        self.at: str = ""
        app.before_request(self._in_the_middle)
        app.after_request(self._before_the_commit)

    def _in_the_middle(self) -> None:
        if self.at == "statement":
            db().connection()
            self._cut()

    def _before_the_commit(self, response: Response) -> Response:
        if self.at == "commit":
            self._cut()
        return response

    def _cut(self) -> None:
        self.at = ""
        with psycopg.connect(self._address, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@dataclass(frozen=True)
class Phone:
    app: Flask
    client: FlaskClient
    token: str
    breaks: Breaks

    def save(self, operation: str, level: str = "3") -> TestResponse:
        wanted = {"operation_id": operation, "question_id": QUESTION, "base_revision": 0}
        body = {"operations": [{**wanted, "level": level}]}
        headers = {"X-CSRFToken": self.token}
        return self.client.post("/isi/simpan", json=body, headers=headers)

    def events(self) -> int:
        with takar(self.app).database.reading() as session:
            return session.execute(select(func.count()).select_from(AnswerEvent)).scalar_one()


@contextmanager
def phone_at(database_url: str, folder: Path) -> Iterator[Phone]:
    environment = {"ASSESS_DATABASE_URL": database_url, "ASSESS_BASE_URL": "http://localhost"}
    app = create_app(settings_from(environment, folder))
    breaks = Breaks(app, database_url)
    database = takar(app).database
    migrate(database)
    with database.writing() as session:
        region = a_region(session)
        group = a_focus_group(session, an_assessment(session, region))
        seat = a_participant(session, group, "diskominfo", {})
        an_account(session, "sari", "facilitator", region)
    client = app.test_client()
    client.set_cookie(SEAT_COOKIE, f"{seat}~BATU-BULAN-1000")
    found = re.search(r'data-token="([^"]+)"', client.get(SECTION).text)
    assert found is not None
    yield Phone(app, client, found[1], breaks)
    database.dispose()


@pytest.fixture
def phone(postgres_url: str, tmp_path: Path) -> Iterator[Phone]:
    with phone_at(postgres_url, tmp_path) as phone:
        yield phone


@contextmanager
def full_disk(folder: Path) -> Iterator[None]:
    """No file of this process may grow: what is in the log's file already can be written again."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    largest = max(file.stat().st_size for file in folder.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_save_on_a_full_disk_is_asked_for_again_and_counts_once(
    sqlite_url: str, tmp_path: Path
) -> None:
    with phone_at(sqlite_url, tmp_path) as phone:
        with full_disk(tmp_path):
            refused = phone.save("operation-1")
        again = phone.save("operation-1")

        assert_busy(refused)
        assert again.json is not None
        assert again.json["results"][0]["outcome"] == "saved"
        assert phone.events() == 1


def test_a_form_on_a_full_disk_gets_a_page_that_says_so(sqlite_url: str, tmp_path: Path) -> None:
    with phone_at(sqlite_url, tmp_path) as phone:
        visitor = Visitor(phone.client)
        page = visitor.get(SECTION)
        with full_disk(tmp_path):
            refused = visitor.send(page, SECTION, **{f"a.{QUESTION}": "3"})

        assert_busy(refused.response)
        assert refused.heading
        assert phone.events() == 0


@pytest.mark.postgresql
@pytest.mark.parametrize("moment", ["statement", "commit"])
def test_a_save_whose_connection_is_cut_is_asked_for_again_and_counts_once(
    phone: Phone, moment: str
) -> None:
    phone.breaks.at = moment

    refused = phone.save("operation-1")
    again = phone.save("operation-1")

    assert_busy(refused)
    assert again.status_code == 200
    assert phone.events() == 1


@pytest.mark.postgresql
@pytest.mark.parametrize("moment", ["statement", "commit"])
def test_a_page_whose_connection_is_cut_says_busy_and_comes_when_asked_again(
    phone: Phone, moment: str
) -> None:
    phone.breaks.at = moment

    first = phone.client.get(SECTION)
    again = phone.client.get(SECTION)

    assert first.status_code == (503 if moment == "statement" else 200)
    assert again.status_code == 200


@pytest.mark.postgresql
def test_staff_are_told_too_when_the_connection_is_cut(phone: Phone) -> None:
    visitor = Visitor(phone.app.test_client())
    visitor.submit("/masuk", username="sari", password=PASSWORD)
    phone.breaks.at = "statement"

    page = visitor.get("/beranda")

    assert_busy(page.response)
    assert visitor.get("/beranda").status == 200


def assert_busy(response: TestResponse) -> None:
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert response.headers["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in response.headers


def test_a_database_that_is_let_go_holds_no_file(sqlite_url: str, tmp_path: Path) -> None:
    """Or its disk could not be unmounted while the process lives."""
    database = open_database(sqlite_url)
    migrate(database)
    assert files_open_in(tmp_path)

    database.dispose()

    assert files_open_in(tmp_path) == []


def files_open_in(folder: Path) -> list[Path]:
    open_files = [
        Path(os.readlink(each)) for each in Path("/proc/self/fd").iterdir() if each.exists()
    ]
    return [file for file in open_files if file.is_relative_to(folder)]
