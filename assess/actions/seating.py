"""What a facilitator does about seats: count heads, void, restore, correct. Each is logged."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from assess.actions.proceedings import lock_meeting, write_down
from assess.questionnaire.instrument import Questionnaire
from assess.store.account_tables import Account
from assess.store.seating import merge_of_voided, seat_by_number
from assess.store.tables import FocusGroup, FocusGroupState, FocusGroupVerb, Participant

logger = logging.getLogger(__name__)


class SeatsAreFrozen(RuntimeError):
    """The meeting is closed and its result computed: seats change only after reopening."""


class NoSuchSeat(LookupError):
    """No seat of this meeting has the number."""


class SeatIsVoided(RuntimeError):
    """The seat does not count; it must be restored first."""


class SeatCounts(RuntimeError):
    """The seat is not voided: there is nothing to restore."""


class NothingChanged(ValueError):
    """The seat is in this group, or at this table, already."""


class SeatReasonMissing(ValueError):
    """Whoever voids a seat says why."""


def lock_open_meeting(db: Session, focus_group: FocusGroup) -> None:
    """Lock the meeting, so that no answer is written meanwhile, and refuse a closed one."""
    lock_meeting(db, focus_group)
    if focus_group.state != FocusGroupState.OPEN:
        raise SeatsAreFrozen(focus_group.public_id)


def count_heads(
    db: Session, focus_group: FocusGroup, heads: int, now: datetime, by: Account | None = None
) -> None:
    """Write down how many heads somebody counted in the hall."""
    lock_open_meeting(db, focus_group)
    write_down(db, focus_group, FocusGroupVerb.HEADS_COUNTED, now, by, heads=heads)


def void_seat(
    db: Session,
    focus_group: FocusGroup,
    number: int,
    reason: str,
    now: datetime,
    by: Account | None = None,
) -> None:
    """Keep the seat and all its answers, and count them nowhere."""
    if not reason.strip():
        raise SeatReasonMissing(focus_group.public_id)
    seat = _locked_seat(db, focus_group, number)
    if seat.voided_at is not None:
        raise SeatIsVoided(number)
    mark_voided(db, seat, now)
    verb = FocusGroupVerb.SEAT_VOIDED
    write_down(db, focus_group, verb, now, by, reason.strip(), seat=number)
    logger.info("seat %s of focus group %s voided", number, focus_group.id)


def restore_seat(
    db: Session, focus_group: FocusGroup, number: int, now: datetime, by: Account | None = None
) -> None:
    """Count the seat again. One that was merged is restored by undoing the merge."""
    seat = _locked_seat(db, focus_group, number)
    if seat.voided_at is None:
        raise SeatCounts(number)
    if merge_of_voided(db, focus_group.id, number) is not None:
        raise SeatIsVoided(number)
    mark_voided(db, seat, None)
    write_down(db, focus_group, FocusGroupVerb.SEAT_RESTORED, now, by, seat=number)
    logger.info("seat %s of focus group %s restored", number, focus_group.id)


def correct_group(
    db: Session,
    focus_group: FocusGroup,
    questionnaire: Questionnaire,
    number: int,
    group: str,
    now: datetime,
    by: Account | None = None,
) -> None:
    """Put a seat into the group that the person speaks for.

    Answers to questions that this group is not asked stay stored, and do not count.
    """
    if group not in questionnaire.group_by_key:
        raise NothingChanged(group)
    seat = _locked_seat(db, focus_group, number)
    _correct(db, focus_group, seat, {"group_key": group}, FocusGroupVerb.GROUP_CORRECTED, now, by)


def correct_table(
    db: Session,
    focus_group: FocusGroup,
    number: int,
    table: str,
    now: datetime,
    by: Account | None = None,
) -> None:
    """Put a seat at the table where the person sits. Answers given elsewhere still count."""
    seat = _locked_seat(db, focus_group, number)
    if table not in {each["key"] for each in focus_group.tables}:
        raise NothingChanged(table)
    _correct(db, focus_group, seat, {"table_key": table}, FocusGroupVerb.TABLE_CORRECTED, now, by)


def mark_voided(db: Session, seat: Participant, at: datetime | None) -> None:
    db.execute(update(Participant).where(Participant.id == seat.id).values(voided_at=at))


def _correct(
    db: Session,
    focus_group: FocusGroup,
    seat: Participant,
    change: dict[str, Any],
    verb: FocusGroupVerb,
    now: datetime,
    by: Account | None,
) -> None:
    ((column, after),) = change.items()
    before = {"group_key": seat.group_key, "table_key": seat.table_key}[column]
    if before == after:
        raise NothingChanged(after)
    db.execute(update(Participant).where(Participant.id == seat.id).values(change))
    write_down(*(db, focus_group, verb, now, by), seat=seat.seat_number, before=before, after=after)


def _locked_seat(db: Session, focus_group: FocusGroup, number: int) -> Participant:
    lock_open_meeting(db, focus_group)
    seat = seat_by_number(db, focus_group.id, number)
    if seat is None:
        raise NoSuchSeat(number)
    return seat
