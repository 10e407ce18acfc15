from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from assess.actions.drafts import (
    INTERRUPTED,
    fail_draft,
    finish_draft,
    put_back_interrupted,
    request_draft,
    take_next_draft,
)
from assess.actions.focus_groups import close_focus_group
from assess.jobs import make_next_draft, make_waiting_drafts
from assess.questionnaire.answers import GivenAnswer
from assess.report.documents import document_path
from assess.report.pdf import MEBIBYTE, RenderLimits
from assess.store.account_tables import Role
from assess.store.database import Database, open_database
from assess.store.schema import migrate
from assess.store.tables import Assessment, Draft, DraftState
from assess.web.state import takar
from tests.page import Visitor
from tests.world import (
    NOW,
    a_focus_group,
    a_participant,
    a_region,
    an_account,
    an_assessment,
    the_questionnaire,
)

HOSTILE = "<script>alert(1)</script><img src=http://127.0.0.1:1/x>"


def a_closed_assessment(database: Database) -> Assessment:
    """Balikpapan, four people of Diskominfo, closed; and Bontang, which has nothing yet."""
    with database.writing() as db:
        region, other = a_region(db), a_region(db, "64.74", "Bontang")
        assessment = an_assessment(db, region, title=f"Asesmen {HOSTILE}")
        an_assessment(db, other)
        meeting = a_focus_group(db, assessment)
        asked = [
            q.id for q in the_questionnaire().maturity_questions if "diskominfo" in q.respondents
        ]
        answers = {key: GivenAnswer(level=2, target=3) for key in asked}
        for _ in range(4):
            a_participant(db, meeting, "diskominfo", answers)
        an_account(db, "sari", Role.FACILITATOR, region)
        an_account(db, "tono", Role.REVIEWER, region)
        an_account(db, "budi", Role.FACILITATOR, other)
        close_focus_group(db, meeting, NOW)
    return assessment


def drafts_in(database: Database) -> list[Draft]:
    with database.reading() as db:
        return db.query(Draft).order_by(Draft.id).all()


@pytest.fixture
def assessment(database: Database) -> Assessment:
    return a_closed_assessment(database)


def test_a_draft_is_asked_for_made_and_downloaded(
    app: Flask, database: Database, assessment: Assessment, log_in: Callable[..., Visitor]
) -> None:
    facilitator = log_in("sari")

    asked = facilitator.submit(f"/draf/{assessment.public_id}", bahasa="id")
    assert asked.status == 303
    waiting = facilitator.get(f"/draf/{assessment.public_id}")
    assert "Menunggu" in waiting.text
    assert waiting.soup.find("meta", attrs={"http-equiv": "refresh"})
    assert make_waiting_drafts(takar(app).settings, database) == 1

    page = facilitator.get(f"/draf/{assessment.public_id}")
    assert not page.soup.find("meta", attrs={"http-equiv": "refresh"})
    [draft] = drafts_in(database)
    assert draft.state == DraftState.READY
    assert draft.sha256 is not None
    assert draft.sha256 in page.text
    file = facilitator.client.get(page.link("Unduh PDF"))
    assert file.mimetype == "application/pdf"
    assert file.data.startswith(b"%PDF-")
    assert hashlib.sha256(file.data).hexdigest() == draft.sha256
    day = (draft.requested_at + timedelta(hours=8)).date().isoformat()
    wanted = f'attachment; filename="takar_64-71_draf-masterplan_{day}.pdf"'
    assert file.headers["Content-Disposition"] == wanted


def test_the_report_reads_on_screen_with_hostile_words_as_words(
    assessment: Assessment, log_in: Callable[..., Visitor]
) -> None:
    page = log_in("tono").get(f"/draf/{assessment.public_id}/baca")

    assert page.heading == "Draf Masterplan Kota Cerdas"
    assert HOSTILE in page.text
    assert not page.soup.main.find_all(["script", "img"])
    assert not page.soup.find_all(style=True)


def test_asking_twice_makes_one_draft(
    database: Database, assessment: Assessment, log_in: Callable[..., Visitor]
) -> None:
    facilitator = log_in("sari")

    for _ in range(2):
        facilitator.submit(f"/draf/{assessment.public_id}", bahasa="id")

    assert len(drafts_in(database)) == 1


