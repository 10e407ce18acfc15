"""Rounds on the server: silent, kept for ever, asked again on chosen questions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from assess.actions.answers import FocusGroupIsClosed, RoundIsClosed
from assess.actions.focus_groups import close_focus_group, reopen_focus_group
from assess.actions.rounds import (
    NoFurtherRound,
    NoRoundOpen,
    NothingToAsk,
    RoundStillOpen,
    choose_score_round,
    close_round,
    open_next_round,
)
from assess.actions.scorecards import current_scorecard, ratings_of_round
from assess.actions.withdrawal import withdraw
from assess.room.chain import first_broken
from assess.room.proceedings import Phase
from assess.scoring.ratings import from_bytes
from assess.store.room_tables import ClosedRound, RoundAnswer
from assess.store.rounds import log_of, own_answers_in_round
from assess.store.tables import Assessment, FocusGroupEvent, Participant
from tests.room.conftest import FIRST, SECOND, Hall
from tests.world import NOW, the_questionnaire

LATER = NOW + timedelta(minutes=30)


def talk_then_second_round(hall: Hall) -> None:
    with hall.database.writing() as db:
        close_round(db, hall.meeting(db), NOW)
    with hall.database.writing() as db:
        open_next_round(db, hall.meeting(db), the_questionnaire(), [FIRST], LATER)


def test_no_answer_is_taken_between_the_rounds(hall: Hall) -> None:
    with hall.database.writing() as db:
        close_round(db, hall.meeting(db), NOW)

    with pytest.raises(RoundIsClosed):
        hall.answer(0, "op-late-1", FIRST, 4, base=1)

    assert hall.state().phase is Phase.TALK


def test_the_first_round_stays_what_it_was_while_the_second_is_answered(hall: Hall) -> None:
    talk_then_second_round(hall)
    hall.answer(0, "op-round-2", FIRST, 4, base=1)
    with hall.database.writing() as db:
        close_round(db, hall.meeting(db), LATER)

    with hall.database.reading() as db:
        meeting, questionnaire = hall.meeting(db), the_questionnaire()
        before = ratings_of_round(db, meeting, questionnaire, 1)
        after = ratings_of_round(db, meeting, questionnaire, 2)
        at = before.questions.index(FIRST)
        other = before.questions.index(SECOND)
        person = db.scalars(select(Participant.id).order_by(Participant.id)).first()
        assert person is not None
        own = own_answers_in_round(db, meeting.id, person, 1)

    assert before.levels[:, at].tolist() == [1, 2, 2, 5]
    assert after.levels[:, at].tolist() == [4, 2, 2, 5]
    assert after.levels[:, other].tolist() == [2, 2, 2, 2]
    assert own[FIRST] == (1, None)


def test_the_official_score_uses_the_last_round_unless_another_is_chosen(hall: Hall) -> None:
    talk_then_second_round(hall)
    hall.answer(0, "op-round-2", FIRST, 4, base=1)
    with hall.database.writing() as db:
        close_round(db, hall.meeting(db), LATER)
        choose_score_round(db, hall.meeting(db), 1, LATER)
        close_focus_group(db, hall.meeting(db), LATER)

    with hall.database.reading() as db:
        meeting = hall.meeting(db)
        assert meeting.frozen_ratings is not None
        frozen = from_bytes(meeting.frozen_ratings)
        current = current_scorecard(db, db.get_one(Assessment, meeting.assessment_id))
        public_id = meeting.public_id

    assert frozen.levels[:, frozen.questions.index(FIRST)].tolist() == [1, 2, 2, 5]
    assert current is not None
    assert current.rounds == {public_id: 1}
    assert hall.state().score_round == 1


def test_closing_the_meeting_closes_the_round_that_is_open(hall: Hall) -> None:
    with hall.database.writing() as db:
        close_focus_group(db, hall.meeting(db), NOW)

    state = hall.state()

    assert [(each.number, each.edition, each.people) for each in state.rounds] == [(1, 1, 4)]
    assert state.closed
    with pytest.raises(FocusGroupIsClosed):
        hall.answer(0, "op-late-2", FIRST, 4, base=1)


def test_a_reopened_meeting_adds_an_edition_of_its_round(hall: Hall) -> None:
    with hall.database.writing() as db:
        close_focus_group(db, hall.meeting(db), NOW)
    with hall.database.writing() as db:
        reopen_focus_group(db, hall.meeting(db), "satu meja belum sempat", NOW)
    hall.answer(1, "op-again-1", FIRST, 3, base=1)
    with hall.database.writing() as db:
        close_focus_group(db, hall.meeting(db), LATER)

    with hall.database.reading() as db:
        kept = db.execute(
            select(ClosedRound.edition, RoundAnswer.level)
            .join(RoundAnswer, RoundAnswer.closed_round_id == ClosedRound.id)
            .where(RoundAnswer.question_id == FIRST)
            .order_by(ClosedRound.edition, RoundAnswer.participant_id)
        ).all()

    assert [tuple(row) for row in kept] == [
        *[(1, level) for level in (1, 2, 2, 5)],
        *[(2, level) for level in (1, 3, 2, 5)],
    ]


@pytest.mark.parametrize(
    "change",
    [
        update(RoundAnswer).values(level=5),
        delete(RoundAnswer),
        update(ClosedRound).values(people=99),
        delete(ClosedRound),
        update(FocusGroupEvent).values(reason="lain"),
        delete(FocusGroupEvent),
    ],
    ids=lambda change: str(change).split()[0] + " " + change.table.name,
)
def test_the_database_refuses_to_change_what_was_closed(hall: Hall, change: object) -> None:
    with hall.database.writing() as db:
        close_round(db, hall.meeting(db), NOW)

    with (
        pytest.raises(DBAPIError, match=r"never changed|FOREIGN KEY|foreign key"),
        hall.database.writing() as db,
    ):
        db.execute(change)  # type: ignore[call-overload]


def test_who_takes_back_consent_is_deleted_from_closed_rounds_too(hall: Hall) -> None:
    with hall.database.writing() as db:
        close_round(db, hall.meeting(db), NOW)
    with hall.database.writing() as db:
        person = db.scalars(select(Participant.id).order_by(Participant.id)).first()
        assert person is not None
        withdraw(db, person, LATER)

    with hall.database.reading() as db:
        left = db.scalars(select(RoundAnswer.participant_id).distinct()).all()

    assert len(left) == 3
    assert person not in left


def test_a_voided_seat_is_kept_and_not_counted(hall: Hall) -> None:
    with hall.database.writing() as db:
        close_round(db, hall.meeting(db), NOW)
        person = db.scalars(select(Participant).order_by(Participant.id)).first()
        assert person is not None
        person.voided_at = LATER

    with hall.database.reading() as db:
        ratings = ratings_of_round(db, hall.meeting(db), the_questionnaire(), 1)
        kept = db.scalars(select(RoundAnswer.participant_id).distinct()).all()

    assert ratings.levels.shape[0] == 3
    assert len(kept) == 4
    with pytest.raises(FocusGroupIsClosed):
        hall.answer(0, "op-voided-1", SECOND, 4, base=1)


def test_rounds_follow_one_another(hall: Hall) -> None:
    questionnaire = the_questionnaire()
    with hall.database.writing() as db, pytest.raises(RoundStillOpen):
        open_next_round(db, hall.meeting(db), questionnaire, [FIRST], NOW)
    with hall.database.writing() as db, pytest.raises(NoRoundOpen):
        choose_score_round(db, hall.meeting(db), 1, NOW)
    with hall.database.writing() as db:
        close_round(db, hall.meeting(db), NOW)
    with hall.database.writing() as db, pytest.raises(NoRoundOpen):
        close_round(db, hall.meeting(db), NOW)
    for questions in ([], ["no such question"], [FIRST, "no such question"]):
        with hall.database.writing() as db, pytest.raises(NothingToAsk):
            open_next_round(db, hall.meeting(db), questionnaire, questions, NOW)
    with hall.database.writing() as db:
        open_next_round(db, hall.meeting(db), questionnaire, [FIRST], NOW)
        close_round(db, hall.meeting(db), NOW)
    with hall.database.writing() as db, pytest.raises(NoFurtherRound):
        open_next_round(db, hall.meeting(db), questionnaire, [FIRST], NOW)


def test_a_changed_log_shows_where_it_was_changed(hall: Hall) -> None:
    talk_then_second_round(hall)
    with hall.database.reading() as db:
        name = hall.meeting(db).public_id
        log = log_of(db, hall.focus_group_id)
    assert first_broken(name, log) is None

    with hall.database.writing() as db:
        if db.get_bind().dialect.name == "sqlite":
            db.execute(text("DROP TRIGGER focus_group_event_no_update"))
        else:
            db.execute(text("ALTER TABLE focus_group_event DISABLE TRIGGER ALL"))
        db.execute(
            update(FocusGroupEvent).where(FocusGroupEvent.seq == 1).values(content={"people": 3})
        )

    with hall.database.reading() as db:
        assert first_broken(name, log_of(db, hall.focus_group_id)) == 1
    assert first_broken(name, log[1:]) == 2
