"""A meeting with several people, on an empty database of either kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from assess.actions.answers import Operation, Recorded, record
from assess.actions.seats import hashed
from assess.questionnaire.answers import GivenAnswer
from assess.room.proceedings import Proceedings, proceedings
from assess.store.database import Database, open_database
from assess.store.rounds import log_of
from assess.store.schema import migrate
from assess.store.seats import seat_by_token_hash
from assess.store.tables import FocusGroup
from tests.world import NOW, a_focus_group, a_participant, a_region, an_assessment

FIRST, SECOND = "GOV-BUR-1", "GOV-BUR-2"


@dataclass
class Hall:
    """One meeting: three people of one group and one of another, who all answered FIRST."""

    database: Database
    focus_group_id: int
    tokens: list[str]

    def meeting(self, db: Session) -> FocusGroup:
        return db.get_one(FocusGroup, self.focus_group_id)

    def answer(self, person: int, operation: str, question: str, level: int, base: int) -> Recorded:
        return self._record(person, operation, question, GivenAnswer(level=level), base)

    def clear(self, person: int, operation: str, question: str, base: int) -> Recorded:
        return self._record(person, operation, question, GivenAnswer(), base)

    def _record(
        self, person: int, operation: str, question: str, given: GivenAnswer, base: int
    ) -> Recorded:
        with self.database.writing() as db:
            seat = seat_by_token_hash(db, hashed(self.tokens[person]), writes=True)
            assert seat is not None
            return record(db, seat, [Operation(operation, question, base, given)], NOW)[0][0]

    def state(self) -> Proceedings:
        with self.database.reading() as db:
            return proceedings(log_of(db, self.focus_group_id))


@pytest.fixture
def hall(database_url: str) -> Iterator[Hall]:
    database = open_database(database_url)
    migrate(database)
    with database.writing() as db:
        focus_group = a_focus_group(db, an_assessment(db, a_region(db)))
        groups = ["diskominfo", "diskominfo", "diskominfo", "pimpinan"]
        tokens = [
            a_participant(db, focus_group, group, {FIRST: level, SECOND: 2})
            for group, level in zip(groups, [1, 2, 2, 5], strict=True)
        ]
        hall = Hall(database, focus_group.id, tokens)
    yield hall
    database.dispose()
