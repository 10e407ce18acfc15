"""Taking back consent, and deleting what may not be kept any longer (UU 27/2022)."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from assess.actions.proceedings import write_down
from assess.actions.scorecards import freeze
from assess.store.account_tables import FailedAttempt, LogIn
from assess.store.late_tables import LateOperation
from assess.store.pack_tables import WithdrawnSeat
from assess.store.paper_tables import PaperSheet
from assess.store.room_tables import RoundAnswer, SeatTicket
from assess.store.tables import (
    Answer,
    AnswerEvent,
    Assessment,
    FocusGroup,
    FocusGroupState,
    FocusGroupVerb,
    Participant,
    SeatToken,
)

logger = logging.getLogger(__name__)

KEEP_FAILURES = timedelta(days=1)
KEEP_LOG_INS = timedelta(days=1)


def withdraw(db: Session, participant_id: int, now: datetime) -> None:
    """Delete everything that one person gave; only that somebody withdrew is written down.

    A closed meeting is frozen anew without the person, and its result is stored beside the old
    one: results that were shown stay what they were.
    """
    participant = db.get_one(Participant, participant_id)
    focus_group = db.execute(
        select(FocusGroup).where(FocusGroup.id == participant.focus_group_id).with_for_update()
    ).scalar_one()
    delete_people(db, [participant_id], now)
    write_down(db, focus_group, FocusGroupVerb.WITHDRAWN, now, None)
    if focus_group.state == FocusGroupState.CLOSED:
        freeze(db, focus_group, now)
    db.flush()
    logger.info("an answer sheet of focus group %s withdrawn", focus_group.id)


def delete_what_is_due(db: Session, today: date, now: datetime) -> int:
    """Delete people and answers of assessments past their date, and traces that have served.

    Frozen results stay: they hold no person. Returns the number of people deleted.
    """
    due = select(FocusGroup.id).join(Assessment).where(Assessment.keep_until < today)
    people = db.scalars(select(Participant.id).where(Participant.focus_group_id.in_(due))).all()
    if people:
        delete_people(db, list(people), now)
        groups = db.scalars(select(FocusGroup).where(FocusGroup.id.in_(due)))
        for focus_group in groups:
            focus_group.frozen_ratings = None
    db.execute(delete(PaperSheet).where(PaperSheet.focus_group_id.in_(due)))
    db.execute(delete(FailedAttempt).where(FailedAttempt.at < now - KEEP_FAILURES))
    db.execute(delete(LogIn).where(LogIn.started_at < now - KEEP_LOG_INS))
    db.flush()
    if people:
        logger.info("%s answer sheets past their date deleted", len(people))
    return len(people)


def delete_people(db: Session, people: list[int], now: datetime) -> None:
    """The mark comes first: the database lets go of a round's answers only with it.

    The bare names of the seats stay, so that an older copy of the meeting brings nobody back.
    """
    db.execute(update(Participant).where(Participant.id.in_(people)).values(erased_at=now))
    db.execute(
        update(SeatTicket).where(SeatTicket.participant_id.in_(people)).values(participant_id=None)
    )
    for table in (RoundAnswer, Answer, AnswerEvent, LateOperation, SeatToken, PaperSheet):
        db.execute(delete(table).where(table.participant_id.in_(people)))
    db.execute(
        insert(WithdrawnSeat).from_select(
            ["public_id", "focus_group_id", "region_id"],
            select(Participant.public_id, Participant.focus_group_id, Participant.region_id).where(
                Participant.id.in_(people)
            ),
        )
    )
    db.execute(delete(Participant).where(Participant.id.in_(people)))
