"""A region with an assessment and a meeting, and who answered what in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event

from assess.questionnaire.answers import GivenAnswer
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.questions import MaturityQuestion
from assess.questionnaire.reader import canonical, from_canonical
from assess.questionnaire.routing import sections_for
from assess.store.account_tables import Role
from assess.store.database import Database
from tests import world


@dataclass(frozen=True)
class Place:
    code: str
    assessment: str
    focus_group: str


def a_place(
    database: Database,
    code: str = "64.71",
    name: str = "Balikpapan",
    questionnaire: Questionnaire | None = None,
) -> Place:
    with database.writing() as db:
        region = world.a_region(db, code, name)
        assessment = world.an_assessment(db, region, questionnaire)
        focus_group = world.a_focus_group(db, assessment)
        return Place(code, assessment.public_id, focus_group.public_id)


def another_meeting(database: Database, place: Place) -> Place:
    """A second meeting of the same assessment."""
    with database.writing() as db:
        assessment = db.query(world.Assessment).filter_by(public_id=place.assessment).one()
        meeting = world.a_focus_group(db, assessment)
        return Place(place.code, place.assessment, meeting.public_id)


def an_account(
    database: Database, place: Place | None, role: Role = Role.FACILITATOR, username: str = "sari"
) -> None:
    """An account in the region of the place; in none without a place."""
    from_code = [place.code] if place else []
    with database.writing() as db:
        regions = db.query(world.Region).filter(world.Region.kemendagri_code.in_(from_code)).all()
        world.an_account(db, username, role, *regions)


def people_answer(
    database: Database,
    place: Place,
    group: str,
    number: int,
    level: int,
    target: int | None = None,
    only: Mapping[str, int] | None = None,
    questionnaire: Questionnaire | None = None,
) -> None:
    """`number` people of a group answer every maturity question alike, or `only` these."""
    instrument = questionnaire or world.the_questionnaire()
    answers: dict[str, GivenAnswer | int] = dict(only or {})
    if only is None:
        for section in sections_for(instrument, group):
            for question in section.questions:
                if isinstance(question, MaturityQuestion):
                    answers[question.id] = GivenAnswer(level=level, target=target)
    with database.writing() as db:
        focus_group = db.query(world.FocusGroup).filter_by(public_id=place.focus_group).one()
        for _ in range(number):
            world.a_participant(db, focus_group, group, answers)


def another_version(version: str, **changes: Any) -> Questionnaire:
    """The shipped questionnaire with a few top-level keys changed."""
    plain = json.loads(canonical(world.the_questionnaire()))
    return from_canonical(json.dumps({**plain, "version": version, **changes}))


@contextmanager
def counted_queries(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
