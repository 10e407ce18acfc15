"""A meeting on an empty database of either kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from assess.actions.answers import Operation, Recorded, record
from assess.actions.seats import hashed
from assess.questionnaire.answers import GivenAnswer
from assess.store.answers import StoredAnswer, answers_of
from assess.store.database import Database, open_database
from assess.store.schema import migrate
from assess.store.seats import Seat, seat_by_token_hash
from tests.world import NOW, a_focus_group, a_participant, a_region, an_assessment


@dataclass
class Meeting:
    """One seat of one meeting, and its answers."""

    database: Database
    focus_group_id: int
    token_hash: str

    def seat(self) -> Seat:
        with self.database.reading() as db:
            seat = seat_by_token_hash(db, self.token_hash, writes=False)
        assert seat is not None
        return seat

    def say(
        self, operation: str, question: str, level: int, base: int = 0, page: str | None = None
    ) -> Recorded:
        given = GivenAnswer(level=level)
        return self.send([Operation(operation, question, base, given, page)])[0]

    def send(self, operations: list[Operation]) -> list[Recorded]:
        with self.database.writing() as db:
            seat = seat_by_token_hash(db, self.token_hash, writes=True)
            assert seat is not None
            return record(db, seat, operations, NOW)[0]

    def stored(self, question: str) -> StoredAnswer | None:
        with self.database.reading() as db:
            return answers_of(db, self.seat().participant_id).get(question)


@pytest.fixture
def meeting(database_url: str) -> Iterator[Meeting]:
    database = open_database(database_url)
    migrate(database)
    with database.writing() as db:
        focus_group = a_focus_group(db, an_assessment(db, a_region(db)))
        token_hash = hashed(a_participant(db, focus_group, "diskominfo", {}))
        meeting = Meeting(database, focus_group.id, token_hash)
    yield meeting
    database.dispose()
