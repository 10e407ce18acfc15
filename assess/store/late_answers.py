"""Reading what phones handed over late: how much of which group under which code, not what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.store.late_tables import LateOperation
from assess.store.tables import FocusGroup, Participant


@dataclass(frozen=True)
class LateListing:
    """One phone's late answers, as the facilitator may see them."""

    code: str
    group_key: str
    number: int  # of questions
    received_at: datetime
    admitted_at: datetime | None


def late_listings_of(db: Session, focus_group: FocusGroup) -> list[LateListing]:
    query = (
        select(LateOperation, Participant.group_key)
        .join(Participant, Participant.id == LateOperation.participant_id)
        .where(LateOperation.focus_group_id == focus_group.id)
        .order_by(LateOperation.received_at, LateOperation.id)
    )
    return [
        LateListing(
            code=late.code,
            group_key=group,
            number=len({each["question_id"] for each in late.operations}),
            received_at=late.received_at,
            admitted_at=late.admitted_at,
        )
        for late, group in db.execute(query)
    ]


def late_operation_by_code(db: Session, focus_group: FocusGroup, code: str) -> LateOperation | None:
    query = select(LateOperation).where(
        LateOperation.focus_group_id == focus_group.id, LateOperation.code == code
    )
    return db.scalars(query.order_by(LateOperation.id).limit(1)).one_or_none()


def late_operation_of(db: Session, participant_id: int, code: str) -> LateOperation | None:
    query = select(LateOperation).where(
        LateOperation.participant_id == participant_id, LateOperation.code == code
    )
    return db.scalars(query).one_or_none()


def number_of_codes(db: Session, participant_id: int) -> int:
    query = select(LateOperation.id).where(LateOperation.participant_id == participant_id)
    return len(db.scalars(query).all())