def test_without_a_closed_meeting_there_is_nothing_to_ask_for(
    database: Database, log_in: Callable[..., Visitor]
) -> None:
    a_closed_assessment(database)
    with database.reading() as db:
        empty = db.query(Assessment).filter(Assessment.title == "Asesmen 2026").one()

    page = log_in("budi").get(f"/draf/{empty.public_id}")

    assert "Tutup FGD lebih dulu" in page.text
    assert "Susun draf" not in page.text


def test_another_region_finds_nothing(
    database: Database, assessment: Assessment, log_in: Callable[..., Visitor]
) -> None:
    with database.writing() as db:
        draft = request_draft(db, assessment, "id", NOW, None)
    stranger = log_in("budi")

    for path in (
        f"/draf/{assessment.public_id}",
        f"/draf/{assessment.public_id}/baca",
        f"/draf/berkas/{draft.public_id}",
    ):
        assert stranger.get(path).status == 404


def test_a_reviewer_reads_but_cannot_ask(
    database: Database, assessment: Assessment, log_in: Callable[..., Visitor]
) -> None:
    reviewer = log_in("tono")

    page = reviewer.get(f"/draf/{assessment.public_id}")

    assert "Susun draf" not in page.text
    assert not page.soup.main.find_all("form")
    assert drafts_in(database) == []


def test_a_draft_that_cannot_be_set_fails_with_a_reason_and_the_next_one_is_made(
    app: Flask, database: Database, assessment: Assessment, log_in: Callable[..., Visitor]
) -> None:
    with database.writing() as db:
        request_draft(db, assessment, "id", NOW, None)
    poor = RenderLimits(memory_bytes=100 * MEBIBYTE)

    assert make_next_draft(takar(app).settings, database, poor)

    [draft] = drafts_in(database)
    assert draft.state == DraftState.FAILED
    assert "Gagal" in log_in("sari").get(f"/draf/{assessment.public_id}").text
    assert not make_next_draft(takar(app).settings, database)


def test_a_file_that_is_gone_is_not_found(
    app: Flask, database: Database, assessment: Assessment, log_in: Callable[..., Visitor]
) -> None:
    with database.writing() as db:
        draft = request_draft(db, assessment, "id", NOW, None)
        take_next_draft(db)
        finish_draft(db, draft.id, "ab" * 32, 40, NOW)

    assert not document_path(takar(app).settings.files, "ab" * 32).exists()
    assert log_in("sari").get(f"/draf/berkas/{draft.public_id}").status == 404


@pytest.fixture
def either_database(database_url: str) -> Database:
    database = open_database(database_url)
    migrate(database)
    return database


def test_a_queued_draft_is_taken_once(either_database: Database) -> None:
    assessment = a_closed_assessment(either_database)
    with either_database.writing() as db:
        request_draft(db, assessment, "id", NOW, None)

    with either_database.writing() as db:
        first, second = take_next_draft(db), take_next_draft(db)

    assert first is not None
    assert second is None
    either_database.dispose()


def test_an_interrupted_draft_is_tried_once_more_and_then_given_up(
    either_database: Database,
) -> None:
    assessment = a_closed_assessment(either_database)
    with either_database.writing() as db:
        request_draft(db, assessment, "id", NOW, None)
    states = []
    for _ in range(2):
        with either_database.writing() as db:
            take_next_draft(db)
        with either_database.writing() as db:
            put_back_interrupted(db, NOW)
        states.append(drafts_in(either_database)[0].state)

    assert states == [DraftState.QUEUED, DraftState.FAILED]
    assert drafts_in(either_database)[0].reason == INTERRUPTED
    either_database.dispose()


def test_a_draft_ends_only_once(either_database: Database) -> None:
    assessment = a_closed_assessment(either_database)
    with either_database.writing() as db:
        draft = request_draft(db, assessment, "id", NOW, None)
        take_next_draft(db)
        fail_draft(db, draft.id, "memory", NOW)
        finish_draft(db, draft.id, "ab" * 32, 40, NOW)

    [ended] = drafts_in(either_database)
    assert ended.state == DraftState.FAILED
    assert ended.sha256 is None
    either_database.dispose()
