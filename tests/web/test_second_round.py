"""The participants' pages between the rounds and in the second one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from assess.actions.rounds import close_round, open_next_round
from assess.store.database import Database
from assess.store.tables import FocusGroup
from assess.web.access import SEAT_COOKIE
from tests.page import Visitor
from tests.world import (
    NOW,
    a_focus_group,
    a_participant,
    a_region,
    an_assessment,
    the_questionnaire,
)

ASKED, NOT_ASKED = "GOV-BUR-1", "GOV-BUR-2"


@pytest.fixture
def phone(database: Database, new_visitor: Callable[[], Visitor]) -> Visitor:
    """A person of Diskominfo who answered two questions in the first round, which is closed."""
    with database.writing() as db:
        meeting = a_focus_group(db, an_assessment(db, a_region(db)))
        token = a_participant(db, meeting, "diskominfo", {ASKED: 2, NOT_ASKED: 3})
        a_participant(db, meeting, "operator", {ASKED: 5})
        close_round(db, meeting, NOW)
    visitor = new_visitor()
    visitor.client.set_cookie(SEAT_COOKIE, f"{token}~KUDA-LAUT-4827")
    return visitor


def begin_second_round(database: Database) -> None:
    with database.writing() as db:
        meeting = db.query(FocusGroup).one()
        open_next_round(db, meeting, the_questionnaire(), [ASKED], NOW)


def save(phone: Visitor, question: str, base: int) -> tuple[int, dict[str, object]]:
    token = re.search(r'name="csrf_token" value="([^"]+)"', phone.get("/isi/governance").html)
    assert token is not None
    operation = {
        "operation_id": f"0123456789abcdef-{question}",
        "question_id": question,
        "base_revision": base,
        "level": "4",
    }
    response = phone.client.post(
        "/isi/simpan",
        data=json.dumps({"operations": [operation]}),
        content_type="application/json",
        headers={"X-CSRFToken": token[1]},
    )
    return response.status_code, response.get_json()


def test_between_the_rounds_the_phone_waits_and_looks_again(phone: Visitor) -> None:
    hub = phone.get("/isi/")

    assert "Putaran 1 sudah ditutup" in hub.text
    assert int(hub.response.headers["Refresh"]) >= 15
    status, reply = save(phone, ASKED, base=1)
    assert (status, reply) == (409, {"error": "round_closed"})


def test_a_form_sent_between_the_rounds_is_told_why_it_is_refused(phone: Visitor) -> None:
    page = phone.get("/isi/governance")
    fields = page.form()
    answer = phone.post("/isi/governance", {**fields, f"a.{ASKED}": "4"})

    assert answer.status == 409
    assert answer.heading == "Putaran ini sudah ditutup"


def test_the_second_round_asks_the_chosen_questions_with_the_own_earlier_answer(
    database: Database, phone: Visitor
) -> None:
    begin_second_round(database)

    hub = phone.get("/isi/")
    section = phone.get("/isi/governance")

    assert "Putaran 2: 1 pertanyaan dibahas lagi." in hub.text
    assert "Refresh" not in hub.response.headers
    assert "Jawaban Anda pada putaran 1: tingkat 2." in section.text
    assert section.soup.select("fieldset.question")[0]["data-question"] == ASKED
    assert len(section.soup.select("fieldset.question")) == 1
    assert save(phone, ASKED, base=1)[1]["results"][0]["outcome"] == "saved"  # type: ignore[index]
    assert "putaran 1: tingkat 2." in phone.get("/isi/governance").text


def test_an_answer_kept_since_the_first_round_is_refused_beside_its_question(
    database: Database, phone: Visitor
) -> None:
    begin_second_round(database)

    status, reply = save(phone, NOT_ASKED, base=1)

    assert status == 200
    assert reply["results"][0]["outcome"] == "refused"  # type: ignore[index]
    assert "tidak ditanyakan lagi" in reply["results"][0]["message"]  # type: ignore[index]


def test_a_group_that_is_asked_nothing_is_told_so(
    database: Database, phone: Visitor, new_visitor: Callable[[], Visitor]
) -> None:
    unasked = next(
        question.id
        for question in the_questionnaire().maturity_questions
        if "diskominfo" not in question.respondents
    )
    with database.writing() as db:
        meeting = db.query(FocusGroup).one()
        open_next_round(db, meeting, the_questionnaire(), [unasked], NOW)

    assert "tidak menanyakan hal yang ditujukan kepada kelompok Anda" in phone.get("/isi/").text
