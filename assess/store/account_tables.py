"""Tables of those who log in: accounts, their regions, log-ins, failed attempts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assess.store.columns import Base, one_of
from assess.store.tables import Region


class Role(StrEnum):
    ADMINISTRATOR = "administrator"  # accounts and every region
    FACILITATOR = "facilitator"  # leads assessments of own regions, creates regions
    OFFICIAL = "official"  # fills in facts, reads results and drafts of own regions
    REVIEWER = "reviewer"  # reads and compares own regions


class Account(Base):
    __tablename__ = "account"
    __table_args__ = (one_of("role", Role, "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    display_name: Mapped[str] = mapped_column(String(100))
    role: Mapped[Role] = mapped_column(String(20))
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    regions: Mapped[list[Region]] = relationship(secondary="account_region", lazy="raise")


class AccountRegion(Base):
    """Which regions an account works in. Administrators need no row."""

    __tablename__ = "account_region"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), primary_key=True)


class LogIn(Base):
    """One browser of one account. Logging out deletes the row; only the token's hash is kept."""

    __tablename__ = "log_in"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class FailedAttempt(Base):
    """A wrong join code, resume code or password. Only failures are counted: a hall shares
    one address, so successes must never be limited by it."""

    __tablename__ = "failed_attempt"
    __table_args__ = (Index("ix_failed_attempt_kind_subject_at", "kind", "subject", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(64))  # hash of an address or a user name
    at: Mapped[datetime]
