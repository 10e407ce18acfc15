"""Seats as the facilitator treats them: voided, restored, put into another group, merged."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from assess.actions.answers import FocusGroupIsClosed
from assess.actions.focus_groups import close_focus_group
from assess.actions.rounds import close_round
from assess.actions.scorecards import ratings_of
from assess.actions.seat_merging import RoundOver, SameSeat, merge_seats, undo_merge
from assess.actions.seating import (
    NothingChanged,
    SeatIsVoided,
    SeatReasonMissing,
    SeatsAreFrozen,
    correct_group,
    count_heads,
    restore_seat,
    void_seat,
)
from assess.room.chain import first_broken
from assess.store.answers import answers_of
from assess.store.rounds import log_of
from assess.store.seating import seat_by_number, seat_listings, seats_that_count
from assess.store.tables import AnswerEvent
from tests.room.conftest import FIRST, SECOND, Hall
from tests.world import NOW, the_questionnaire

THIRD = "GOV-SVC-1"  # also asked of diskominfo, and answered by nobody yet


def levels(hall: Hall, question: str) -> list[int]:
    with hall.database.reading() as db:
        ratings = ratings_of(db, hall.meeting(db), the_questionnaire())
        return [int(level) for level in ratings.levels[:, ratings.questions.index(question)]]


def void(hall: Hall, number: int, reason: str = "Kursi ganda") -> None:
    with hall.database.writing() as db:
        void_seat(db, hall.meeting(db), number, reason, NOW)


def merge(hall: Hall, kept: int, voided: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    with hall.database.writing() as db:
        done = merge_seats(
            db, hall.meeting(db), the_questionnaire(), kept=kept, voided=voided, now=NOW
        )
        return done.carried, done.conflicts


def current(hall: Hall, number: int) -> dict[str, int | None]:
    with hall.database.reading() as db:
        seat = seat_by_number(db, hall.focus_group_id, number)
        assert seat is not None
        return {key: answer.level for key, answer in answers_of(db, seat.id).items()}


def test_seats_are_numbered_in_the_order_of_joining(hall: Hall) -> None:
    with hall.database.reading() as db:
        listed = seat_listings(db, hall.focus_group_id)

    assert [seat.number for seat in listed] == [1, 2, 3, 4]
    assert [seat.group_key for seat in listed] == ["diskominfo"] * 3 + ["pimpinan"]
    assert all(seat.answered == {FIRST, SECOND} for seat in listed)


def test_a_voided_seat_is_kept_and_not_counted_and_its_phone_can_answer_no_more(
    hall: Hall,
) -> None:
    void(hall, 2)

    assert levels(hall, FIRST) == [1, 2, 5]
    assert current(hall, 2) == {FIRST: 2, SECOND: 2}
    with pytest.raises(FocusGroupIsClosed):
        hall.answer(1, "op-after-voiding", FIRST, 5, base=1)
    with hall.database.reading() as db:
        assert seats_that_count(db, hall.focus_group_id) == 3


def test_voiding_needs_a_reason_and_happens_once(hall: Hall) -> None:
    with pytest.raises(SeatReasonMissing):
        void(hall, 2, "  ")

    void(hall, 2)

    with pytest.raises(SeatIsVoided):
        void(hall, 2)
    (change,) = hall.state().seat_changes
    assert (change.content, change.reason) == ({"seat": 2}, "Kursi ganda")


def test_a_restored_seat_counts_as_before(hall: Hall) -> None:
    before = levels(hall, FIRST)
    void(hall, 2)

    with hall.database.writing() as db:
        restore_seat(db, hall.meeting(db), 2, NOW)

    assert levels(hall, FIRST) == before
    hall.answer(1, "op-after-restoring", FIRST, 4, base=1)


def test_answers_that_the_right_group_is_not_asked_stay_and_do_not_count(hall: Hall) -> None:
    """Businesses are asked other questions than the office of informatics."""
    questionnaire = the_questionnaire()
    asked = {question.id: question.respondents for question in questionnaire.maturity_questions}
    only_office = next(q for q, groups in asked.items() if "kadin" not in groups)
    hall.answer(0, "op-of-the-office", only_office, 4, base=0)

    with hall.database.writing() as db:
        correct_group(db, hall.meeting(db), questionnaire, 1, "kadin", NOW)

    assert levels(hall, only_office)[0] == 0
    assert current(hall, 1)[only_office] == 4
    (change,) = hall.state().seat_changes
    assert change.content == {"seat": 1, "before": "diskominfo", "after": "kadin"}
    with hall.database.writing() as db:
        correct_group(db, hall.meeting(db), questionnaire, 1, "diskominfo", NOW)
    assert levels(hall, only_office)[0] == 4


def test_the_same_group_is_no_correction(hall: Hall) -> None:
    with pytest.raises(NothingChanged), hall.database.writing() as db:
        correct_group(db, hall.meeting(db), the_questionnaire(), 1, "diskominfo", NOW)

    assert hall.state().seat_changes == []


def test_merging_carries_over_what_only_the_other_phone_has(hall: Hall) -> None:
    hall.answer(2, "op-only-here", THIRD, 5, base=0)

    carried, conflicts = merge(hall, kept=1, voided=3)

    assert carried == (THIRD,)
    assert conflicts == (FIRST,)  # 1 and 2: nothing is overwritten
    assert current(hall, 1) == {FIRST: 1, SECOND: 2, THIRD: 5}
    assert current(hall, 3) == {FIRST: 2, SECOND: 2, THIRD: 5}
    assert levels(hall, FIRST) == [1, 2, 5]


def test_what_is_carried_over_is_an_event_like_any_answer(hall: Hall) -> None:
    hall.answer(2, "op-only-here", THIRD, 5, base=0)

    merge(hall, kept=1, voided=3)

    (change,) = hall.state().seat_changes
    with hall.database.reading() as db:
        query = select(AnswerEvent).where(AnswerEvent.operation_id == change.content["operation"])
        (event,) = db.scalars(query)
        seat = seat_by_number(db, hall.focus_group_id, 1)
        assert seat is not None
        assert event.participant_id == seat.id
        assert [each["question"] for each in event.changes] == [THIRD]
        meeting = hall.meeting(db)
        assert first_broken(meeting.public_id, log_of(db, meeting.id)) is None


def test_an_answer_that_was_cleared_is_not_filled_in_again(hall: Hall) -> None:
    """The person took the answer back on the phone that is kept: that is a choice too."""
    hall.answer(0, "op-given", THIRD, 4, base=0)
    hall.answer(2, "op-other", THIRD, 5, base=0)
    hall.clear(0, "op-cleared", THIRD, base=1)

    carried, conflicts = merge(hall, kept=1, voided=3)

    assert carried == ()
    assert THIRD in conflicts
    assert current(hall, 1)[THIRD] is None


def test_a_merge_can_be_undone(hall: Hall) -> None:
    hall.answer(2, "op-only-here", THIRD, 5, base=0)
    merge(hall, kept=1, voided=3)

    with hall.database.writing() as db:
        undo_merge(db, hall.meeting(db), 3, NOW)

    assert levels(hall, FIRST) == [1, 2, 2, 5]
    assert levels(hall, THIRD) == [0, 0, 5, 0]


def test_undoing_a_merge_leaves_what_was_changed_since(hall: Hall) -> None:
    hall.answer(2, "op-only-here", THIRD, 5, base=0)
    merge(hall, kept=1, voided=3)
    hall.answer(0, "op-changed", THIRD, 3, base=1)

    with hall.database.writing() as db:
        undo_merge(db, hall.meeting(db), 3, NOW)

    assert levels(hall, THIRD) == [3, 0, 5, 0]


def test_a_merged_seat_is_not_restored_beside_its_carried_answers(hall: Hall) -> None:
    merge(hall, kept=1, voided=3)

    with pytest.raises(SeatIsVoided), hall.database.writing() as db:
        restore_seat(db, hall.meeting(db), 3, NOW)


def test_seats_that_do_not_count_or_are_one_are_not_merged(hall: Hall) -> None:
    void(hall, 2)

    with pytest.raises(SeatIsVoided):
        merge(hall, kept=1, voided=2)
    with pytest.raises(SameSeat):
        merge(hall, kept=1, voided=1)


def test_nothing_is_carried_over_while_results_are_talked_about(hall: Hall) -> None:
    hall.answer(2, "op-only-here", THIRD, 5, base=0)
    with hall.database.writing() as db:
        close_round(db, hall.meeting(db), NOW)

    with pytest.raises(RoundOver):
        merge(hall, kept=1, voided=3)

    assert current(hall, 1) == {FIRST: 1, SECOND: 2}
    assert merge(hall, kept=1, voided=2) == ((), (FIRST,))  # nothing to carry over


def test_a_closed_meeting_refuses_every_change_of_seats(hall: Hall) -> None:
    with hall.database.writing() as db:
        close_focus_group(db, hall.meeting(db), NOW)
    before = hall.state()

    with pytest.raises(SeatsAreFrozen):
        void(hall, 2)
    with pytest.raises(SeatsAreFrozen):
        merge(hall, kept=1, voided=2)
    with pytest.raises(SeatsAreFrozen), hall.database.writing() as db:
        correct_group(db, hall.meeting(db), the_questionnaire(), 1, "kadin", NOW)
    with pytest.raises(SeatsAreFrozen), hall.database.writing() as db:
        restore_seat(db, hall.meeting(db), 1, NOW)
    with pytest.raises(SeatsAreFrozen), hall.database.writing() as db:
        count_heads(db, hall.meeting(db), 4, NOW)

    assert hall.state() == before


def test_the_last_count_of_heads_is_the_one_that_holds(hall: Hall) -> None:
    for heads in (5, 3):
        with hall.database.writing() as db:
            count_heads(db, hall.meeting(db), heads, NOW)

    assert hall.state().heads == 3
