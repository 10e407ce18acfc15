"""A person's three devices, the lines between them and the server, and what was told to whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import select

from assess.actions.answers import FocusGroupIsClosed, Operation, Outcome, Recorded, record
from assess.questionnaire.answers import GivenAnswer
from assess.store.answers import StoredAnswer, answers_of
from assess.store.database import Database
from assess.store.seats import seat_by_token_hash
from assess.store.tables import AnswerEvent
from tests.world import NOW

QUESTIONS = ("GOV-BUR-1", "GOV-BUR-2", "GOV-SVC-3")


@dataclass
class Wish:
    """One operation in a device's outbox."""

    name: str
    question: str
    level: int
    base: int
    tried: bool = False  # it may have arrived
    conflict: StoredAnswer | None = None  # what stands instead; the person has to choose


@dataclass
class Device:
    """Its outbox keeps a wish until the server has answered it, and sends in order: of each
    question the first. A newer wish takes the place of one that was never sent, and its base
    follows what becomes of the one before."""

    number: int
    outbox: list[Wish] = field(default_factory=list)
    shown: dict[str, set[int]] = field(default_factory=lambda: defaultdict(lambda: {0}))
    known: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def wish(self, name: str, question: str, level: int) -> Wish:
        before = self.latest(question)
        base = self.known[question]
        if before is not None:
            base = before.conflict.revision if before.conflict else before.base
        self.outbox = [
            each
            for each in self.outbox
            if each.question != question or (each.tried and each.conflict is None)
        ]
        self.outbox.append(Wish(name, question, level, base))
        return self.outbox[-1]

    def latest(self, question: str) -> Wish | None:
        return next((each for each in reversed(self.outbox) if each.question == question), None)

    def batch(self) -> list[Wish]:
        first: dict[str, Wish] = {}
        for each in self.outbox:
            if each.conflict is None:
                first.setdefault(each.question, each)
        for each in first.values():
            each.tried = True
        return list(first.values())

    def settle(self, told: list[Recorded]) -> None:
        for result in told:
            name, question = result.operation.operation_id, result.operation.question_id
            at = next((n for n, each in enumerate(self.outbox) if each.name == name), None)
            if at is None:
                continue
            if result.outcome is Outcome.STALE:
                self.outbox[at].conflict = result.current
                self.shown[question].add(result.current.revision)
            else:
                self.show(result.current)
                self.shown[question].add(result.revision)
                for later in self.outbox[at + 1 :]:
                    if later.question == question:
                        later.base = result.revision
                del self.outbox[at]
            self.outbox = [
                each for n, each in enumerate(self.outbox) if each.question != question or n >= at
            ]

    def show(self, stands: StoredAnswer) -> None:
        self.shown[stands.question_id].add(stands.revision)
        self.known[stands.question_id] = stands.revision


class Saved(NamedTuple):
    """One saved change of the history."""

    base: int
    revision: int
    level: int
    name: str


class Server:
    """The real one, and every promise that it has given."""

    def __init__(self, database: Database, token_hash: str) -> None:
        self.database = database
        self.token_hash = token_hash
        self.by: dict[str, Device] = {}  # operation -> the device that wished it
        self.first: dict[tuple[str, str], tuple[Outcome, int]] = {}
        self.promised: dict[tuple[str, int], int] = {}  # question, revision -> level

    def take(self, operations: list[Operation]) -> list[Recorded] | None:
        """What it answers; None where the meeting is closed."""
        with self.database.writing() as db:
            seat = seat_by_token_hash(db, self.token_hash, writes=True)
            assert seat is not None
            try:
                told = record(db, seat, operations, NOW)[0]
            except FocusGroupIsClosed:
                return None
        for each in told:
            self._check_first_outcome(each)
        return told

    def promise(self, told: list[Recorded]) -> None:
        """A device has heard it: from now on it holds."""
        for each in told:
            if each.outcome is Outcome.SAVED:
                level = each.operation.given.level
                assert level is not None
                key = each.operation.question_id, each.revision
                assert self.promised.setdefault(key, level) == level

    def _check_first_outcome(self, told: Recorded) -> None:
        """A resend hears what the first sending would have heard."""
        if told.outcome is not Outcome.SAME:
            key = told.operation.operation_id, told.operation.question_id
            outcome = told.outcome, told.revision
            first = self.first.setdefault(key, outcome)
            assert first[0] is told.outcome
            assert told.outcome is Outcome.STALE or first == outcome

    def stands(self) -> dict[str, StoredAnswer]:
        with self.database.reading() as db:
            seat = seat_by_token_hash(db, self.token_hash, writes=False)
            assert seat is not None
            return answers_of(db, seat.participant_id)

    def history(self) -> dict[str, list[Saved]]:
        history: dict[str, list[Saved]] = defaultdict(list)
        with self.database.reading() as db:
            for event in db.scalars(select(AnswerEvent).order_by(AnswerEvent.id)):
                for each in event.changes:
                    if each["outcome"] == "saved":
                        saved = Saved(
                            each["base_revision"],
                            each["revision"],
                            each["level"],
                            event.operation_id,
                        )
                        history[each["question"]].append(saved)
        return history


def operation_of(wish: Wish) -> Operation:
    return Operation(wish.name, wish.question, wish.base, GivenAnswer(level=wish.level))
