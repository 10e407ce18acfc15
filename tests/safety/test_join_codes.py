"""Guessing codes is slowed down; a hall that joins from one address is not."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from assess.actions.identifiers import JOIN_CODE_LENGTH, JOIN_CODE_LETTERS, new_join_code
from assess.actions.seats import WORDS, new_resume_code, take_seat
from assess.store.account_tables import FailedAttempt
from assess.store.tables import FocusGroup, Participant
from assess.web.clock import now
from assess.web.joining import JOIN, MOST_FAILURES, RESUME, WINDOW
from assess.web.state import takar
from tests.page import Visitor
from tests.safety.conftest import Snapshot
from tests.safety.two_regions import TwoRegions
from tests.web.staff.places import counted_queries

HALL = "203.0.113.7"
ATTACKER = "198.51.100.9"
pytestmark = pytest.mark.usefixtures("snapshot")


def _visitor(app: Flask, address: str = HALL) -> Visitor:
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return Visitor(client)


def _type_code(visitor: Visitor, code: str) -> TestResponse:
    return visitor.post("/", {**visitor.get("/").form(), "kode": code}).response


def _type_resume_code(visitor: Visitor, token: str, code: str) -> TestResponse:
    path = f"/j/{token}/lanjut"
    return visitor.post(path, {**visitor.get(path).form(), "kode": code}).response


def _fail(app: Flask, address: str, times: int) -> list[int]:
    visitor = _visitor(app, address)
    return [_type_code(visitor, "ZZZZZZZZ").status_code for _ in range(times)]


def _join(app: Flask, code: str) -> str:
    """A whole way in from the hall; where it ends."""
    visitor = _visitor(app)
    start = _type_code(visitor, code).headers["Location"]
    form = {**visitor.get(start).form(), "kelompok": "kadin", "setuju": "ya"}
    return str(visitor.post(start, form).response.headers["Location"])


def test_sixty_people_join_from_one_address_although_others_mistype(
    safe_app: Flask, regions: TwoRegions
) -> None:
    code = regions.alpha.join_codes["open"]
    _fail(safe_app, HALL, MOST_FAILURES[JOIN] - 1)

    arrived = [_join(safe_app, code) for _ in range(60)]

    assert arrived == ["/isi/"] * 60
    with takar(safe_app).database.reading() as db:
        meeting = db.query(FocusGroup).filter_by(join_code=code).one()
        seats = db.query(Participant).filter_by(focus_group_id=meeting.id).count()
    assert seats == 60 + 3


def test_failures_alone_are_limited_and_the_qr_works_even_then(
    safe_app: Flask, regions: TwoRegions
) -> None:
    most = MOST_FAILURES[JOIN]

    tries = _fail(safe_app, HALL, most + 5)

    assert tries == [422] * most + [429] * 5
    late = _type_code(_visitor(safe_app), regions.alpha.join_codes["open"])
    assert late.status_code == 429
    assert int(late.headers["Retry-After"]) > 0
    by_qr = _visitor(safe_app)
    start = f"/j/{regions.alpha.join_tokens['open']}"
    form = {**by_qr.get(start).form(), "kelompok": "kadin", "setuju": "ya"}
    assert by_qr.post(start, form).response.headers["Location"] == "/isi/"


def test_another_address_is_not_slowed_down(safe_app: Flask, regions: TwoRegions) -> None:
    _fail(safe_app, ATTACKER, MOST_FAILURES[JOIN] + 1)

    assert _join(safe_app, regions.alpha.join_codes["open"]) == "/isi/"


def test_a_line_of_ipv6_is_one_address(safe_app: Flask) -> None:
    most = MOST_FAILURES[JOIN]

    tries = [
        _fail(safe_app, f"2001:db8:1:2:{number:x}::{number:x}", 1)[0]
        for number in range(1, most + 3)
    ]

    assert tries == [422] * most + [429] * 2
    assert _fail(safe_app, "2001:db8:1:3::1", 1) == [422]


def test_an_ipv4_address_inside_ipv6_is_itself(safe_app: Flask) -> None:
    _fail(safe_app, HALL, MOST_FAILURES[JOIN])

    assert _fail(safe_app, f"::ffff:{HALL}", 1) == [429]
    assert _fail(safe_app, "::ffff:203.0.113.8", 1) == [422]


def test_a_header_does_not_change_the_address(safe_app: Flask) -> None:
    _fail(safe_app, HALL, MOST_FAILURES[JOIN])
    visitor = _visitor(safe_app)
    form = {**visitor.get("/").form(), "kode": "ZZZZZZZZ"}

    for header in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP", "True-Client-IP"):
        answer = visitor.post("/", form, headers={header: "192.0.2.77"})
        assert answer.status == 429, header


def test_failures_are_forgotten_after_a_while(safe_app: Flask, regions: TwoRegions) -> None:
    _fail(safe_app, HALL, MOST_FAILURES[JOIN] + 1)
    with takar(safe_app).database.writing() as db:
        db.execute(update(FailedAttempt).values(at=now() - WINDOW - timedelta(seconds=1)))

    assert _join(safe_app, regions.alpha.join_codes["open"]) == "/isi/"


def test_wrong_closed_and_unknown_codes_are_answered_alike(
    safe_app: Flask, regions: TwoRegions
) -> None:
    """Byte by byte apart from the token against forgery and the code that was typed, and with
    the same questions to the database."""
    codes = {
        "unknown": "ZZZZZZZZ",
        "closed": regions.alpha.join_codes["closed"],
        "closed elsewhere": regions.bravo.join_codes["closed"],
        "a letter off": regions.alpha.join_codes["open"][:-1] + "Z",
        "too short": regions.alpha.join_codes["open"][:-1],
        "no code": "????????",
    }
    told: dict[str, Any] = {}
    for name, code in codes.items():
        visitor = _visitor(safe_app)
        form = {**visitor.get("/").form(), "kode": code}
        with counted_queries(takar(safe_app).database.engine) as queries:
            answer = visitor.client.post("/", data=form)
        headers = [(k, v) for k, v in answer.headers if k not in ("Set-Cookie", "Content-Length")]
        told[name] = (answer.status_code, headers, _without(answer.text, code), list(queries))

    assert all(answer == told["unknown"] for answer in told.values())
    assert told["unknown"][0] == 422


def _without(page: str, code: str) -> str:
    page = re.sub(r'name="csrf_token" value="[^"]+"', "", page)
    assert page.count(f'value="{code}"') == 1
    return page.replace(f'value="{code}"', "")


def test_an_unknown_link_tells_nothing(safe_app: Flask, regions: TwoRegions) -> None:
    token = regions.alpha.join_tokens["open"]
    pages = {
        _visitor(safe_app).get(f"/j/{odd}").html
        for odd in (
            token[:-1],
            token + "x",
            token.lower(),
            "t" * len(token),
            regions.alpha.open_meeting,
        )
    }

    assert len(pages) == 1


# Going on with a resume code.


@pytest.fixture
def resume_code(safe_app: Flask, regions: TwoRegions) -> str:
    """The code of somebody in the open meeting of the first region."""
    with takar(safe_app).database.writing() as db:
        meeting = db.query(FocusGroup).filter_by(public_id=regions.alpha.open_meeting).one()
        taken = take_seat(
            db,
            meeting,
            group_key="kadin",
            institution="",
            notice_version="1",
            consents={"setuju": True},
            now=now(),
        )
    return taken.resume_code


def test_resume_codes_are_guessed_slowly(
    safe_app: Flask, regions: TwoRegions, resume_code: str
) -> None:
    token, most = regions.alpha.join_tokens["open"], MOST_FAILURES[RESUME]
    attacker = _visitor(safe_app, ATTACKER)

    tries = [
        _type_resume_code(attacker, token, f"KUDA-KUDA-{number}").status_code
        for number in range(1000, 1000 + most + 3)
    ]

    assert tries == [422] * most + [429] * 3
    assert _type_resume_code(attacker, token, resume_code).status_code == 429
    owner = _type_resume_code(_visitor(safe_app), token, resume_code.lower().replace("-", " "))
    assert owner.headers["Location"] == "/isi/"


def test_going_on_is_no_failure(safe_app: Flask, regions: TwoRegions, resume_code: str) -> None:
    token = regions.alpha.join_tokens["open"]

    arrived = {
        _type_resume_code(_visitor(safe_app), token, resume_code).headers["Location"]
        for _ in range(MOST_FAILURES[RESUME] + 2)
    }

    assert arrived == {"/isi/"}


def test_a_resume_code_opens_no_other_meeting(
    safe_app: Flask, regions: TwoRegions, resume_code: str
) -> None:
    for token in (regions.bravo.join_tokens["open"], regions.alpha.join_tokens["closed"]):
        answer = _type_resume_code(_visitor(safe_app), token, resume_code)
        assert answer.status_code == 422


def test_wrong_resume_codes_are_answered_alike(
    safe_app: Flask, regions: TwoRegions, resume_code: str
) -> None:
    token = regions.alpha.join_tokens["open"]
    codes = ("KUDA-KUDA-1000", resume_code[:-1] + "X", "x", "%%%%")

    pages = {
        _without(_type_resume_code(_visitor(safe_app), token, code).text, code) for code in codes
    }

    assert len(pages) == 1


def test_guesses_of_codes_and_of_resume_codes_are_counted_apart(
    safe_app: Flask, regions: TwoRegions, resume_code: str
) -> None:
    _fail(safe_app, HALL, MOST_FAILURES[JOIN] + 1)

    answer = _type_resume_code(_visitor(safe_app), regions.alpha.join_tokens["open"], resume_code)

    assert answer.headers["Location"] == "/isi/"


def test_what_is_kept_of_a_failure_names_nobody(safe_app: Flask, snapshot: Snapshot) -> None:
    _fail(safe_app, HALL, 1)

    kept = [text for where, text in snapshot.texts() if where.startswith("failed_attempt.")]

    assert kept
    assert not any(HALL in text or "ZZZZ" in text for text in kept)


def test_codes_are_long_enough_for_the_limits() -> None:
    """A day of guessing at fifty open meetings from a thousand addresses, or six hours at a meeting
    of sixty people from one: less than one chance in a hundred."""
    codes = len(JOIN_CODE_LETTERS) ** JOIN_CODE_LENGTH
    resume_codes = len(WORDS) ** 2 * 9000

    guesses = 1000 * MOST_FAILURES[JOIN] * (timedelta(days=1) / WINDOW)
    guesses_to_resume = MOST_FAILURES[RESUME] * (timedelta(hours=6) / WINDOW)

    assert guesses * 50 / codes < 0.01
    assert guesses_to_resume * 60 / resume_codes < 0.01
    assert len({new_join_code() for _ in range(500)}) == 500
    assert len({new_resume_code() for _ in range(500)}) >= 499
