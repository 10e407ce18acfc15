"""Writing down what happens in a meeting: one chain of entries, which only grows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.room.chain import FIRST, entry_hash
from assess.store.account_tables import Account
from assess.store.tables import FocusGroup, FocusGroupEvent, FocusGroupVerb


def lock_meeting(db: Session, focus_group: FocusGroup) -> None:
    """Lock the row (PostgreSQL) and read its present state; on SQLite one writer runs anyway."""
    query = select(FocusGroup).where(FocusGroup.id == focus_group.id).with_for_update()
    db.scalars(query.execution_options(populate_existing=True)).one()


def write_down(
    db: Session,
    focus_group: FocusGroup,
    verb: FocusGroupVerb,
    now: datetime,
    by: Account | None,
    reason: str = "",
    **content: Any,
) -> FocusGroupEvent:
    """Add an entry to the meeting's log. The caller holds the meeting's lock.

    `content` must be what JSON can say, and may hold no personal data: an entry stays for ever.
    """
    last = db.execute(
        select(FocusGroupEvent.seq, FocusGroupEvent.hash)
        .where(FocusGroupEvent.focus_group_id == focus_group.id)
        .order_by(FocusGroupEvent.seq.desc())
        .limit(1)
    ).one_or_none()
    seq, before = (1, FIRST) if last is None else (last[0] + 1, last[1])
    name = by.display_name if by is not None else ""
    entry = FocusGroupEvent(
        focus_group_id=focus_group.id,
        region_id=focus_group.region_id,
        seq=seq,
        verb=verb,
        reason=reason,
        content=content,
        account_id=by.id if by is not None else None,
        by_name=name,
        at=now,
        previous_hash=before,
        hash=entry_hash(focus_group.public_id, seq, verb.value, now, name, reason, content, before),
    )
    db.add(entry)
    db.flush()
    return entry
