"""Reading the paper forms of a meeting."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.store.paper_tables import PaperSheet
from assess.store.tables import FocusGroup, Participant


def sheets_of(db: Session, focus_group: FocusGroup) -> list[tuple[PaperSheet, int | None]]:
    """Every form that was begun, with the number of the seat that it became."""
    query = (
        select(PaperSheet, Participant.seat_number)
        .outerjoin(Participant, Participant.id == PaperSheet.participant_id)
        .where(PaperSheet.focus_group_id == focus_group.id)
        .order_by(PaperSheet.number)
    )
    return [(sheet, seat) for sheet, seat in db.execute(query)]


def sheet_by_number(db: Session, focus_group: FocusGroup, number: int) -> PaperSheet | None:
    query = select(PaperSheet).where(
        PaperSheet.focus_group_id == focus_group.id, PaperSheet.number == number
    )
    return db.scalar(query)


def next_number(db: Session, focus_group: FocusGroup) -> int:
    query = select(func.max(PaperSheet.number)).where(PaperSheet.focus_group_id == focus_group.id)
    return (db.scalar(query) or 0) + 1
