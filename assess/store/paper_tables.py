"""The table of paper forms: each is keyed twice, and counts when both are the same."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assess.store.columns import Base


class PaperSheet(Base):
    """A paper form of one person. It is deleted with the person."""

    __tablename__ = "paper_sheet"
    __table_args__ = (UniqueConstraint("focus_group_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    focus_group_id: Mapped[int] = mapped_column(ForeignKey("focus_group.id"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    number: Mapped[int]  # on the form
    group_key: Mapped[str] = mapped_column(String(60))
    institution: Mapped[str] = mapped_column(String(120), default="")
    consents: Mapped[dict[str, Any]]  # consent option key -> ticked
    # question -> what was given: level, target, horizon, note, evidence; nothing where empty
    first: Mapped[dict[str, Any]]
    first_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    first_at: Mapped[datetime]
    second: Mapped[dict[str, Any] | None]
    second_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    second_at: Mapped[datetime | None]
    settled: Mapped[dict[str, Any] | None]  # what counts, once both agree or were settled
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[datetime | None]
    differences: Mapped[int] = mapped_column(default=0)  # questions that had to be settled
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), unique=True)
