"""What happens to an answer on the server, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from assess.actions.answers import FocusGroupIsClosed, Operation, Outcome, record, send
from assess.actions.focus_groups import close_focus_group
from assess.actions.scorecards import current_scorecard, ratings_of
from assess.questionnaire.answers import GivenAnswer
from assess.scoring.ratings import from_bytes
from assess.store.seats import seat_by_token_hash
from assess.store.tables import Answer, AnswerEvent, Assessment, FocusGroup
from tests.answering.conftest import Meeting
from tests.world import NOW, a_participant, the_questionnaire

QUESTION = "GOV-BUR-1"


def test_an_answer_is_kept_with_its_first_revision(meeting: Meeting) -> None:
    recorded = meeting.say("op-00001", QUESTION, 3)

    assert recorded.outcome is Outcome.SAVED
    stored = meeting.stored(QUESTION)
    assert stored is not None
    assert (stored.level, stored.revision) == (3, 1)


def test_the_same_operation_twice_has_one_effect(meeting: Meeting) -> None:
    first = meeting.say("op-00001", QUESTION, 3)
    again = meeting.say("op-00001", QUESTION, 3)

    assert (first.outcome, again.outcome) == (Outcome.SAVED, Outcome.SAVED)
    assert number_of(meeting, AnswerEvent) == 1
    assert number_of(meeting, Answer) == 1


def test_an_operation_that_comes_late_does_not_undo_a_newer_answer(meeting: Meeting) -> None:
    meeting.say("op-00001", QUESTION, 3)
    meeting.say("op-00002", QUESTION, 4, base=1)
    meeting.say("op-00001", QUESTION, 3)

    stored = meeting.stored(QUESTION)
    assert stored is not None
    assert stored.level == 4


def test_a_second_device_never_overwrites_what_it_has_not_seen(meeting: Meeting) -> None:
    meeting.say("phone-one", QUESTION, 3)
    refused = meeting.say("phone-two", QUESTION, 5, base=0)

    assert refused.outcome is Outcome.STALE
    assert refused.current.level == 3
    assert refused.operation.given.level == 5
    stored = meeting.stored(QUESTION)
    assert stored is not None
    assert stored.level == 3


def test_a_second_device_that_says_the_same_is_no_conflict(meeting: Meeting) -> None:
    meeting.say("phone-one", QUESTION, 3)
    same = meeting.say("phone-two", QUESTION, 3, base=0)

    assert same.outcome is Outcome.SAME
    assert same.current.revision == 1


def test_a_refused_answer_stays_in_the_history(meeting: Meeting) -> None:
    meeting.say("phone-one", QUESTION, 3)
    meeting.say("phone-two", QUESTION, 5, base=0)

    with meeting.database.reading() as db:
        events = db.scalars(select(AnswerEvent).order_by(AnswerEvent.id)).all()
    changes = [change for event in events for change in event.changes]
    assert [(each["outcome"], each["level"]) for each in changes] == [("saved", 3), ("stale", 5)]


def test_an_operation_id_used_for_two_questions_breaks_nothing(meeting: Meeting) -> None:
    meeting.say("op-00001", QUESTION, 3)
    other = meeting.say("op-00001", "GOV-BUR-2", 4)

    assert other.outcome is Outcome.STALE
    assert meeting.stored("GOV-BUR-2") is None


def test_a_stale_operation_on_an_unanswered_question_may_be_sent_again(meeting: Meeting) -> None:
    first = meeting.say("op-00001", QUESTION, 3, base=7)
    again = meeting.say("op-00001", QUESTION, 3, base=7)

    assert (first.outcome, again.outcome) == (Outcome.STALE, Outcome.STALE)
    assert number_of(meeting, AnswerEvent) == 1


def test_a_page_that_was_sent_may_be_gone_back_to_and_changed(meeting: Meeting) -> None:
    page = "0123456789abcdef"
    meeting.say(f"{page}.aaaaaaaaaaaa", QUESTION, 3, base=0, page=page)
    changed = meeting.say(f"{page}.bbbbbbbbbbbb", QUESTION, 4, base=0, page=page)

    assert changed.outcome is Outcome.SAVED
    assert changed.current.revision == 2


def test_the_projection_equals_the_fold_of_the_events(meeting: Meeting) -> None:
    base = {}
    for number, (question, level) in enumerate(
        [(QUESTION, 1), ("GOV-BUR-2", 2), (QUESTION, 4), (QUESTION, -1), ("GOV-BUR-2", 5)]
    ):
        meeting.say(f"op-{number:05d}", question, level, base=base.get(question, 0))
        base[question] = base.get(question, 0) + 1

    with meeting.database.reading() as db:
        fold = {
            change["question"]: (change["level"], change["revision"])
            for event in db.scalars(select(AnswerEvent).order_by(AnswerEvent.id))
            for change in event.changes
            if change["outcome"] == "saved"
        }
        kept = {a.question_id: (a.level, a.revision) for a in db.scalars(select(Answer))}
    assert kept == fold


def test_fifty_devices_with_one_operation_have_one_effect(meeting: Meeting) -> None:
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(
            pool.map(lambda _n: meeting.say("op-00001", QUESTION, 2).outcome, range(50))
        )

    assert set(outcomes) <= {Outcome.SAVED, Outcome.SAME}
    assert number_of(meeting, AnswerEvent) == 1
    stored = meeting.stored(QUESTION)
    assert stored is not None
    assert stored.revision == 1


def test_nothing_is_recorded_after_closing(meeting: Meeting) -> None:
    close(meeting)

    with pytest.raises(FocusGroupIsClosed):
        meeting.say("op-00001", QUESTION, 3)
    assert number_of(meeting, AnswerEvent) == 0


def test_what_was_acknowledged_before_closing_is_in_the_frozen_ratings(meeting: Meeting) -> None:
    acknowledged: dict[str, int] = {}
    questions = [
        each.id
        for each in the_questionnaire().maturity_questions
        if "diskominfo" in each.respondents
    ]

    def answer(number: int) -> None:
        try:
            recorded = meeting.say(f"op-{number:05d}", questions[number], 1 + number % 5)
        except FocusGroupIsClosed:
            return
        if recorded.outcome is Outcome.SAVED:
            acknowledged[questions[number]] = 1 + number % 5

    with ThreadPoolExecutor(4) as pool:
        work = [pool.submit(answer, number) for number in range(len(questions))]
        pool.submit(close, meeting).result()
        for each in work:
            each.result()

    with meeting.database.reading() as db:
        frozen = db.scalars(select(FocusGroup.frozen_ratings)).one()
    assert frozen is not None
    ratings = from_bytes(frozen)
    inside = {
        question: int(level)
        for question, level in zip(ratings.questions, ratings.levels[0], strict=True)
        if level != 0
    }
    assert inside == acknowledged


def test_sending_tells_how_many_answers_the_server_holds(meeting: Meeting) -> None:
    meeting.say("op-00001", QUESTION, 3)
    meeting.say("op-00002", "GOV-BUR-2", -1)

    with meeting.database.writing() as db:
        seat = seat_by_token_hash(db, meeting.token_hash, writes=True)
        assert seat is not None
        count = send(db, seat, NOW)

    assert count == 2
    assert meeting.seat().received == 2
    assert meeting.seat().sent_at == NOW


def test_the_frozen_matrix_keeps_apart_what_must_not_be_mixed(meeting: Meeting) -> None:
    meeting.say("op-00001", QUESTION, 3)
    meeting.say("op-00002", "GOV-BUR-2", -1)
    meeting.say("op-00003", "GOV-SVC-3", -2)

    with meeting.database.reading() as db:
        group = db.get_one(FocusGroup, meeting.focus_group_id)
        ratings = ratings_of(db, group, the_questionnaire())

    levels = dict(zip(ratings.questions, ratings.levels[0].tolist(), strict=True))
    assert levels[QUESTION] == 3
    assert levels["GOV-BUR-2"] == -1
    assert levels["GOV-SVC-3"] == -2
    assert levels["ENV-PRO-1"] == 0


def test_closing_stores_the_result_and_reclosing_adds_one_beside_it(meeting: Meeting) -> None:
    with meeting.database.writing() as db:
        group = db.get_one(FocusGroup, meeting.focus_group_id)
        for _ in range(3):
            a_participant(db, group, "bappeda", {"GOV-BUR-2": 4})
    close(meeting)

    with meeting.database.reading() as db:
        assessment = db.scalars(select(Assessment)).one()
        current = current_scorecard(db, assessment)

    assert current is not None
    assert current.scorecard.questions["GOV-BUR-2"].score == 4
    assert current.stored.data_cut == NOW + timedelta(hours=1)


def test_more_operations_than_one_on_a_question_apply_in_order(meeting: Meeting) -> None:
    outcomes = meeting.send(
        [
            Operation("op-00001", QUESTION, 0, GivenAnswer(level=1)),
            Operation("op-00002", QUESTION, 1, GivenAnswer(level=2)),
        ]
    )

    assert [each.outcome for each in outcomes] == [Outcome.SAVED, Outcome.SAVED]
    stored = meeting.stored(QUESTION)
    assert stored is not None
    assert (stored.level, stored.revision) == (2, 2)


def test_a_seat_that_is_closed_while_it_is_read_records_nothing(meeting: Meeting) -> None:
    with meeting.database.writing() as db:
        db.execute(update(FocusGroup).values(state="closed"))
        seat = seat_by_token_hash(db, meeting.token_hash, writes=True)
        assert seat is not None
        with pytest.raises(FocusGroupIsClosed):
            record(db, seat, [Operation("op-00001", QUESTION, 0, GivenAnswer(level=1))], NOW)


def close(meeting: Meeting) -> None:
    with meeting.database.writing() as db:
        group = db.get_one(FocusGroup, meeting.focus_group_id)
        close_focus_group(db, group, NOW + timedelta(hours=1))


def number_of(meeting: Meeting, table: type[AnswerEvent] | type[Answer]) -> int:
    with meeting.database.reading() as db:
        return db.execute(select(func.count()).select_from(table)).scalar_one()
