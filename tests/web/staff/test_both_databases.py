"""The verbs and lists of facilitators on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from assess.actions.accounts import LogInRefused, check_password, conclude_log_in
from assess.actions.facts import Statement, state_fact
from assess.actions.focus_groups import (
    FocusGroupClosed,
    FocusGroupOpen,
    close_focus_group,
    reopen_focus_group,
)
from assess.actions.scorecards import current_scorecard
from assess.store.assessments import assessment_listings_in
from assess.store.database import Database, open_database
from assess.store.facts import current_facts, statements_of
from assess.store.focus_groups import (
    answered_by_question,
    attendance_by_group,
    number_of_answers,
    open_focus_groups_in,
)
from assess.store.questionnaires import questionnaire_of
from assess.store.regions import region_listings_in
from assess.store.schema import migrate
from assess.store.scope import EVERYWHERE, RegionScope
from assess.store.scorecards import latest_scorecards
from assess.store.tables import Assessment, FocusGroup
from tests import world
from tests.web.staff.places import Place, a_place, people_answer


@pytest.fixture
def either(database_url: str) -> Iterator[Database]:
    database = open_database(database_url)
    migrate(database)
    yield database
    database.dispose()


def _rows(database: Database, place: Place) -> tuple[FocusGroup, Assessment]:
    with database.reading() as db:
        return db.query(FocusGroup).one(), db.query(Assessment).one()


def _meeting(db: Session) -> FocusGroup:
    return db.query(FocusGroup).one()


def test_a_meeting_is_closed_once_and_reopened_once(either: Database) -> None:
    place = a_place(either)
    people_answer(either, place, "diskominfo", 3, 4)
    _, assessment = _rows(either, place)

    with either.writing() as db:
        close_focus_group(db, _meeting(db), world.NOW)
    with either.writing() as db, pytest.raises(FocusGroupClosed):
        close_focus_group(db, _meeting(db), world.NOW)
    with either.reading() as db:
        current = current_scorecard(db, assessment, questionnaire_of(db, assessment))
        assert current is not None
        assert current.scorecard.index.n == 3
        assert set(latest_scorecards(db, [assessment])) == {assessment.id}
    with either.writing() as db:
        reopen_focus_group(db, _meeting(db), "terlambat", world.NOW)
    with either.writing() as db, pytest.raises(FocusGroupOpen):
        reopen_focus_group(db, _meeting(db), "terlambat", world.NOW)
    with either.reading() as db:
        assert latest_scorecards(db, [assessment]) == {}


def test_lists_and_counts_are_the_same(either: Database) -> None:
    place = a_place(either)
    people_answer(either, place, "diskominfo", 2, 4, only={"GOV-SVC-1": 4})
    focus_group, assessment = _rows(either, place)
    nowhere = RegionScope()

    with either.reading() as db:
        assert [line.open_focus_groups for line in region_listings_in(db, EVERYWHERE)] == [1]
        assert [line.participants for line in assessment_listings_in(db, EVERYWHERE)] == [2]
        assert [line.joined for line in open_focus_groups_in(db, EVERYWHERE)] == [2]
        assert attendance_by_group(db, focus_group)["diskominfo"].joined == 2
        assert answered_by_question(db, focus_group) == {"GOV-SVC-1": 2}
        assert number_of_answers(db, assessment, ["GOV-SVC-1"]) == {}
        assert region_listings_in(db, nowhere) == assessment_listings_in(db, nowhere) == []
        assert open_focus_groups_in(db, nowhere) == []


def test_the_latest_statement_of_a_fact_holds(either: Database) -> None:
    place = a_place(either)
    _, assessment = _rows(either, place)

    for number in (400, 412):
        with either.writing() as db:
            statement = Statement("FAK-MNR-1", {"number": number}, None, "surat")
            state_fact(db, assessment, statement, world.NOW + timedelta(minutes=number))

    with either.reading() as db:
        assert current_facts(db, assessment)["FAK-MNR-1"].value == {"number": 412}
        stated = [line.fact.value["number"] for line in statements_of(db, assessment, "FAK-MNR-1")]
        assert stated == [412, 400]


def test_failures_are_counted_and_forgotten(either: Database) -> None:
    with either.writing() as db:
        world.an_account(db)
    for password, after in (("salah", 0), (world.PASSWORD, 2)):
        moment = world.NOW + timedelta(seconds=after)
        with either.writing() as db:
            checked = check_password(db, "sari", password, "10.0.0.1", moment)
            if password == "salah":
                with pytest.raises(LogInRefused):
                    conclude_log_in(db, checked, moment)
            else:
                assert conclude_log_in(db, checked, moment).username == "sari"
