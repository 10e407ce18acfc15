"""Tables of packed meetings: which laptops are trusted, what was taken in, who may not come back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assess.store.columns import Base


class TrustedKey(Base):
    """A laptop whose packed meetings are taken in: somebody compared the fingerprint of its key
    with the one that the laptop shows."""

    __tablename__ = "trusted_key"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    regions: Mapped[list[str] | None]  # Kemendagri codes that it may speak for; null: any
    added_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class MergedPack(Base):
    """A packed meeting that was taken in, with what it added and where both sides disagree. The
    database refuses to change or delete a row."""

    __tablename__ = "merged_pack"
    __table_args__ = (UniqueConstraint("focus_group_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    focus_group_id: Mapped[int] = mapped_column(ForeignKey("focus_group.id"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))  # of the signed file
    fingerprint: Mapped[str] = mapped_column(String(64))  # of the key that signed it
    packed_at: Mapped[datetime]
    merged_at: Mapped[datetime]
    log: Mapped[str] = mapped_column(String(10))  # how its log stood to ours, see room/logs.py
    added: Mapped[dict[str, Any]]  # seats, events, rounds, entries, ... -> number
    # seat number, question, operation ids: what was said stays in the events
    conflicts: Mapped[list[dict[str, Any]]]
    branch: Mapped[list[dict[str, Any]]]  # entries of a log that parted from ours, as they came


class WithdrawnSeat(Base):
    """The bare name of a seat whose person was deleted, so that no older copy brings it back."""

    __tablename__ = "withdrawn_seat"

    public_id: Mapped[str] = mapped_column(String(22), primary_key=True)
    focus_group_id: Mapped[int] = mapped_column(ForeignKey("focus_group.id"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
