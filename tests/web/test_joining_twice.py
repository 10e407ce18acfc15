"""One person takes one seat, however often the same sheet is sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from assess.store.tables import Participant
from assess.web.access import SEAT_COOKIE
from assess.web.state import takar
from tests.page import Page, Visitor
from tests.web.conftest import application_on
from tests.world import a_focus_group, a_region, an_assessment

AGREED = {"kelompok": "kadin", "setuju": "ya"}


@pytest.fixture
def app(tmp_path: Path, database_url: str) -> Iterator[Flask]:
    """On either kind of database, unlike the other tests here."""
    with application_on(database_url, tmp_path) as application:
        yield application


@pytest.fixture
def start(app: Flask) -> str:
    with takar(app).database.writing() as db:
        return f"/j/{a_focus_group(db, an_assessment(db, a_region(db))).join_token}"


def seats(app: Flask) -> int:
    with takar(app).database.reading() as db:
        return db.execute(select(func.count()).select_from(Participant)).scalar_one()


def seat_of(visitor: Visitor) -> str:
    cookie = visitor.client.get_cookie(SEAT_COOKIE)
    assert cookie is not None
    return cookie.value


def test_a_sheet_sent_again_gives_the_same_seat(app: Flask, visitor: Visitor, start: str) -> None:
    sheet = visitor.get(start)
    visitor.send(sheet, start, **AGREED)
    first = seat_of(visitor)
    visitor.client.delete_cookie(SEAT_COOKIE)  # the answer never arrived

    visitor.send(sheet, start, **AGREED)

    assert seats(app) == 1
    assert seat_of(visitor) == first
    assert visitor.get("/isi/").status == 200


def test_a_sheet_tapped_many_times_at_once_takes_one_seat(
    app: Flask, visitor: Visitor, start: str
) -> None:
    fields = {**visitor.get(start).form(), **AGREED}
    cookie = visitor.client.get_cookie("takar_sesi")
    assert cookie is not None

    def tap(_number: int) -> str:
        phone = app.test_client()
        phone.set_cookie("takar_sesi", cookie.value)
        assert phone.post(start, data=fields).status_code == 303
        return seat_of(Visitor(phone))

    with ThreadPoolExecutor(8) as pool:
        taken = set(pool.map(tap, range(50)))

    assert len(taken) == 1
    assert seats(app) == 1


def test_another_sheet_or_another_browser_or_another_group_is_another_person(
    app: Flask, new_visitor: Callable[[], Visitor], start: str
) -> None:
    one, two = new_visitor(), new_visitor()
    sheet = one.get(start)
    one.send(sheet, start, **AGREED)
    one.send(sheet, start, **{**AGREED, "kelompok": "umkm"})
    one.client.delete_cookie(SEAT_COOKIE)
    one.submit(start, **AGREED)
    own = two.get(start)
    two.post(start, {**own.form(), **AGREED, "lembar": sheet.form()["lembar"]})

    assert seats(app) == 4


def test_a_sheet_found_again_on_a_shared_phone_gives_no_seat_with_answers(
    app: Flask, visitor: Visitor, start: str
) -> None:
    sheet = visitor.get(start)
    visitor.send(sheet, start, **AGREED)
    first = seat_of(visitor)
    answer_one(visitor.client)
    leave(visitor.client)

    visitor.send(sheet, start, **AGREED)

    assert seat_of(visitor) != first
    assert seats(app) == 2


def test_a_sheet_that_arrives_again_late_takes_no_seat_though_its_person_answers_already(
    app: Flask, visitor: Visitor, start: str
) -> None:
    sheet = visitor.get(start)
    before = visitor.client.get_cookie("takar_sesi")
    assert before is not None
    visitor.send(sheet, start, **AGREED)
    answer_one(visitor.client)
    on_its_way = app.test_client()
    on_its_way.set_cookie("takar_sesi", before.value)

    assert on_its_way.post(start, data={**sheet.form(), **AGREED}).status_code == 303

    assert seat_of(Visitor(on_its_way)) == seat_of(visitor)
    assert seats(app) == 1


def leave(phone: FlaskClient) -> None:
    token = re.search(r'name="csrf_token" value="([^"]+)"', phone.get("/isi/periksa").text)
    assert token is not None
    assert phone.post("/isi/tinggalkan", data={"csrf_token": token[1]}).status_code == 303
    assert phone.get_cookie(SEAT_COOKIE) is None


def answer_one(phone: FlaskClient) -> None:
    section = re.search(r'href="(/isi/[a-z]+)"', phone.get("/isi/").text)
    assert section is not None
    page = Page(phone.get(section[1]))
    token = re.search(r'data-token="([^"]+)"', page.html)
    question = re.search(r'name="a\.([^"]+)"', page.html)
    assert token is not None
    assert question is not None
    wanted = {"operation_id": "operation-1", "question_id": question[1], "base_revision": 0}
    body = {"operations": [{**wanted, "level": "3"}]}
    reply = phone.post("/isi/simpan", json=body, headers={"X-CSRFToken": token[1]})
    assert reply.status_code == 200
