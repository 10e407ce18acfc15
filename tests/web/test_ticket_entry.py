"""The way in by a ticket on the chair, as people with phones meet it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from assess.actions.seat_tickets import change_entry, make_tickets, ticket_code, ticket_token
from assess.actions.seating import void_seat
from assess.store.database import Database
from assess.store.tables import FocusGroup, Participant, SeatEntry
from assess.web.access import SEAT_COOKIE
from assess.web.state import takar
from tests.page import Page, Visitor
from tests.world import NOW, a_focus_group, a_region, an_assessment

AGREED = {"kelompok": "kadin", "setuju": "ya"}


@dataclass
class Chairs:
    """A meeting with three tickets; the second is for businesses, nobody has come yet."""

    database: Database
    secret: str
    join_token: str
    join_code: str
    public_id: str

    def address(self, number: int) -> str:
        return f"/t/{ticket_token(self.secret, self.public_id, number)}"

    def code(self, number: int) -> str:
        return ticket_code(self.secret, self.public_id, number)

    def people(self) -> list[Participant]:
        with self.database.reading() as db:
            return list(db.scalars(select(Participant).order_by(Participant.id)))


@pytest.fixture
def chairs(app: Flask, database: Database) -> Chairs:
    secret = takar(app).settings.secret_key
    with database.writing() as db:
        meeting = a_focus_group(db, an_assessment(db, a_region(db)))
        make_tickets(db, meeting, secret, 1, NOW)
        make_tickets(db, meeting, secret, 1, NOW, group="umkm")
        make_tickets(db, meeting, secret, 1, NOW)
        change_entry(db, meeting, SeatEntry.TICKETS, NOW)
        return Chairs(database, secret, meeting.join_token, meeting.join_code, meeting.public_id)


def sit(phone: Visitor, chairs: Chairs, number: int) -> Page:
    return phone.follow(phone.submit(chairs.address(number), **AGREED))


def test_a_ticket_seats_its_person_who_is_told_the_number(visitor: Visitor, chairs: Chairs) -> None:
    start = visitor.get(chairs.address(3))
    hub = sit(visitor, chairs, 3)

    assert "Kursi nomor 3" in start.text
    assert "Kursi nomor 3" in hub.text
    assert [(seat.seat_number, seat.group_key) for seat in chairs.people()] == [(3, "kadin")]


def test_what_is_printed_on_the_ticket_is_not_asked(visitor: Visitor, chairs: Chairs) -> None:
    start = visitor.get(chairs.address(2))
    sit(visitor, chairs, 2)

    assert "Kelompok pada tiket Anda:" in start.text
    assert not start.soup.find("input", {"name": "kelompok"})
    assert chairs.people()[0].group_key == "umkm"


def test_the_same_phone_opens_the_ticket_again_and_goes_on(
    visitor: Visitor, chairs: Chairs
) -> None:
    sit(visitor, chairs, 1)

    again = visitor.follow(visitor.get(chairs.address(1)))

    assert "Kode lanjut Anda" in again.text
    assert len(chairs.people()) == 1


def test_a_phone_that_never_got_the_answer_gets_its_seat_and_code_again(
    visitor: Visitor, chairs: Chairs
) -> None:
    first = sit(visitor, chairs, 1)
    visitor.client.delete_cookie(SEAT_COOKIE)

    again = visitor.follow(visitor.get(chairs.address(1)))

    assert again.soup.select_one(".big-code") == first.soup.select_one(".big-code")
    assert len(chairs.people()) == 1


def test_a_form_that_is_sent_twice_takes_one_seat(visitor: Visitor, chairs: Chairs) -> None:
    form = {**visitor.get(chairs.address(1)).form(), **AGREED}
    answers = [visitor.post(chairs.address(1), form).status for _ in range(2)]

    assert answers == [303, 303]
    assert len(chairs.people()) == 1


def test_another_phone_is_asked_for_the_code_and_takes_no_seat(
    visitor: Visitor, new_visitor: Callable[[], Visitor], chairs: Chairs
) -> None:
    other = new_visitor()
    form = {**other.get(chairs.address(1)).form(), **AGREED}
    hub = sit(visitor, chairs, 1)
    code = hub.soup.select_one(".big-code")
    assert code is not None

    opened = other.get(chairs.address(1))
    sent = other.post(chairs.address(1), form)

    assert (opened.status, sent.status) == (409, 409)
    assert "Tiket ini sudah dipakai" in opened.heading
    resumed = other.submit(opened.link("Masukkan kode lanjut"), kode=code.text)
    assert "Kursi nomor 1" in other.follow(resumed).text
    assert len(chairs.people()) == 1


def test_the_open_code_is_refused_in_words_and_nobody_is_seated(
    visitor: Visitor, chairs: Chairs
) -> None:
    by_code = visitor.follow(visitor.submit("/", kode=chairs.join_code))
    sent = visitor.post(f"/j/{chairs.join_token}", {**AGREED, "csrf_token": "x"})
    with_token = visitor.post(
        f"/j/{chairs.join_token}", {**AGREED, **visitor.get(chairs.address(1)).form()}
    )

    assert by_code.status == 409
    assert "Pindai QR pada tiket di kursi Anda" in by_code.text
    assert sent.status == 400
    assert with_token.status == 409
    assert chairs.people() == []


def test_the_code_of_a_ticket_can_be_typed(visitor: Visitor, chairs: Chairs) -> None:
    number, letters = chairs.code(3).split("-")

    page = visitor.follow(visitor.submit("/", kode=f"{number} {letters[:4]} {letters[4:]}".lower()))

    assert "Kursi nomor 3" in page.text


def test_a_ticket_that_was_never_made_is_not_found(visitor: Visitor, chairs: Chairs) -> None:
    assert visitor.get("/t/AAAAAAAAAAAAAAAAAAAAAA").status == 404
    assert visitor.submit("/", kode="3-ABCDEFGH").status == 422
    assert chairs.people() == []


def test_a_phone_of_a_voided_seat_is_told(visitor: Visitor, chairs: Chairs) -> None:
    sit(visitor, chairs, 1)
    with chairs.database.writing() as db:
        void_seat(db, db.scalars(select(FocusGroup)).one(), 1, "Kursi ganda", NOW)

    page = visitor.follow(visitor.get(chairs.address(1)))

    assert "Kursi ini dibatalkan oleh fasilitator" in page.text


def test_with_tables_everybody_says_where_they_sit_and_sees_only_that(
    visitor: Visitor, chairs: Chairs
) -> None:
    with chairs.database.writing() as db:
        meeting = db.scalars(select(FocusGroup)).one()
        meeting.tables = [
            {"key": "meja-1", "name": "Meja tata kelola", "sections": ["governance"]},
            {"key": "meja-2", "name": "Meja ekonomi", "sections": ["economy"]},
        ]
        meeting.form_revision = 77
    missing = visitor.submit(chairs.address(1), **AGREED)
    hub = visitor.follow(visitor.submit(chairs.address(1), **AGREED, meja="meja-2"))

    assert missing.status == 422
    assert "Pilih meja tempat Anda duduk." in missing.errors
    assert "Meja Anda: Meja ekonomi." in hub.text
    assert len(hub.soup.select(".tasks li")) == 1
