"""What comes after the closing: refused, held under a code, admitted once; and reopening for some
minutes, after which the meeting is closed whoever looks away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from assess.actions.answers import FocusGroupIsClosed, Operation, Outcome, record, send
from assess.actions.focus_groups import (
    ReasonMissing,
    close_at_deadline,
    close_focus_group,
    focus_groups_past_deadline,
    reopen_focus_group,
)
from assess.actions.late_answers import MOST_HELD, RoundIsOver, TooManyLate, admit, hold
from assess.actions.rounds import close_round
from assess.actions.withdrawal import withdraw
from assess.jobs import close_what_is_due
from assess.questionnaire.answers import GivenAnswer
from assess.scoring.ratings import from_bytes
from assess.store.late_answers import late_listings_of, late_operation_of
from assess.store.late_tables import LateOperation
from assess.store.seats import seat_by_token_hash
from assess.store.tables import FocusGroup, FocusGroupEvent, FocusGroupVerb, StoredScorecard
from tests.answering.conftest import Meeting
from tests.world import NOW, a_participant

QUESTION, OTHER = "GOV-BUR-1", "GOV-BUR-2"
CODE = "K7T-4QM"
LATER = NOW + timedelta(hours=1)


def change(name: str, question: str, level: int, base: int = 0) -> Operation:
    return Operation(name, question, base, GivenAnswer(level=level))


def close(meeting: Meeting) -> None:
    with meeting.database.writing() as db:
        close_focus_group(db, db.get_one(FocusGroup, meeting.focus_group_id), LATER)


def hand_over(meeting: Meeting, *operations: Operation) -> None:
    with meeting.database.writing() as db:
        seat = seat_by_token_hash(db, meeting.token_hash, writes=True)
        assert seat is not None
        hold(db, seat, CODE, operations, LATER)


def admit_all(meeting: Meeting, reason: str = "Ponsel kehilangan jaringan") -> dict[str, Outcome]:
    with meeting.database.writing() as db:
        held = late_operation_of(db, meeting.seat().participant_id, CODE)
        assert held is not None
        group = db.get_one(FocusGroup, meeting.focus_group_id)
        return admit(db, group, held, reason, LATER + timedelta(minutes=5))


def number_of(meeting: Meeting, table: type) -> int:
    with meeting.database.reading() as db:
        return db.scalar(select(func.count()).select_from(table)) or 0


def test_what_is_held_is_no_answer_yet(meeting: Meeting) -> None:
    close(meeting)
    hand_over(meeting, change("op-00001", QUESTION, 3))

    assert meeting.stored(QUESTION) is None
    with meeting.database.reading() as db:
        group = db.get_one(FocusGroup, meeting.focus_group_id)
        (listing,) = late_listings_of(db, group)
    assert (listing.code, listing.group_key, listing.number) == (CODE, "diskominfo", 1)
    assert listing.admitted_at is None


def test_what_is_handed_over_twice_is_held_once(meeting: Meeting) -> None:
    close(meeting)
    for _ in range(3):
        hand_over(meeting, change("op-00001", QUESTION, 3), change("op-00002", OTHER, 2))

    with meeting.database.reading() as db:
        (held,) = db.scalars(select(LateOperation)).all()
    assert [each["operation_id"] for each in held.operations] == ["op-00001", "op-00002"]


def test_admitting_records_in_order_and_freezes_anew(meeting: Meeting) -> None:
    with meeting.database.writing() as db:
        group = db.get_one(FocusGroup, meeting.focus_group_id)
        for _ in range(3):
            a_participant(db, group, "bappeda", {OTHER: 5})
    close(meeting)
    hand_over(meeting, change("op-00001", OTHER, 1), change("op-00002", OTHER, 4))

    assert admit_all(meeting) == {"op-00001": Outcome.SAVED, "op-00002": Outcome.SAVED}

    stored = meeting.stored(OTHER)
    assert stored is not None
    assert (stored.level, stored.revision) == (4, 2)
    with meeting.database.reading() as db:
        group = db.get_one(FocusGroup, meeting.focus_group_id)
        assert group.frozen_ratings is not None
        ratings = from_bytes(group.frozen_ratings)
        event = db.scalars(
            select(FocusGroupEvent).where(
                FocusGroupEvent.verb == FocusGroupVerb.LATE_ANSWERS_ADMITTED
            )
        ).one()
    assert sorted(ratings.levels[:, ratings.questions.index(OTHER)].tolist()) == [4, 5, 5, 5]
    assert event.reason == "Ponsel kehilangan jaringan"
    assert event.content == {"code": CODE, "operations": 2}
    assert number_of(meeting, StoredScorecard) == 2, "the result that was shown stays"


def test_what_is_admitted_twice_has_one_effect(meeting: Meeting) -> None:
    close(meeting)
    hand_over(meeting, change("op-00001", QUESTION, 3))

    assert admit_all(meeting) == {"op-00001": Outcome.SAVED}
    assert admit_all(meeting) == {}

    stored = meeting.stored(QUESTION)
    assert stored is not None
    assert stored.revision == 1


def test_what_was_admitted_and_is_then_sent_by_the_phone_has_one_effect(meeting: Meeting) -> None:
    close(meeting)
    hand_over(meeting, change("op-00001", QUESTION, 3))
    admit_all(meeting)
    with meeting.database.writing() as db:
        group = db.get_one(FocusGroup, meeting.focus_group_id)
        reopen_focus_group(db, group, "Terlambat", LATER + timedelta(minutes=9))

    again = meeting.say("op-00001", QUESTION, 3)

    assert (again.outcome, again.current.revision) == (Outcome.SAVED, 1)


def test_held_answers_never_overwrite_those_of_the_other_phone(meeting: Meeting) -> None:
    meeting.say("other-01", QUESTION, 5)
    close(meeting)
    hand_over(meeting, change("op-00001", QUESTION, 1))

    assert admit_all(meeting) == {"op-00001": Outcome.STALE}
    stored = meeting.stored(QUESTION)
    assert stored is not None
    assert stored.level == 5


def test_admitting_needs_a_reason(meeting: Meeting) -> None:
    close(meeting)
    hand_over(meeting, change("op-00001", QUESTION, 3))

    with pytest.raises(ReasonMissing):
        admit_all(meeting, "  ")
    assert meeting.stored(QUESTION) is None


def test_nothing_is_added_to_a_round_while_the_room_talks_about_it(meeting: Meeting) -> None:
    with meeting.database.writing() as db:
        close_round(db, db.get_one(FocusGroup, meeting.focus_group_id), LATER)
    hand_over(meeting, change("op-00001", QUESTION, 3))

    with pytest.raises(RoundIsOver):
        admit_all(meeting)
    assert meeting.stored(QUESTION) is None


def test_nobody_hands_over_without_end(meeting: Meeting) -> None:
    close(meeting)
    many = [change(f"op-{number:05d}", QUESTION, 3) for number in range(MOST_HELD)]
    hand_over(meeting, *many)

    with pytest.raises(TooManyLate):
        hand_over(meeting, change("op-one-more", QUESTION, 3))


def test_withdrawing_deletes_what_is_held_too(meeting: Meeting) -> None:
    close(meeting)
    hand_over(meeting, change("op-00001", QUESTION, 3))

    with meeting.database.writing() as db:
        withdraw(db, meeting.seat().participant_id, LATER)

    assert number_of(meeting, LateOperation) == 0


def reopen(meeting: Meeting, minutes: int) -> None:
    with meeting.database.writing() as db:
        group = db.get_one(FocusGroup, meeting.focus_group_id)
        reopen_focus_group(db, group, "Jaringan putus", LATER, minutes=minutes)


def test_after_its_minutes_a_reopened_meeting_refuses_before_anybody_closes_it(
    meeting: Meeting,
) -> None:
    close(meeting)
    reopen(meeting, minutes=10)

    with meeting.database.writing() as db:
        seat = meeting.seat()
        in_time = LATER + timedelta(minutes=9, seconds=59)
        (saved,) = record(db, seat, [change("op-00001", QUESTION, 3)], in_time)[0]
        assert saved.outcome is Outcome.SAVED
        over = LATER + timedelta(minutes=10)
        with pytest.raises(FocusGroupIsClosed):
            record(db, seat, [change("op-00002", QUESTION, 4)], over)
        with pytest.raises(FocusGroupIsClosed):
            send(db, seat, over)
        assert not db.get_one(FocusGroup, meeting.focus_group_id).is_open(over)


def test_the_minutes_stand_in_the_log(meeting: Meeting) -> None:
    close(meeting)
    reopen(meeting, minutes=10)

    with meeting.database.reading() as db:
        last = db.scalars(select(FocusGroupEvent).order_by(FocusGroupEvent.seq.desc())).first()
    assert last is not None
    assert (last.verb, last.reason) == (FocusGroupVerb.REOPENED, "Jaringan putus")
    assert last.content == {"minutes": 10}


def test_the_worker_closes_what_is_due(meeting: Meeting) -> None:
    close(meeting)
    reopen(meeting, minutes=10)
    over = LATER + timedelta(minutes=10)

    assert close_what_is_due(meeting.database, over - timedelta(seconds=1)) == 0
    assert close_what_is_due(meeting.database, over) == 1
    assert close_what_is_due(meeting.database, over) == 0


def test_at_the_deadline_the_meeting_is_closed_and_frozen_once(meeting: Meeting) -> None:
    close(meeting)
    reopen(meeting, minutes=10)
    meeting.say("op-00001", QUESTION, 3)
    over = LATER + timedelta(minutes=10)

    with meeting.database.writing() as db:
        assert focus_groups_past_deadline(db, over - timedelta(seconds=1)) == []
        (due,) = focus_groups_past_deadline(db, over)
        assert close_at_deadline(db, due, over)
        assert not close_at_deadline(db, due, over), "somebody was quicker"
        assert focus_groups_past_deadline(db, over) == []

    with meeting.database.reading() as db:
        group = db.get_one(FocusGroup, meeting.focus_group_id)
        assert group.frozen_ratings is not None
        ratings = from_bytes(group.frozen_ratings)
    assert (group.state, group.closed_at, group.open_until) == ("closed", over, None)
    assert ratings.levels[:, ratings.questions.index(QUESTION)].tolist() == [3]
