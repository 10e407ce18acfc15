"""Failed attempts at codes. Only failures are counted: a hall shares one address."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.store.account_tables import FailedAttempt


def number_of_failures(session: Session, kind: str, subject: str, since: datetime) -> int:
    statement = select(func.count()).where(
        FailedAttempt.kind == kind,
        FailedAttempt.subject == hashed_subject(subject),
        FailedAttempt.at > since,
    )
    return session.execute(statement).scalar_one()


def add_failure(session: Session, kind: str, subject: str, at: datetime) -> None:
    session.add(FailedAttempt(kind=kind, subject=hashed_subject(subject), at=at))
    session.flush()


def hashed_subject(subject: str) -> str:
    """Addresses are personal data: only a hash is kept."""
    return hashlib.sha256(subject.encode("utf-8", "replace")).hexdigest()
