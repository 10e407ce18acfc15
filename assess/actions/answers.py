"""Recording what participants answer: exactly once, and never over another device's answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from assess.questionnaire.answers import GivenAnswer
from assess.store import answers as store
from assess.store.answers import Seat, StoredAnswer

MOST_OPERATIONS = 50


class FocusGroupIsClosed(Exception):
    """The facilitator has closed the meeting: nothing is recorded any more."""


class Outcome(StrEnum):
    SAVED = "saved"
    SAME = "same"  # the answer stood like this already
    STALE = "stale"  # another device answered in between; nothing was overwritten


@dataclass(frozen=True, slots=True)
class Operation:
    """One change by one person, named on the device so that it can be sent again safely."""

    operation_id: str
    question_id: str
    base_revision: int
    given: GivenAnswer
    page: str | None = None  # form posts: the page that was rendered, see `_is_own_page`


@dataclass(frozen=True, slots=True)
class Recorded:
    operation: Operation
    outcome: Outcome
    current: StoredAnswer


def record(
    session: Session, seat: Seat, operations: Sequence[Operation], now: datetime
) -> tuple[list[Recorded], dict[str, StoredAnswer]]:
    """Record the operations in order; return what became of each, and all current answers.

    An operation that was received before gets its first outcome again and has no second effect.
    An operation whose base is not the current revision changes nothing, unless it says the same.
    """
    if not seat.open:
        raise FocusGroupIsClosed
    store.queue_for_participant(session, seat.participant_id)
    current = store.answers_of(session, seat.participant_id)
    # Only a question that has an answer can have an operation that was received before.
    repeatable = {o.operation_id for o in operations if o.question_id in current}
    known = (
        store.outcomes_of_operations(session, seat.participant_id, repeatable) if repeatable else {}
    )
    recorded: list[Recorded] = []
    events: list[dict[str, Any]] = []
    changed: dict[str, StoredAnswer] = {}
    for operation in operations:
        before = current.get(operation.question_id) or StoredAnswer(operation.question_id)
        earlier = known.get((operation.operation_id, operation.question_id))
        if earlier is not None:
            recorded.append(Recorded(operation, Outcome(earlier[0]), before))
            continue
        outcome, after = _apply(session, seat, operation, before)
        recorded.append(Recorded(operation, outcome, after))
        if outcome is Outcome.SAME:
            continue
        known[operation.operation_id, operation.question_id] = (outcome, after.revision)
        events.append(_event(seat, operation, outcome, after.revision, now))
        if outcome is Outcome.SAVED:
            current[operation.question_id] = changed[operation.question_id] = after
    if events:
        store.add_events(session, events)
    if changed:
        store.keep_answers(session, [_row(seat, answer) for answer in changed.values()])
    return recorded, current


def send(session: Session, seat: Seat, now: datetime) -> int:
    """Mark the seat's answers as sent; they stay editable until the facilitator closes.

    Returns how many answers the server holds: the only count that a person is told.
    """
    if not seat.open:
        raise FocusGroupIsClosed
    count = store.answered_count(session, seat.participant_id)
    store.mark_sent(session, seat.participant_id, count, now)
    return count


def _apply(
    session: Session, seat: Seat, operation: Operation, before: StoredAnswer
) -> tuple[Outcome, StoredAnswer]:
    if operation.given.content == before.content:
        return Outcome.SAME, before
    if operation.base_revision != before.revision and not _is_own_page(
        session, seat, operation, before
    ):
        return Outcome.STALE, before
    return Outcome.SAVED, StoredAnswer(
        operation.question_id, before.revision + 1, *operation.given.content
    )


def _is_own_page(session: Session, seat: Seat, operation: Operation, before: StoredAnswer) -> bool:
    """Whether the current revision came from this very page: sent, gone back, changed, sent.

    The page still carries the base it was rendered with, yet nobody else has answered.
    """
    if operation.page is None:
        return False
    last = store.operation_of_revision(
        session, seat.participant_id, operation.question_id, before.revision
    )
    return last is not None and last.startswith(operation.page)


def _event(
    seat: Seat, operation: Operation, outcome: Outcome, revision: int, now: datetime
) -> dict[str, Any]:
    given = operation.given
    return {
        "participant_id": seat.participant_id,
        "region_id": seat.region_id,
        "operation_id": operation.operation_id,
        "question_id": operation.question_id,
        "base_revision": operation.base_revision,
        "outcome": outcome.value,
        "revision": revision,
        "level": given.level,
        "target": given.target,
        "horizon": given.horizon,
        "note": given.note,
        "evidence": given.evidence,
        "received_at": now,
    }


def _row(seat: Seat, answer: StoredAnswer) -> dict[str, Any]:
    return {
        "participant_id": seat.participant_id,
        "region_id": seat.region_id,
        "question_id": answer.question_id,
        "revision": answer.revision,
        "level": answer.level,
        "target": answer.target,
        "horizon": answer.horizon,
        "note": answer.note,
        "evidence": answer.evidence,
    }
