"""Tables of the room: closed rounds and what was answered in them, seat tickets, attendance."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assess.store.columns import Base


class ClosedRound(Base):
    """A round that was closed. The database refuses to change or delete a row.

    A meeting that is reopened and closed again gets another edition of its last round beside
    the earlier one.
    """

    __tablename__ = "closed_round"
    __table_args__ = (UniqueConstraint("focus_group_id", "number", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    focus_group_id: Mapped[int] = mapped_column(ForeignKey("focus_group.id"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    number: Mapped[int] = mapped_column(SmallInteger)
    edition: Mapped[int] = mapped_column(SmallInteger)
    questions: Mapped[list[str] | None]  # that were asked; null: all
    people: Mapped[int]  # seats that count
    answers: Mapped[int]
    answers_sha256: Mapped[str] = mapped_column(String(64))  # of the rows below, room/chain.py
    closed_at: Mapped[datetime]


class RoundAnswer(Base):
    """What a person had answered when a round closed. Never changed; deleted only with a person
    who has taken back consent or whose time is over: the database refuses the rest."""

    __tablename__ = "round_answer"
    __table_args__ = (
        CheckConstraint("level BETWEEN -2 AND 5 AND level <> 0", name="level"),
        CheckConstraint("target BETWEEN 1 AND 5", name="target"),
        {"sqlite_with_rowid": False},
    )

    closed_round_id: Mapped[int] = mapped_column(ForeignKey("closed_round.id"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id"), primary_key=True, index=True
    )
    question_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    revision: Mapped[int] = mapped_column(Integer)
    level: Mapped[int | None] = mapped_column(SmallInteger)
    target: Mapped[int | None] = mapped_column(SmallInteger)


class SeatTicket(Base):
    """A printed single-use QR for one chair. Only the token's hash is kept."""

    __tablename__ = "seat_ticket"
    __table_args__ = (UniqueConstraint("focus_group_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    focus_group_id: Mapped[int] = mapped_column(ForeignKey("focus_group.id"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    number: Mapped[int]  # on the ticket: chair 1, 2, 3
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    group_key: Mapped[str | None] = mapped_column(String(60))  # fixed by the ticket, or chosen
    table_key: Mapped[str | None] = mapped_column(String(40))
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), unique=True)
    used_at: Mapped[datetime | None]  # stays when the person's answers are deleted
    made_at: Mapped[datetime]


class Attendee(Base):
    """A name on the attendance list, given with consent, and tied to no answer sheet. Deleted
    when the person asks; the log keeps that somebody of the group attended."""

    __tablename__ = "attendee"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    focus_group_id: Mapped[int] = mapped_column(ForeignKey("focus_group.id"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[str] = mapped_column(String(120), default="")
    institution: Mapped[str] = mapped_column(String(120), default="")
    group_key: Mapped[str] = mapped_column(String(60))
    consented_at: Mapped[datetime]
