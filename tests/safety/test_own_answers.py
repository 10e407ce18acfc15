"""A participant sees their own answers and nobody else's; nobody sees a level before closing."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assess.questionnaire.answers import GivenAnswer
from assess.questionnaire.questions import LikertQuestion, MaturityQuestion
from assess.questionnaire.routing import sections_for
from assess.store.tables import FocusGroup
from assess.web.access import SEAT_COOKIE
from assess.web.state import takar
from tests import world
from tests.safety.conftest import Snapshot
from tests.safety.people import People
from tests.safety.rules import RULES, addresses, is_page
from tests.safety.two_regions import TwoRegions

SECTIONS = [section.key for section in sections_for(world.the_questionnaire(), "kadin")]
PAGES = ["/", "/isi/", "/isi/periksa", "/isi/selesai", *(f"/isi/{key}" for key in SECTIONS)]


@pytest.fixture
def seated(safe_app: Flask, regions: TwoRegions) -> dict[str, FlaskClient]:
    """The phones of two people of one group in one meeting."""
    seats = {"qsatu": regions.alpha.seat, "qdua": regions.alpha.neighbour}
    phones = {}
    for name, seat in seats.items():
        phones[name] = safe_app.test_client()
        phones[name].set_cookie(SEAT_COOKIE, f"{seat}~KODE-{name.upper()}-1000")
    return phones


def test_each_phone_shows_its_own_words_alone(seated: dict[str, FlaskClient]) -> None:
    for name, other in (("qsatu", "qdua"), ("qdua", "qsatu")):
        told = [seated[name].get(page).text for page in PAGES]

        assert any(f"Catatan Zalfa {name}" in page for page in told)
        assert any(f"Pendapat Zalfa {name}" in page for page in told)
        assert not any(other in page.casefold() for page in told)


def test_a_page_prepared_for_the_first_shows_nothing_of_them_to_the_second(
    seated: dict[str, FlaskClient],
) -> None:
    """Pages are rendered once for a whole hall; what stays in them must be of nobody."""
    first, second = seated["qsatu"], seated["qdua"]
    for page in PAGES:
        first.get(f"{page}?rahasia=qsatu&bahasa=id")

    told = [second.get(page).text for page in PAGES]

    assert not any("qsatu" in page.casefold() for page in told)


def test_the_start_page_shows_nothing_of_who_asked_first(
    safe_app: Flask, regions: TwoRegions, people: People
) -> None:
    address = f"/j/{regions.bravo.join_tokens['open']}"
    people.client("facilitator a").get(f"{address}?rahasia=qsatu")

    told = safe_app.test_client().get(address).text

    assert "rahasia" not in told
    assert "Fasilitator-A" not in told
    assert "Keluar" not in told


def test_a_seat_writes_only_its_own_answers(
    seated: dict[str, FlaskClient], snapshot: Snapshot
) -> None:
    before = {page: _answers(seated["qdua"].get(page).text) for page in PAGES}
    page = seated["qsatu"].get(f"/isi/{SECTIONS[0]}").text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    seen = re.findall(r'name="seen" value="([^"]*)"', page)[0]
    asked = seen.partition(":")[0]

    form = {f"a.{asked}": "5", "seen": seen, "csrf_token": token, "participant_id": "1"}
    answer = seated["qsatu"].post(f"/isi/{SECTIONS[0]}", data=form)

    assert answer.status_code == 303
    assert snapshot.changed()
    assert {page: _answers(seated["qdua"].get(page).text) for page in PAGES} == before


def _answers(page: str) -> list[str]:
    """What is chosen and written on a page of the form."""
    return re.findall(r'value="[^"]*" checked|<textarea[^>]*>[^<]*|selected>[^<]*', page)


def test_no_token_of_a_seat_is_on_any_page_nor_in_the_database(
    visitors: list[FlaskClient], regions: TwoRegions, snapshot: Snapshot
) -> None:
    tokens = [place.seat for place in regions.places.values()]

    assert not [where for where, text in snapshot.texts() for seat in tokens if seat in text]
    for client in visitors:
        for address in _every_address(regions):
            told = client.get(address).text
            assert not any(seat in told for seat in tokens), address


@pytest.fixture(scope="module")
def visitors(people: People) -> list[FlaskClient]:
    return [people.client(name) for name in ("administrator", "participant a")]


def _every_address(regions: TwoRegions) -> Iterator[str]:
    for rule, method in RULES:
        if method == "GET" and is_page(rule):
            for place in regions.places.values():
                yield from addresses(rule, place, "x")


def test_what_is_given_to_outsiders_holds_no_words_of_people(
    people: People, regions: TwoRegions, snapshot: Snapshot
) -> None:
    """Levels and targets, at most: no note, no institution, no key of a person or a meeting."""
    written = {
        text
        for where, text in snapshot.texts()
        if where.startswith(("answer.note", "answer.evidence", "participant.", "seat_token."))
        and len(text) > 20
    }
    hidden = {
        *regions.alpha.join_codes.values(),
        *regions.alpha.join_tokens.values(),
        "Dinas Zalfa",
    }
    for readers in ("tim", "umum"):
        address = f"/hasil/{regions.alpha.assessment}/verifikasi/{readers}.zip"
        packed = people.client("facilitator a").get(address).data
        with ZipFile(io.BytesIO(packed)) as bundle:
            told = "\n".join(bundle.read(name).decode() for name in bundle.namelist())
        assert "kadin" in told
        assert not [text for text in written | hidden if text in told]


# Before closing: the same pages whatever people chose.


@pytest.fixture(scope="module")
def two_moods(safe_app: Flask, regions: TwoRegions) -> dict[int, str]:
    """Level -> meeting: two open meetings of an assessment without any result, alike but for what
    everybody chose."""
    meetings = {}
    with takar(safe_app).database.writing() as db:
        region = world.a_region(db, "64.08", "Kutai Timur")
        assessment = world.an_assessment(db, region, title="Asesmen tanpa hasil")
        assessment.public_id = "asesmen-tanpa-hasil"
        for level in (1, 5):
            meeting = world.a_focus_group(db, assessment, title="FGD")
            meeting.join_code = f"SUASANA{'AB'[level // 5]}"
            for _ in range(6):
                world.a_participant(db, meeting, "kadin", _everything_at(level))
            meetings[level] = meeting.public_id
    return meetings


def _everything_at(level: int) -> dict[str, GivenAnswer | int]:
    answers: dict[str, GivenAnswer | int] = {}
    for section in sections_for(world.the_questionnaire(), "kadin"):
        for question in section.questions:
            if isinstance(question, MaturityQuestion | LikertQuestion):
                answers[question.id] = GivenAnswer(level)
            else:
                answers[question.id] = GivenAnswer(note="sama" if level == 1 else "beda")
    return answers


def test_no_page_of_an_open_meeting_depends_on_what_people_chose(
    safe_app: Flask, people: People, two_moods: dict[int, str]
) -> None:
    client = people.client("administrator")
    for rule in sorted({rule for rule, method in RULES if method == "GET"}):
        if not rule.startswith("/fgd/"):
            continue
        pages = {
            level: _without_names(
                safe_app, client.get(rule.replace("<public_id>", name)).text, name
            )
            for level, name in two_moods.items()
        }
        assert pages[1] == pages[5], rule


def _without_names(app: Flask, page: str, public_id: str) -> str:
    """The page without what differs between two meetings whatever is answered."""
    with takar(app).database.reading() as db:
        meeting = db.query(FocusGroup).filter_by(public_id=public_id).one()
    for name in (public_id, meeting.join_token, meeting.join_code, meeting.join_code[4:]):
        page = page.replace(name, "*")
    page = re.sub(r"<svg role.*?</svg>", "", page, flags=re.S)  # the QR
    page = re.sub(r'name="csrf_token" value="[^"]*"', "", page)
    # What an address before this one wanted to say, and says on the next page that is read.
    page = re.sub(r'<div class="notice notice--done".*?</div></div>', "", page, flags=re.S)
    return re.sub(r"\d\d\.\d\d\.\d\d W\w+", "", page)


def test_no_page_tells_a_result_while_every_meeting_is_open(
    people: People, regions: TwoRegions, two_moods: dict[int, str]
) -> None:
    place = replace(regions.alpha, assessment="asesmen-tanpa-hasil")
    for rule, method in RULES:
        result = rule.startswith(("/hasil/", "/draf/<public_id>"))
        if method != "GET" or not result or not is_page(rule):
            continue
        address = addresses(rule, place, "x")[0]
        answer = people.client("administrator").get(address, follow_redirects=True)
        assert answer.status_code == 200, address
        assert "belum ada hasil" in answer.text.casefold(), rule
        assert "beda" not in answer.text
        assert "<svg role" not in answer.text
