"""Two phones of one person: one seat is kept, the other voided with a link to it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from assess.actions.answers import Operation, record
from assess.actions.proceedings import write_down
from assess.actions.seating import (
    NoSuchSeat,
    SeatCounts,
    SeatIsVoided,
    lock_open_meeting,
    mark_voided,
)
from assess.questionnaire.answers import GivenAnswer
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.routing import sections_for
from assess.store.account_tables import Account
from assess.store.answers import StoredAnswer, answers_of
from assess.store.seating import merge_of_voided, seat_by_number, seat_for_recording
from assess.store.tables import FocusGroup, FocusGroupVerb, Participant

logger = logging.getLogger(__name__)


class SameSeat(ValueError):
    """A seat cannot be merged with itself."""


class RoundOver(RuntimeError):
    """Answers would be carried over, and no round is open that could take them."""


@dataclass(frozen=True)
class Merge:
    """What merging two seats does.

    carried : questions that only the seat that goes had answered
    conflicts : questions that both answered, and differently; the kept answer stays
    """

    carried: tuple[str, ...]
    conflicts: tuple[str, ...]


def merge_seats(
    db: Session,
    focus_group: FocusGroup,
    questionnaire: Questionnaire,
    *,
    kept: int,
    voided: int,
    now: datetime,
    by: Account | None = None,
) -> Merge:
    """Carry over what only the other seat has answered, and void that seat.

    The answers are recorded as a phone's would be: nothing is overwritten.
    """
    lock_open_meeting(db, focus_group)
    if kept == voided:
        raise SameSeat(kept)
    stays, goes = (_counting(db, focus_group, number) for number in (kept, voided))
    operation = f"merge-{uuid4().hex}"
    merge, moved = _compared(db, questionnaire, stays, goes)
    if moved:
        if not focus_group.answering:
            raise RoundOver(focus_group.public_id)
        operations = [
            Operation(operation, each.question_id, 0, GivenAnswer(*each.content)) for each in moved
        ]
        record(db, seat_for_recording(db, stays.id), operations, now)
    mark_voided(db, goes, now)
    write_down(
        *(db, focus_group, FocusGroupVerb.SEATS_MERGED, now, by),
        kept=kept,
        voided=voided,
        carried=list(merge.carried),
        conflicts=list(merge.conflicts),
        operation=operation,
    )
    logger.info("seat %s of focus group %s merged into %s", voided, focus_group.id, kept)
    return merge


def undo_merge(
    db: Session, focus_group: FocusGroup, number: int, now: datetime, by: Account | None = None
) -> None:
    """Two people after all: the seat counts again, and answers that were carried over are taken
    out where the kept seat has not changed them since."""
    lock_open_meeting(db, focus_group)
    goes = seat_by_number(db, focus_group.id, number)
    if goes is None:
        raise NoSuchSeat(number)
    merged = merge_of_voided(db, focus_group.id, number)
    if merged is None:
        raise SeatCounts(number)
    stays = seat_by_number(db, focus_group.id, merged["kept"])
    carried = [] if stays is None else _still_as_carried(db, stays, merged["operation"])
    if stays is not None and carried:
        if not focus_group.answering or stays.voided_at is not None:
            raise RoundOver(focus_group.public_id)
        operation = f"unmerge-{uuid4().hex}"
        operations = [
            Operation(operation, each.question_id, each.revision, GivenAnswer()) for each in carried
        ]
        record(db, seat_for_recording(db, stays.id), operations, now)
    mark_voided(db, goes, None)
    write_down(db, focus_group, FocusGroupVerb.SEAT_RESTORED, now, by, seat=number)


def _compared(
    db: Session, questionnaire: Questionnaire, stays: Participant, goes: Participant
) -> tuple[Merge, list[StoredAnswer]]:
    asked = [
        question.id
        for section in sections_for(questionnaire, stays.group_key)
        for question in section.questions
    ]
    ours, theirs = answers_of(db, stays.id), answers_of(db, goes.id)
    given = [theirs[key] for key in asked if key in theirs and theirs[key].given]
    moved = [each for each in given if each.question_id not in ours]
    differing = [
        each.question_id
        for each in given
        if each.question_id in ours and ours[each.question_id].content != each.content
    ]
    return Merge(tuple(each.question_id for each in moved), tuple(differing)), moved


def _still_as_carried(db: Session, stays: Participant, operation: str) -> list[StoredAnswer]:
    return [each for each in answers_of(db, stays.id).values() if each.operation_id == operation]


def _counting(db: Session, focus_group: FocusGroup, number: int) -> Participant:
    seat = seat_by_number(db, focus_group.id, number)
    if seat is None:
        raise NoSuchSeat(number)
    if seat.voided_at is not None:
        raise SeatIsVoided(number)
    return seat
