"""What the phones were told, and the reckoning with what the database holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import select, text

from assess.store.database import Database, open_database
from assess.store.schema import migrate
from assess.store.tables import Answer, AnswerEvent, Participant, SeatToken


class Said(NamedTuple):
    """The content of an answer, as far as a hall of ours gives it."""

    level: int | None
    note: str | None


class Acknowledged(NamedTuple):
    operation_id: str
    said: Said
    revision: int


@dataclass
class Ledger:
    """By seat and question, in the order in which the phone was told."""

    acknowledged: dict[tuple[str, str], list[Acknowledged]] = field(
        default_factory=lambda: defaultdict(list)
    )
    asked_at: dict[str, float] = field(default_factory=dict)  # by operation: the request told of
    faults: list[str] = field(default_factory=list)  # replies that no plan explains
    refusals: Counter[int] = field(default_factory=Counter)  # planned: 503
    cut_off: int = 0  # requests without an answer
    resent: int = 0  # sent again although acknowledged

    @property
    def number(self) -> int:
        return sum(map(len, self.acknowledged.values()))

    def note(self, seat: str, question: str, told: Acknowledged, asked_at: float) -> None:
        self.acknowledged[seat, question].append(told)
        self.asked_at[told.operation_id] = asked_at

    def names(self) -> set[str]:
        """Of the operations acknowledged so far."""
        return set(self.asked_at)


@dataclass(frozen=True)
class Reckoning:
    acknowledged: int
    lost: list[Acknowledged]
    duplicated: list[str]
    astray: list[str]  # the projection is not the fold of the events, or the file is damaged
    events: int
    changes: int  # answers saved by these events
    seats: int

    @property
    def found(self) -> list[str]:
        """Whatever must not be, in words."""
        return [*(f"lost: {each}" for each in self.lost), *self.duplicated, *self.astray]

    @property
    def events_unheard(self) -> int:
        """Effects of operations that were confirmed to nobody: none where everybody got through."""
        return self.changes - self.acknowledged

    def __str__(self) -> str:
        return (
            f"{self.acknowledged} acknowledged, {len(self.lost)} lost, "
            f"{len(self.duplicated)} duplicated, {len(self.astray)} astray; "
            f"{self.events} events of {self.seats} seats"
            + "".join(f"\n    {each}" for each in self.found[:20])
        )


class _Change(NamedTuple):
    revision: int
    operation_id: str
    said: Said


_Changes = dict[tuple[str, str], list[_Change]]


def reckon(ledger: Ledger, database_url: str) -> Reckoning:
    """Open the database as the application does and compare."""
    database = open_database(database_url)
    try:
        migrate(database)
        return _compare(ledger, database)
    finally:
        database.dispose()


def _compare(ledger: Ledger, database: Database) -> Reckoning:
    with database.reading() as db:
        seats = {
            row.id: row.token_hash
            for row in db.execute(
                select(Participant.id, SeatToken.token_hash).join(
                    SeatToken, SeatToken.participant_id == Participant.id
                )
            )
        }
        events = db.execute(
            select(
                AnswerEvent.participant_id, AnswerEvent.operation_id, AnswerEvent.changes
            ).order_by(AnswerEvent.id)
        ).all()
        answers = {
            (seats[a.participant_id], a.question_id): _Change(
                a.revision, a.operation_id, Said(a.level, a.note)
            )
            for a in db.scalars(select(Answer))
        }
        damage = _damage(database, db.execute)
    changes = _changes(seats, events)
    names = Counter((row.participant_id, row.operation_id) for row in events)
    return Reckoning(
        acknowledged=ledger.number,
        lost=_lost(ledger, changes),
        duplicated=[f"{name} has {count} events" for name, count in names.items() if count > 1]
        + _twice(changes),
        astray=_astray(changes, answers) + damage,
        events=len(events),
        changes=sum(map(len, changes.values())),
        seats=len(seats),
    )


def _changes(seats: dict[int, str], events: Any) -> _Changes:
    """What was saved, by seat and question, in the order of the events."""
    changes: _Changes = defaultdict(list)
    for row in events:
        for each in row.changes:
            if each["outcome"] == "saved":
                said = Said(each.get("level"), each.get("note"))
                change = _Change(each["revision"], row.operation_id, said)
                changes[seats[row.participant_id], each["question"]].append(change)
    return changes


def _lost(ledger: Ledger, changes: _Changes) -> list[Acknowledged]:
    """Acknowledged, yet there is no event with that value. That the last event stands is the
    fold's matter."""
    lost = []
    for key, told in ledger.acknowledged.items():
        kept = {(each.operation_id, each.said, each.revision) for each in changes.get(key, ())}
        lost += [each for each in told if tuple(each) not in kept]
    return lost


def _twice(changes: _Changes) -> list[str]:
    """One operation with two effects, or two operations that made the same revision."""
    twice = []
    for key, each in changes.items():
        if len({change.operation_id for change in each}) < len(each):
            twice.append(f"{key}: an operation was applied twice")
        if [change.revision for change in each] != list(range(1, len(each) + 1)):
            twice.append(f"{key}: revisions {[change.revision for change in each]}")
    return twice


def _astray(changes: _Changes, answers: dict[tuple[str, str], _Change]) -> list[str]:
    fold = {key: each[-1] for key, each in changes.items()}
    differing = [key for key in fold.keys() | answers.keys() if fold.get(key) != answers.get(key)]
    return [f"{key}: events say {fold.get(key)}, {answers.get(key)} stands" for key in differing]


def _damage(database: Database, execute: Any) -> list[str]:
    if not database.is_sqlite:
        return []
    found = [row[0] for row in execute(text("PRAGMA integrity_check"))]
    found += [str(tuple(row)) for row in execute(text("PRAGMA foreign_key_check"))]
    return [] if found == ["ok"] else [f"integrity_check: {each}" for each in found]
