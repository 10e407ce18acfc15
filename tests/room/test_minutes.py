"""Minutes: rebuilt from the log, with nothing dropped."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from assess.actions.drafts import request_minutes
from assess.actions.focus_groups import close_focus_group
from assess.actions.minutes import (
    ConsentMissing,
    NewAttendee,
    add_attendee,
    decide,
    plan_action,
    remove_attendee,
)
from assess.actions.minutes_inputs import minutes_inputs
from assess.actions.proceedings import write_down
from assess.actions.rounds import close_round, open_next_round
from assess.report.minutes import minutes
from assess.report.minutes_inputs import MinutesInputs
from assess.report.pdf import render
from assess.report.render import minutes_html
from assess.store.minutes import attendees_of
from assess.store.tables import FocusGroup, FocusGroupEvent, FocusGroupVerb
from tests.room.conftest import FIRST, SECOND, Hall
from tests.world import NOW, the_questionnaire


def hold(db: Session, meeting: FocusGroup) -> None:
    """A meeting with everything in it, up to its closing."""
    at = NOW

    def later() -> object:
        nonlocal at
        at += timedelta(minutes=4)
        return at

    for name, consents in (("Rina Hapsari", True), ("Bambang S.", True)):
        add_attendee(
            *(
                db,
                meeting,
                NewAttendee(name, "diskominfo", "Kepala Bidang", "Diskominfo", consents),
            ),
            *(later(), None),  # type: ignore[arg-type]
        )
    close_round(db, meeting, later())  # type: ignore[arg-type]
    for verb, content in (
        (
            FocusGroupVerb.AGENDA_SET,
            {"questions": [FIRST], "left_out": [SECOND], "minutes": 20, "by_machine": True},
        ),
        (FocusGroupVerb.REVEALED, {"question": FIRST}),
        (FocusGroupVerb.DISCUSSION_STARTED, {"question": FIRST}),
        (FocusGroupVerb.DISCUSSION_ENDED, {}),
        (
            FocusGroupVerb.CONSENSUS,
            {"question": FIRST, "level": 2, "note": "Perwali ada, belum dijalankan."},
        ),
        (
            FocusGroupVerb.DISSENT,
            {"question": FIRST, "text": "Kami menilai tingkat 4.", "group": "operator"},
        ),
    ):
        write_down(db, meeting, verb, later(), None, **content)  # type: ignore[arg-type]
    open_next_round(db, meeting, the_questionnaire(), [FIRST], later())  # type: ignore[arg-type]
    decide(db, meeting, "Data dibuka tiap bulan.", FIRST, later(), None)  # type: ignore[arg-type]
    due = date(2027, 3, 1)
    plan_action(db, meeting, "Susun SOP.", "Diskominfo", due, later(), None)  # type: ignore[arg-type]
    close_focus_group(db, meeting, later())  # type: ignore[arg-type]


def inputs_of(db: Session, meeting: FocusGroup, until: int | None = None) -> MinutesInputs:
    db.refresh(meeting, ["region", "assessment"])
    return minutes_inputs(db, meeting, the_questionnaire(), "id", until)


def test_minutes_tell_what_happened(hall: Hall) -> None:
    with hall.database.writing() as db:
        hold(db, hall.meeting(db))
    with hall.database.reading() as db:
        inputs = inputs_of(db, hall.meeting(db))

    html = minutes_html(minutes(inputs))

    for told in (
        "Rina Hapsari",
        "Perwali ada, belum dijalankan.",
        "Tingkat 2",
        "Kami menilai tingkat 4.",
        "Data dibuka tiap bulan.",
        "1 Maret 2027",
        f"1 dari 2 butir tidak sempat dibahas: {SECOND}.",
        "Skor resmi memakai putaran 2.",
        "Tidak tercapai",  # of two operators who were invited none came
        inputs.closing_hash,
        "Utuh, dari catatan pertama sampai terakhir",
    ):
        assert told in html, told


def test_minutes_of_an_earlier_moment_are_made_again_exactly(hall: Hall) -> None:
    with hall.database.writing() as db:
        meeting = hall.meeting(db)
        hold(db, meeting)
        draft = request_minutes(db, meeting, "id", NOW, None)
        until = draft.log_seq
        first = minutes_html(minutes(inputs_of(db, meeting, until)))
        decide(db, meeting, "Keputusan susulan.", None, NOW, None)

    with hall.database.reading() as db:
        meeting = hall.meeting(db)
        again = minutes_html(minutes(inputs_of(db, meeting, until)))
        whole = minutes_html(minutes(inputs_of(db, meeting)))

    assert again == first
    assert "Keputusan susulan." in whole
    assert render(first).pdf == render(again).pdf


def test_a_statement_of_the_minority_stands_in_every_minutes(hall: Hall) -> None:
    with hall.database.writing() as db:
        hold(db, hall.meeting(db))
    with hall.database.reading() as db:
        inputs = inputs_of(db, hall.meeting(db))

    for language in ("id", "en"):
        for is_sample in (True, False):
            shown = minutes(dataclasses.replace(inputs, language=language, is_sample=is_sample))
            assert "Kami menilai tingkat 4." in minutes_html(shown)


def test_a_name_stands_only_with_consent_and_goes_when_asked(hall: Hall) -> None:
    with hall.database.writing() as db, pytest.raises(ConsentMissing):
        add_attendee(db, hall.meeting(db), NewAttendee("Tanpa Izin", "operator"), NOW, None)
    with hall.database.writing() as db:
        meeting = hall.meeting(db)
        hold(db, meeting)
        remove_attendee(db, meeting, attendees_of(db, meeting.id)[1], NOW, None)

    with hall.database.reading() as db:
        html = minutes_html(minutes(inputs_of(db, hall.meeting(db))))
        log = " ".join(str(event.content) for event in db.query(FocusGroupEvent))

    assert "Rina Hapsari" not in html
    assert "(nama dihapus atas permintaan)" in html
    assert "Bambang" not in log


def test_a_log_that_was_changed_is_not_to_be_signed(hall: Hall) -> None:
    with hall.database.writing() as db:
        hold(db, hall.meeting(db))
    with hall.database.reading() as db:
        inputs = inputs_of(db, hall.meeting(db))

    assert "RUSAK mulai catatan nomor 3" in minutes_html(
        minutes(dataclasses.replace(inputs, first_broken=3))
    )
