"""What the minutes need beyond what happens by itself: attendance, decisions, action points.

A name stands on the attendance list with consent, in a row that can be deleted; the log keeps
only its random id. Decisions and action points are words of the meeting and stay in the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from assess.actions.identifiers import new_public_id
from assess.actions.proceedings import lock_meeting, write_down
from assess.store.account_tables import Account
from assess.store.room_tables import Attendee
from assess.store.tables import FocusGroup, FocusGroupVerb


class ConsentMissing(ValueError):
    """Nobody is named without having agreed to it."""


@dataclass(frozen=True)
class NewAttendee:
    name: str
    group_key: str
    position: str = ""
    institution: str = ""
    consents: bool = False


def add_attendee(
    db: Session, focus_group: FocusGroup, new: NewAttendee, now: datetime, by: Account | None
) -> Attendee:
    if not new.consents:
        raise ConsentMissing(focus_group.public_id)
    lock_meeting(db, focus_group)
    attendee = Attendee(
        public_id=new_public_id(),
        focus_group_id=focus_group.id,
        region_id=focus_group.region_id,
        name=new.name,
        position=new.position,
        institution=new.institution,
        group_key=new.group_key,
        consented_at=now,
    )
    db.add(attendee)
    write_down(
        *(db, focus_group, FocusGroupVerb.ATTENDED, now, by),
        attendee=attendee.public_id,
        group=new.group_key,
    )
    return attendee


def remove_attendee(
    db: Session, focus_group: FocusGroup, attendee: Attendee, now: datetime, by: Account | None
) -> None:
    """The name is deleted; that somebody of the group attended stays written."""
    lock_meeting(db, focus_group)
    db.delete(attendee)
    write_down(
        *(db, focus_group, FocusGroupVerb.ATTENDANCE_REMOVED, now, by),
        attendee=attendee.public_id,
    )


def decide(
    db: Session,
    focus_group: FocusGroup,
    text: str,
    question: str | None,
    now: datetime,
    by: Account | None,
) -> None:
    lock_meeting(db, focus_group)
    write_down(*(db, focus_group, FocusGroupVerb.DECISION, now, by), text=text, question=question)


def plan_action(
    db: Session,
    focus_group: FocusGroup,
    text: str,
    owner: str,
    due: date,
    now: datetime,
    by: Account | None,
) -> None:
    lock_meeting(db, focus_group)
    write_down(
        *(db, focus_group, FocusGroupVerb.ACTION_POINT, now, by),
        text=text,
        owner=owner,
        due=due.isoformat(),
    )
