"""Opening, closing and reopening focus groups."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.actions.identifiers import new_join_code, new_join_token, new_public_id
from assess.actions.proceedings import lock_meeting, write_down
from assess.actions.rounds import end_answering
from assess.actions.scorecards import compute, freeze
from assess.store.account_tables import Account
from assess.store.questionnaires import questionnaire_of
from assess.store.tables import Assessment, FocusGroup, FocusGroupState, FocusGroupVerb

logger = logging.getLogger(__name__)


class FocusGroupClosed(RuntimeError):
    """The meeting is closed already: it cannot be closed again."""


class FocusGroupOpen(RuntimeError):
    """The meeting is open: it cannot be reopened."""


class ReasonMissing(ValueError):
    """Reopening changes a result that was shown; without a reason it is refused."""


@dataclass(frozen=True)
class NewFocusGroup:
    title: str
    place: str
    starts_at: datetime
    time_zone: str
    agenda: str = ""
    expected_heads: Mapping[str, int] = field(default_factory=dict)


def create_focus_group(
    db: Session,
    assessment: Assessment,
    new: NewFocusGroup,
    now: datetime,
    by: Account | None = None,
) -> FocusGroup:
    focus_group = FocusGroup(
        public_id=new_public_id(),
        assessment=assessment,
        region_id=assessment.region_id,
        title=new.title,
        place=new.place,
        starts_at=new.starts_at,
        time_zone=new.time_zone,
        agenda=new.agenda,
        expected_heads={key: heads for key, heads in new.expected_heads.items() if heads > 0},
        join_code=unused_join_code(db),
        join_token=new_join_token(),
        state=FocusGroupState.OPEN,
        created_at=now,
    )
    db.add(focus_group)
    db.flush()
    write_down(db, focus_group, FocusGroupVerb.OPENED, now, by)
    return focus_group


def close_focus_group(
    db: Session, focus_group: FocusGroup, now: datetime, by: Account | None = None
) -> None:
    """Close the meeting and freeze its ratings. Every answer received before is inside them.

    The row is locked first: an answer that is being written holds a share of this lock, so the
    freezing waits for it, and an answer that comes later finds the meeting closed.
    """
    lock_meeting(db, focus_group)
    if focus_group.state == FocusGroupState.CLOSED:
        raise FocusGroupClosed(focus_group.public_id)
    if focus_group.answering:
        end_answering(db, focus_group, now, by)
    focus_group.state = FocusGroupState.CLOSED
    focus_group.closed_at = now
    focus_group.open_until = None
    write_down(db, focus_group, FocusGroupVerb.CLOSED, now, by)
    freeze(db, focus_group, now)
    logger.info("focus group %s closed", focus_group.id)


def reopen_focus_group(
    db: Session,
    focus_group: FocusGroup,
    reason: str,
    now: datetime,
    by: Account | None = None,
    *,
    minutes: int | None = None,
) -> None:
    """Take answers again, until somebody closes or for some minutes. Results computed so far stay
    stored; the meeting leaves the current result until it is closed again, so what the others say
    is computed anew."""
    if not reason.strip():
        raise ReasonMissing(focus_group.public_id)
    lock_meeting(db, focus_group)
    if focus_group.state == FocusGroupState.OPEN:
        raise FocusGroupOpen(focus_group.public_id)
    focus_group.state = FocusGroupState.OPEN
    focus_group.answering = True
    focus_group.closed_at = None
    focus_group.open_until = now + timedelta(minutes=minutes) if minutes else None
    focus_group.frozen_ratings = None
    how_long = {"minutes": minutes} if minutes else {}
    write_down(db, focus_group, FocusGroupVerb.REOPENED, now, by, reason.strip(), **how_long)
    assessment = db.get_one(Assessment, focus_group.assessment_id)
    compute(db, assessment.id, assessment.region_id, questionnaire_of(db, assessment), now)
    logger.info("focus group %s reopened", focus_group.id)


def focus_groups_past_deadline(db: Session, now: datetime) -> list[int]:
    """Ids of the meetings that were reopened for some minutes, which are over."""
    query = select(FocusGroup.id).where(
        FocusGroup.state == FocusGroupState.OPEN, FocusGroup.open_until <= now
    )
    return list(db.scalars(query))


def close_at_deadline(db: Session, focus_group_id: int, now: datetime) -> bool:
    """Close a meeting whose minutes are over; False where a person was quicker."""
    focus_group = db.get_one(FocusGroup, focus_group_id)
    lock_meeting(db, focus_group)
    if focus_group.open_until is None or now < focus_group.open_until:
        return False
    close_focus_group(db, focus_group, now)
    return True


def unused_join_code(db: Session, wish: str | None = None) -> str:
    """A code that no meeting of this server has; the wish where it can be granted."""
    code = wish or new_join_code()
    while db.scalar(select(FocusGroup.id).where(FocusGroup.join_code == code)) is not None:
        code = new_join_code()
    return code
