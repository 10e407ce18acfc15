"""Reading what the minutes of a meeting say of people: names given with consent, seats counted."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.store.room_tables import Attendee
from assess.store.scope import RegionScope
from assess.store.tables import Draft, DraftKind, FocusGroup, Participant


def attendees_of(db: Session, focus_group_id: int) -> Sequence[Attendee]:
    query = select(Attendee).where(Attendee.focus_group_id == focus_group_id)
    return db.scalars(query.order_by(Attendee.group_key, Attendee.name, Attendee.id)).all()


def attendee_by_public_id(db: Session, focus_group_id: int, public_id: str) -> Attendee | None:
    query = select(Attendee).where(
        Attendee.public_id == public_id, Attendee.focus_group_id == focus_group_id
    )
    return db.scalars(query).one_or_none()


def seats_of(db: Session, focus_group_id: int) -> dict[str, tuple[int, int]]:
    """group -> (seats that count, seats that were voided)."""
    query = (
        select(
            Participant.group_key,
            func.count() - func.count(Participant.voided_at),
            func.count(Participant.voided_at),
        )
        .where(Participant.focus_group_id == focus_group_id)
        .group_by(Participant.group_key)
    )
    return {group: (seats, voided) for group, seats, voided in db.execute(query)}


def minutes_of(db: Session, focus_group: FocusGroup, most: int = 20) -> Sequence[Draft]:
    """Documents of minutes that were asked for, the newest first."""
    query = select(Draft).where(
        Draft.focus_group_id == focus_group.id, Draft.kind == DraftKind.MINUTES
    )
    return db.scalars(query.order_by(Draft.id.desc()).limit(most)).all()


def minutes_by_public_id(db: Session, scope: RegionScope, public_id: str) -> Draft | None:
    query = select(Draft).where(
        Draft.public_id == public_id,
        Draft.kind == DraftKind.MINUTES,
        scope.where(Draft.region_id),
    )
    return db.scalars(query).one_or_none()
