"""Recording what participants answer: exactly once, and never over another device's answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from assess.questionnaire.answers import GivenAnswer
from assess.store import answers as store
from assess.store.answers import StoredAnswer
from assess.store.seats import Seat, mark_sent, queue_for_participant

MOST_OPERATIONS = 50


class FocusGroupIsClosed(Exception):
    """The facilitator has closed the meeting: nothing is recorded any more."""


class RoundIsClosed(FocusGroupIsClosed):
    """The round is over while the meeting goes on: results are being talked about."""


class Outcome(StrEnum):
    SAVED = "saved"
    SAME = "same"  # the answer stood like this already
    STALE = "stale"  # another device answered in between; nothing was overwritten


class Operation(NamedTuple):
    """One change by one person, named on the device so that it can be sent again safely.

    Changes that are sent together, such as a section's page, share their operation id.
    """

    operation_id: str
    question_id: str
    base_revision: int
    given: GivenAnswer
    page: str | None = None  # the page that was rendered, see `_is_own_page`


class Recorded(NamedTuple):
    operation: Operation
    outcome: Outcome
    current: StoredAnswer
    revision: int  # that this operation made; what stands may be newer, of another device


def record(
    session: Session, seat: Seat, operations: Sequence[Operation], now: datetime
) -> tuple[list[Recorded], dict[str, StoredAnswer]]:
    """Record the operations in order; return what became of each, and all current answers.

    An operation that was received before gets its first outcome again and has no second effect.
    An operation whose base is not the current revision changes nothing, unless it says the same.
    """
    _check_open(seat.at(now))
    queue_for_participant(session, seat.participant_id)
    current = store.answers_of(session, seat.participant_id)
    received = store.changes_of_operations(
        session, seat.participant_id, {operation.operation_id for operation in operations}
    )
    recorded: list[Recorded] = []
    events: dict[str, list[dict[str, Any]]] = {}
    changed: dict[str, StoredAnswer] = {}
    for operation in operations:
        before = current.get(operation.question_id) or StoredAnswer(operation.question_id)
        if operation.operation_id in received:
            outcome, revision = _first_outcome(received, operation, before)
            after = before
        else:
            outcome, after = _apply(operation, before)
            revision = after.revision
            if outcome is not Outcome.SAME:
                events.setdefault(operation.operation_id, []).append(
                    _change(operation, outcome, after.revision)
                )
            if outcome is Outcome.SAVED:
                current[operation.question_id] = changed[operation.question_id] = after
        recorded.append(Recorded(operation, outcome, after, revision))
    if events:
        store.add_events(session, [_event(seat, key, each, now) for key, each in events.items()])
    if changed:
        store.keep_answers(session, [_row(seat, answer) for answer in changed.values()])
    return recorded, current


def send(session: Session, seat: Seat, now: datetime) -> int:
    """Mark the seat's answers as sent; they stay editable until the facilitator closes.

    Returns how many answers the server holds: the only count that a person is told.
    """
    _check_open(seat.at(now))
    count = store.answered_count(session, seat.participant_id)
    mark_sent(session, seat.participant_id, count, now)
    return count


def _check_open(seat: Seat) -> None:
    if not seat.open:
        raise RoundIsClosed if seat.meeting_open else FocusGroupIsClosed


def _first_outcome(
    received: Mapping[str, Mapping[str, tuple[str, int]]],
    operation: Operation,
    before: StoredAnswer,
) -> tuple[Outcome, int]:
    """What the sender was told the first time, and the revision that was made then.

    A question that the first sending did not change stood as it was then; if it stands otherwise
    now, somebody else has answered, and the sender must see that.
    """
    change = received[operation.operation_id].get(operation.question_id)
    if change is not None:
        return Outcome(change[0]), change[1]
    same = operation.given.content == before.content
    return Outcome.SAME if same else Outcome.STALE, before.revision


def _apply(operation: Operation, before: StoredAnswer) -> tuple[Outcome, StoredAnswer]:
    given = operation.given
    if given.content == before.content:
        return Outcome.SAME, before
    if operation.base_revision != before.revision and not _is_own_page(operation, before):
        return Outcome.STALE, before
    return Outcome.SAVED, StoredAnswer(
        operation.question_id, before.revision + 1, *given, operation_id=operation.operation_id
    )


def _is_own_page(operation: Operation, before: StoredAnswer) -> bool:
    """Whether the current revision came from this very page: sent, gone back, changed, sent.

    The page still carries the base it was rendered with, yet nobody else has answered.
    """
    return operation.page is not None and before.operation_id.startswith(operation.page)


def _event(
    seat: Seat, operation_id: str, changes: list[dict[str, Any]], now: datetime
) -> dict[str, Any]:
    return {
        "participant_id": seat.participant_id,
        "region_id": seat.region_id,
        "operation_id": operation_id,
        "changes": changes,
        "received_at": now,
    }


def _change(operation: Operation, outcome: Outcome, revision: int) -> dict[str, Any]:
    """One change of an event; what was not given is left out."""
    change: dict[str, Any] = {
        "question": operation.question_id,
        "base_revision": operation.base_revision,
        "outcome": outcome.value,
        "revision": revision,
    }
    for name, value in zip(GivenAnswer._fields, operation.given, strict=True):
        if value is not None:
            change[name] = value
    return change


def _row(seat: Seat, answer: StoredAnswer) -> dict[str, Any]:
    return {
        "participant_id": seat.participant_id,
        "region_id": seat.region_id,
        "question_id": answer.question_id,
        "revision": answer.revision,
        "operation_id": answer.operation_id,
        "level": answer.level,
        "target": answer.target,
        "horizon": answer.horizon,
        "note": answer.note,
        "evidence": answer.evidence,
    }
