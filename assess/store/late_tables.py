"""What phones hand over after a meeting has closed: held apart, and no answer until admitted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assess.store.columns import Base


class LateOperation(Base):
    """Operations of one phone that came after the closing, under the code that its owner tells
    the facilitator. They change nothing until a facilitator admits them."""

    __tablename__ = "late_operation"
    __table_args__ = (UniqueConstraint("participant_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    focus_group_id: Mapped[int] = mapped_column(ForeignKey("focus_group.id"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    code: Mapped[str] = mapped_column(String(12))  # drawn on the phone, which may be offline
    # operation_id, question_id, base_revision, and what was given: level, target, horizon, ...
    operations: Mapped[list[dict[str, Any]]]
    outcomes: Mapped[dict[str, Any]]  # operation id -> outcome, once admitted
    received_at: Mapped[datetime]
    admitted_at: Mapped[datetime | None]
