"""Consent can be taken back, and nothing is kept past its date."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select

from assess.actions.focus_groups import close_focus_group
from assess.actions.scorecards import current_scorecard
from assess.actions.withdrawal import delete_what_is_due, withdraw
from assess.store.tables import (
    Answer,
    AnswerEvent,
    Assessment,
    FocusGroup,
    FocusGroupEvent,
    Participant,
    SeatToken,
    StoredScorecard,
)
from tests.answering.conftest import Meeting
from tests.world import NOW, a_participant

PERSONAL = (Answer, AnswerEvent, SeatToken, Participant)


def test_withdrawing_deletes_everything_and_tells_only_that_it_happened(meeting: Meeting) -> None:
    meeting.say("op-00001", "GOV-BUR-1", 3)

    with meeting.database.writing() as db:
        withdraw(db, meeting_participant(meeting), NOW)

    assert [number(meeting, table) for table in PERSONAL] == [0, 0, 0, 0]
    with meeting.database.reading() as db:
        event = db.scalars(select(FocusGroupEvent)).one()
    assert (event.verb, event.reason, event.account_id) == ("withdrawn", "", None)


def test_a_closed_meeting_is_scored_again_without_the_person(meeting: Meeting) -> None:
    meeting.say("op-00001", "GOV-BUR-2", 1)
    with meeting.database.writing() as db:
        group = db.get_one(FocusGroup, meeting.focus_group_id)
        for _ in range(3):
            a_participant(db, group, "bappeda", {"GOV-BUR-2": 5})
        close_focus_group(db, group, NOW + timedelta(hours=1))
        withdraw(db, meeting_participant(meeting), NOW + timedelta(hours=2))

    with meeting.database.reading() as db:
        current = current_scorecard(db, db.scalars(select(Assessment)).one())
        stored = db.scalars(select(StoredScorecard).order_by(StoredScorecard.id)).all()
    assert current is not None
    assert current.scorecard.questions["GOV-BUR-2"].score == 5
    assert len(stored) == 2, "the result that was shown stays beside the new one"


def test_answers_past_their_date_are_deleted_and_results_stay(meeting: Meeting) -> None:
    meeting.say("op-00001", "GOV-BUR-2", 4)
    with meeting.database.writing() as db:
        close_focus_group(db, db.get_one(FocusGroup, meeting.focus_group_id), NOW)
        db.scalars(select(Assessment)).one().keep_until = date(2026, 11, 20)

    with meeting.database.writing() as db:
        deleted = delete_what_is_due(db, date(2026, 11, 21), NOW)

    assert deleted == 1
    assert [number(meeting, table) for table in PERSONAL] == [0, 0, 0, 0]
    assert number(meeting, StoredScorecard) == 1


def test_answers_within_their_date_are_kept(meeting: Meeting) -> None:
    meeting.say("op-00001", "GOV-BUR-2", 4)
    with meeting.database.writing() as db:
        db.scalars(select(Assessment)).one().keep_until = date(2026, 11, 21)
        assert delete_what_is_due(db, date(2026, 11, 21), NOW) == 0

    assert number(meeting, Answer) == 1


def meeting_participant(meeting: Meeting) -> int:
    return meeting.seat().participant_id


def number(meeting: Meeting, table: type) -> int:
    with meeting.database.reading() as db:
        return db.execute(select(func.count()).select_from(table)).scalar_one()
