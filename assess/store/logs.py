"""The newest entry of a meeting's log."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.store.tables import FocusGroupEvent


def head_of_log(db: Session, focus_group_id: int) -> str | None:
    """Its hash: while it stands, nothing was written down in the meeting."""
    query = (
        select(FocusGroupEvent.hash)
        .where(FocusGroupEvent.focus_group_id == focus_group_id)
        .order_by(FocusGroupEvent.seq.desc())
        .limit(1)
    )
    return db.scalar(query)
