"""Reading accounts and the failures that slow a guesser down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from assess.store.account_tables import Account, FailedAttempt


@dataclass(frozen=True)
class Failures:
    """Failures of one subject: how many, and when the last one was."""

    number: int
    last: datetime


def account_by_username(db: Session, username: str) -> Account | None:
    return db.scalar(select(Account).where(Account.username == username))


def accounts_with_regions(db: Session) -> list[Account]:
    query = select(Account).options(selectinload(Account.regions)).order_by(Account.username)
    return list(db.scalars(query))


def failures_since(
    db: Session, kind: str, subjects: Sequence[str], since: datetime
) -> dict[str, Failures]:
    query = (
        select(FailedAttempt.subject, func.count(), func.max(FailedAttempt.at))
        .where(
            FailedAttempt.kind == kind,
            FailedAttempt.subject.in_(subjects),
            FailedAttempt.at > since,
        )
        .group_by(FailedAttempt.subject)
    )
    return {
        subject: Failures(number=number, last=last) for subject, number, last in db.execute(query)
    }
