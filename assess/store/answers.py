"""Answers as they are kept: current answers and events. Core statements, prepared once.

This is the hot path of a full hall: no ORM rows here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    Row,
    bindparam,
    func,
    insert,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assess.store.statements import Statement, connection_of
from assess.store.tables import (
    Answer,
    AnswerEvent,
    Participant,
)


class StoredAnswer(NamedTuple):
    """The current answer to one question; revision 0 means never answered."""

    question_id: str
    revision: int = 0
    level: int | None = None
    target: int | None = None
    horizon: str | None = None
    note: str | None = None
    evidence: str | None = None
    operation_id: str = ""  # that made this revision

    @property
    def content(self) -> tuple[int | None, int | None, str | None, str | None, str | None]:
        return (self.level, self.target, self.horizon, self.note, self.evidence)

    @property
    def given(self) -> bool:
        """Whether the question counts as answered: a level chosen, or a text written."""
        return self.level is not None or bool(self.note and self.note.strip())


_ANSWERS = Statement(
    select(
        Answer.question_id,
        Answer.revision,
        Answer.level,
        Answer.target,
        Answer.horizon,
        Answer.note,
        Answer.evidence,
        Answer.operation_id,
    ).where(Answer.participant_id == bindparam("participant_id"))
)
_EVENTS_OF_OPERATION = Statement(
    select(AnswerEvent.operation_id, AnswerEvent.changes).where(
        AnswerEvent.participant_id == bindparam("participant_id"),
        AnswerEvent.operation_id == bindparam("operation_id"),
    )
)
_INSERT_EVENTS = Statement(
    insert(AnswerEvent).inline(),
    *("participant_id", "region_id", "operation_id", "changes", "received_at"),
)
_KEPT = ("revision", "operation_id", "level", "target", "horizon", "note", "evidence")
_KEEP_ANSWERS = Statement(
    {
        name: statement.on_conflict_do_update(
            index_elements=["participant_id", "question_id"],
            set_={column: statement.excluded[column] for column in _KEPT},
        )
        for name, statement in (
            ("sqlite", sqlite.insert(Answer)),
            ("postgresql", postgresql.insert(Answer)),
        )
    },
    *("participant_id", "question_id", "region_id", *_KEPT),
)
_ANSWERED_COUNT = Statement(
    select(func.count()).where(
        Answer.participant_id == bindparam("participant_id"),
        Answer.level.is_not(None) | (Answer.note != bindparam("nothing")),
    )
)


def answers_of(session: Session, participant_id: int) -> dict[str, StoredAnswer]:
    """Current answers by question id."""
    rows = _ANSWERS.all(connection_of(session), {"participant_id": participant_id})
    return {row[0]: StoredAnswer._make(row) for row in rows}


def changes_of_operations(
    session: Session, participant_id: int, operations: Collection[str]
) -> dict[str, dict[str, tuple[str, int]]]:
    """operation -> question -> (outcome, revision), of the operations received before."""
    connection = connection_of(session)
    asked = ({"participant_id": participant_id, "operation_id": each} for each in operations)
    rows = [row for each in asked for row in _EVENTS_OF_OPERATION.all(connection, each)]
    return {
        operation: {
            change["question"]: (change["outcome"], change["revision"]) for change in changes
        }
        for operation, changes in rows
    }


def add_events(session: Session, events: Sequence[Mapping[str, Any]]) -> None:
    _INSERT_EVENTS.run(connection_of(session), events)


def keep_answers(session: Session, answers: Sequence[Mapping[str, Any]]) -> None:
    _KEEP_ANSWERS.run(connection_of(session), answers)


def answer_rows_of_focus_group(
    session: Session, focus_group_id: int
) -> Sequence[Row[int, str, str, int | None, int | None]]:
    """(participant id, group key, question id, level, target) of every answer of a seat
    that counts."""
    statement = (
        select(
            Participant.id, Participant.group_key, Answer.question_id, Answer.level, Answer.target
        )
        .join(Answer, Answer.participant_id == Participant.id)
        .where(Participant.focus_group_id == focus_group_id, Participant.voided_at.is_(None))
        .order_by(Participant.id)
    )
    return session.execute(statement).all()


def answered_count(session: Session, participant_id: int) -> int:
    given = {"participant_id": participant_id, "nothing": ""}
    found = _ANSWERED_COUNT.first(connection_of(session), given)
    return 0 if found is None else int(found[0])
