"""Asking for a document (draft masterplan, minutes), and what becomes of it: queued, running, ready or failed.

The row is the queue. Whoever asks writes it in the same transaction as everything else, so no
draft is lost between a commit and a message, and a worker takes it with one guarded update.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from assess.actions.identifiers import new_public_id
from assess.actions.scorecards import current_scorecard
from assess.store.account_tables import Account
from assess.store.tables import (
    Assessment,
    Draft,
    DraftKind,
    DraftState,
    FocusGroup,
    FocusGroupEvent,
)

INTERRUPTED = "interrupted"  # the worker stopped while it was at it
MOST_WAITING = 5  # of one region


class NothingToReport(Exception):
    """No meeting is closed yet, so there is no result to write about."""


class TooManyWaiting(Exception):
    """The region has enough drafts in the queue."""


def request_draft(
    db: Session, assessment: Assessment, language: str, now: datetime, by: Account | None
) -> Draft:
    """A queued draft; the one that waits already where the same is asked for twice."""
    current = current_scorecard(db, assessment)
    if current is None:
        raise NothingToReport
    waiting = _waiting(db, assessment)
    for draft in waiting:
        same = (draft.kind, draft.assessment_id, draft.language, draft.scorecard_id)
        if same == (DraftKind.MASTERPLAN, assessment.id, language, current.stored.id):
            return draft
    if len(waiting) >= MOST_WAITING:
        raise TooManyWaiting
    draft = Draft(
        public_id=new_public_id(),
        assessment_id=assessment.id,
        region_id=assessment.region_id,
        language=language,
        state=DraftState.QUEUED,
        scorecard_id=current.stored.id,
        requested_by=by.id if by else None,
        requested_at=now,
    )
    db.add(draft)
    db.flush()
    return draft


def request_minutes(
    db: Session, focus_group: FocusGroup, language: str, now: datetime, by: Account | None
) -> Draft:
    """Queued minutes of the log as it is now; the same that wait already where asked twice."""
    last = db.scalar(
        select(func.max(FocusGroupEvent.seq)).where(
            FocusGroupEvent.focus_group_id == focus_group.id
        )
    )
    assessment = db.get_one(Assessment, focus_group.assessment_id)
    waiting = _waiting(db, assessment)
    for draft in waiting:
        if (draft.focus_group_id, draft.language, draft.log_seq) == (
            focus_group.id,
            language,
            last,
        ):
            return draft
    if len(waiting) >= MOST_WAITING:
        raise TooManyWaiting
    draft = Draft(
        public_id=new_public_id(),
        kind=DraftKind.MINUTES,
        focus_group_id=focus_group.id,
        log_seq=last,
        assessment_id=assessment.id,
        region_id=assessment.region_id,
        language=language,
        state=DraftState.QUEUED,
        requested_by=by.id if by else None,
        requested_at=now,
    )
    db.add(draft)
    db.flush()
    return draft


def take_next_draft(db: Session) -> Draft | None:
    """The oldest queued draft, now running; None where none waits or another worker was faster."""
    oldest = select(Draft.id).where(Draft.state == DraftState.QUEUED).order_by(Draft.id).limit(1)
    taken = db.execute(
        update(Draft)
        .where(Draft.id == oldest.scalar_subquery(), Draft.state == DraftState.QUEUED)
        .values(state=DraftState.RUNNING)
        .returning(Draft.id)
    ).scalar()
    return None if taken is None else db.get_one(Draft, taken)


def finish_draft(db: Session, draft_id: int, sha256: str, pages: int, now: datetime) -> None:
    _end(db, draft_id, state=DraftState.READY, sha256=sha256, pages=pages, reason="", at=now)


def fail_draft(db: Session, draft_id: int, reason: str, now: datetime) -> None:
    _end(db, draft_id, state=DraftState.FAILED, reason=reason, at=now)


def put_back_interrupted(db: Session, now: datetime) -> None:
    """At the start of the only worker: what still runs was interrupted. Tried once more, then
    given up, so that a draft which kills the worker does not do so for ever."""
    running = Draft.state == DraftState.RUNNING
    db.execute(
        update(Draft)
        .where(running, Draft.reason == INTERRUPTED)
        .values(state=DraftState.FAILED, finished_at=now)
    )
    db.execute(update(Draft).where(running).values(state=DraftState.QUEUED, reason=INTERRUPTED))


def _end(db: Session, draft_id: int, *, at: datetime, **values: object) -> None:
    """Only a running draft ends: a second end has no effect."""
    db.execute(
        update(Draft)
        .where(Draft.id == draft_id, Draft.state == DraftState.RUNNING)
        .values(finished_at=at, **values)
    )


def _waiting(db: Session, assessment: Assessment) -> list[Draft]:
    waiting = Draft.state.in_((DraftState.QUEUED, DraftState.RUNNING))
    query = select(Draft).where(Draft.region_id == assessment.region_id, waiting)
    return list(db.scalars(query.order_by(Draft.id)))
