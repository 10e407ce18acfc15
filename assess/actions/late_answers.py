"""Answers that a phone could not send before the meeting closed: held under a code, and admitted
by a facilitator. Each operation keeps its name, so that it has one effect on whichever way it
comes: from here, or from the phone after a reopening."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assess.actions.answers import Operation, Outcome, record
from assess.actions.focus_groups import ReasonMissing
from assess.actions.proceedings import lock_meeting, write_down
from assess.actions.rounds import end_answering
from assess.actions.scorecards import freeze
from assess.questionnaire.answers import GivenAnswer
from assess.store.account_tables import Account
from assess.store.late_answers import (
    late_operation_of,
    number_of_codes,
)
from assess.store.late_tables import LateOperation
from assess.store.seating import seat_for_recording
from assess.store.seats import Seat
from assess.store.tables import FocusGroup, FocusGroupState, FocusGroupVerb

logger = logging.getLogger(__name__)

MOST_CODES = 10  # of one person: each reopening may leave one behind
MOST_HELD = 500  # operations under one code


class TooManyLate(ValueError):
    """More than any phone of ours would hand over."""


class RoundIsOver(RuntimeError):
    """The room talks about a closed round: nothing is added to it behind its back."""


def hold(
    session: Session, seat: Seat, code: str, operations: Sequence[Operation], now: datetime
) -> LateOperation:
    """Keep the operations beside the answers. What is held already is not held twice."""
    held = late_operation_of(session, seat.participant_id, code)
    if held is None:
        if number_of_codes(session, seat.participant_id) >= MOST_CODES:
            raise TooManyLate
        held = LateOperation(
            participant_id=seat.participant_id,
            focus_group_id=seat.focus_group_id,
            region_id=seat.region_id,
            code=code,
            operations=[],
            outcomes={},
            received_at=now,
        )
        session.add(held)
    known = {each["operation_id"] for each in held.operations}
    new = [_kept(each) for each in operations if each.operation_id not in known]
    if len(known) + len(new) > MOST_HELD:
        raise TooManyLate
    if new:
        held.operations = [*held.operations, *new]
        held.received_at, held.admitted_at = now, None
    session.flush()
    return held


def admit(
    session: Session,
    focus_group: FocusGroup,
    held: LateOperation,
    reason: str,
    now: datetime,
    by: Account | None = None,
) -> dict[str, Outcome]:
    """Record what is held, as if it had come in time. A closed meeting is frozen anew, and its
    result is stored beside the one that was shown."""
    if not reason.strip():
        raise ReasonMissing(focus_group.public_id)
    lock_meeting(session, focus_group)
    closed = focus_group.state == FocusGroupState.CLOSED
    if not closed and not focus_group.answering:
        raise RoundIsOver(focus_group.public_id)
    outcomes = _record_held(session, held, now)
    held.outcomes = {**held.outcomes, **{key: each.value for key, each in outcomes.items()}}
    held.admitted_at = now
    write_down(
        *(session, focus_group, FocusGroupVerb.LATE_ANSWERS_ADMITTED, now, by, reason.strip()),
        code=held.code,
        operations=len(outcomes),
    )
    if closed:
        end_answering(session, focus_group, now, by)
        freeze(session, focus_group, now)
    logger.info("late answers of focus group %s admitted", focus_group.id)
    return outcomes


def _record_held(session: Session, held: LateOperation, now: datetime) -> dict[str, Outcome]:
    """One after the other: a later change of the phone stands on its own earlier one."""
    seat = seat_for_recording(session, held.participant_id)
    seat = replace(seat, open=True, meeting_open=True, open_until=None)
    own: dict[str, int] = {}  # question -> revision that this phone's operation before made
    outcomes: dict[str, Outcome] = {}
    for each in held.operations:
        if each["operation_id"] in held.outcomes:
            continue
        operation = _operation(each)
        base = own.get(operation.question_id, operation.base_revision)
        recorded = record(session, seat, [operation._replace(base_revision=base)], now)[0][0]
        outcomes[operation.operation_id] = recorded.outcome
        if recorded.outcome is not Outcome.STALE:
            own[operation.question_id] = recorded.revision
    return outcomes


def _kept(operation: Operation) -> dict[str, Any]:
    kept: dict[str, Any] = {
        "operation_id": operation.operation_id,
        "question_id": operation.question_id,
        "base_revision": operation.base_revision,
    }
    given = zip(GivenAnswer._fields, operation.given, strict=True)
    return kept | {name: value for name, value in given if value is not None}


def _operation(kept: Mapping[str, Any]) -> Operation:
    given = GivenAnswer(**{name: kept.get(name) for name in GivenAnswer._fields})
    return Operation(kept["operation_id"], kept["question_id"], kept["base_revision"], given)
