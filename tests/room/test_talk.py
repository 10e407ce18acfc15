"""What the facilitator does between the rounds, and that nothing of it works while one is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from assess.actions import talk
from assess.actions.focus_groups import close_focus_group, reopen_focus_group
from assess.actions.room_results import compared_rounds, result_of_round
from assess.actions.rounds import RoundStillOpen, close_round, open_next_round
from assess.actions.scorecards import current_scorecard
from assess.room.agenda import Move
from assess.room.pace import DEFAULT_MINUTES
from assess.room.proceedings import COMPARISON
from assess.room.shift import Moved
from assess.store.rounds import log_of
from assess.store.tables import Assessment, FocusGroup
from tests.room.conftest import FIRST, SECOND, Hall
from tests.world import NOW, a_focus_group, the_questionnaire

THIRD = "GOV-SVC-1"
Q = the_questionnaire()


def later(minutes: float) -> timedelta:
    return timedelta(minutes=minutes)


def acts() -> list[Callable[[Session, FocusGroup], object]]:
    return [
        lambda db, fg: talk.make_agenda(db, fg, Q, 60, NOW),
        lambda db, fg: talk.move_item(db, fg, Q, FIRST, Move.UP, 1, NOW),
        lambda db, fg: talk.reveal(db, fg, Q, FIRST, NOW),
        lambda db, fg: talk.hide(db, fg, NOW),
        lambda db, fg: talk.start_discussion(db, fg, Q, FIRST, NOW),
        lambda db, fg: talk.end_discussion(db, fg, NOW),
        lambda db, fg: talk.settle(db, fg, Q, FIRST, 3, "", NOW),
        lambda db, fg: talk.dissent(db, fg, Q, FIRST, "Kami tidak setuju.", None, NOW),
        lambda db, fg: result_of_round(db, fg, Q, 1),
        lambda db, fg: compared_rounds(db, fg, Q),
    ]


@pytest.mark.parametrize("number", range(len(acts())))
def test_nothing_is_revealed_or_settled_while_a_round_is_answered(hall: Hall, number: int) -> None:
    act = acts()[number]
    with hall.database.writing() as db, pytest.raises(RoundStillOpen):
        act(db, hall.meeting(db))
    with hall.database.writing() as db:
        close_round(db, hall.meeting(db), NOW)
        act(db, hall.meeting(db))
        open_next_round(db, hall.meeting(db), Q, [FIRST], NOW)
    with hall.database.writing() as db, pytest.raises(RoundStillOpen):
        act(db, hall.meeting(db))


def test_a_reopened_meeting_is_silent_again(hall: Hall) -> None:
    with hall.database.writing() as db:
        close_focus_group(db, hall.meeting(db), NOW)
        assert result_of_round(db, hall.meeting(db), Q, 1) is not None
        reopen_focus_group(db, hall.meeting(db), "Lima orang terlambat", NOW)
    with hall.database.reading() as db, pytest.raises(RoundStillOpen):
        result_of_round(db, hall.meeting(db), Q, 1)


def test_an_agenda_names_what_the_minutes_do_not_reach_and_a_person_reorders(hall: Hall) -> None:
    for person, level in enumerate([1, 3, 5]):
        hall.answer(person, f"op-third-{person}", THIRD, level, base=0)
    with hall.database.writing() as db:
        close_round(db, hall.meeting(db), NOW)
        machine = talk.make_agenda(db, hall.meeting(db), Q, 6, NOW)
        named = [*machine.questions, *machine.left_out]
        talk.move_item(db, hall.meeting(db), Q, SECOND, Move.IN, 1, NOW + later(2))
        talk.move_item(db, hall.meeting(db), Q, SECOND, Move.TO, 1, NOW + later(3))

    agenda = hall.state().agenda

    assert THIRD in named
    assert len(machine.questions) == 1
    assert agenda.questions == (SECOND, *machine.questions)
    assert not agenda.by_machine
    assert agenda.minutes == 3.0, "of the six minutes, three are left"


def test_the_agenda_made_anew_leaves_out_what_was_talked_about(hall: Hall) -> None:
    for person, level in enumerate([1, 3, 5]):
        hall.answer(person, f"op-third-{person}", THIRD, level, base=0)
    with hall.database.writing() as db:
        close_round(db, hall.meeting(db), NOW)
        talk.start_discussion(db, hall.meeting(db), Q, THIRD, NOW)
        agenda = talk.make_agenda(db, hall.meeting(db), Q, 600, NOW + later(5))

    assert THIRD not in (*agenda.questions, *agenda.left_out)


def test_a_button_that_is_pressed_twice_is_one_entry(hall: Hall) -> None:
    with hall.database.writing() as db:
        close_round(db, hall.meeting(db), NOW)
        for _ in range(2):
            talk.reveal(db, hall.meeting(db), Q, FIRST, NOW)
            talk.start_discussion(db, hall.meeting(db), Q, FIRST, NOW)
            talk.settle(db, hall.meeting(db), Q, FIRST, 3, "Bukti cukup.", NOW)
            talk.dissent(db, hall.meeting(db), Q, FIRST, "Tidak sepakat.", "operator", NOW)
        for _ in range(2):
            talk.end_discussion(db, hall.meeting(db), NOW + later(4))
            talk.hide(db, hall.meeting(db), NOW)

    with hall.database.reading() as db:
        verbs = [entry.verb for entry in log_of(db, hall.focus_group_id)]
    assert sorted(verbs) == sorted(set(verbs))
    assert hall.state().minutes_on == {FIRST: 4.0}


def test_a_consensus_may_change_and_a_dissent_stays(hall: Hall) -> None:
    with hall.database.writing() as db:
        close_round(db, hall.meeting(db), NOW)
        talk.settle(db, hall.meeting(db), Q, FIRST, 3, "", NOW)
        talk.dissent(db, hall.meeting(db), Q, FIRST, "Tidak sepakat.", None, NOW)
        talk.settle(db, hall.meeting(db), Q, FIRST, None, "Bahas lagi.", NOW)

    state = hall.state()

    assert (state.consensus[FIRST].level, state.consensus[FIRST].note) == (None, "Bahas lagi.")
    assert [each.text for each in state.dissents] == ["Tidak sepakat."]


def test_what_the_questionnaire_does_not_have_is_refused(hall: Hall) -> None:
    with hall.database.writing() as db:
        close_round(db, hall.meeting(db), NOW)
    wrong: list[Callable[[Session, FocusGroup], object]] = [
        lambda db, fg: talk.reveal(db, fg, Q, "NOPE-1", NOW),
        lambda db, fg: talk.reveal(db, fg, Q, COMPARISON, NOW),
        lambda db, fg: talk.start_discussion(db, fg, Q, "NOPE-1", NOW),
        lambda db, fg: talk.settle(db, fg, Q, FIRST, 6, "", NOW),
        lambda db, fg: talk.dissent(db, fg, Q, FIRST, "x", "nobody", NOW),
    ]

    for act in wrong:
        with hall.database.writing() as db, pytest.raises(talk.UnknownItem):
            act(db, hall.meeting(db))


def test_the_clock_begins_with_what_closed_meetings_took(hall: Hall) -> None:
    with hall.database.writing() as db:
        meeting = hall.meeting(db)
        assert talk.pace(db, log_of(db, meeting.id)) == DEFAULT_MINUTES
        other = a_focus_group(db, db.get_one(Assessment, meeting.assessment_id), title="Lalu")
        close_round(db, other, NOW)
        talk.start_discussion(db, other, Q, FIRST, NOW)
        talk.end_discussion(db, other, NOW + later(12))
        assert talk.pace(db, log_of(db, meeting.id)) == DEFAULT_MINUTES, "it is still going on"
        close_focus_group(db, other, NOW + later(60))
        assert talk.pace(db, log_of(db, meeting.id)) == 12.0
        db.get_one(Assessment, meeting.assessment_id).is_sample = True
        db.flush()
        assert talk.pace(db, log_of(db, meeting.id)) == DEFAULT_MINUTES, (
            "made-up rooms do not count"
        )


def test_both_rounds_are_scored_and_the_result_says_which_one_counts(hall: Hall) -> None:
    for person, level in enumerate([1, 3, 5]):
        hall.answer(person, f"op-one-{person}", THIRD, level, base=0)
    with hall.database.writing() as db:
        close_round(db, hall.meeting(db), NOW)
        open_next_round(db, hall.meeting(db), Q, [THIRD], NOW)
    for person in range(3):
        hall.answer(person, f"op-two-{person}", THIRD, 4, base=1)
    with hall.database.writing() as db:
        close_round(db, hall.meeting(db), NOW)
        meeting = hall.meeting(db)
        (shift,) = compared_rounds(db, meeting, Q)
        results = [result_of_round(db, meeting, Q, number) for number in (1, 2)]
        close_focus_group(db, meeting, NOW)
        current = current_scorecard(db, db.get_one(Assessment, meeting.assessment_id))

        assert [each.scorecard.questions[THIRD].score for each in results if each] == [3.0, 4.0]
        group = next(each for each in shift.groups if each.group == "diskominfo")
        assert (group.before, group.after) == (3.0, 4.0)
        assert shift.moved == Moved(people=3, moved=3, stayed=0, up=None, down=None)
        assert current is not None
        assert current.rounds == {meeting.public_id: 2}
