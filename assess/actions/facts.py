"""Stating facts about a region. A new statement replaces the one before it and keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from assess.store.account_tables import Account
from assess.store.tables import Assessment, Fact


class SourceMissing(ValueError):
    """A fact that nobody can check again is none."""


@dataclass(frozen=True)
class Statement:
    """What an official states; `value` was checked by assess.inventory.facts."""

    question_id: str
    value: dict[str, Any]
    as_of: date | None
    source: str
    stated_by: str = ""
    approximate: bool = False
    disputed: str = ""


def state_fact(
    db: Session,
    assessment: Assessment,
    statement: Statement,
    now: datetime,
    by: Account | None = None,
) -> Fact:
    if not statement.source.strip():
        raise SourceMissing(statement.question_id)
    db.execute(
        update(Fact)
        .where(
            Fact.assessment_id == assessment.id,
            Fact.question_id == statement.question_id,
            Fact.replaced_at.is_(None),
        )
        .values(replaced_at=now)
    )
    fact = Fact(
        assessment_id=assessment.id,
        region_id=assessment.region_id,
        question_id=statement.question_id,
        value=statement.value,
        as_of=statement.as_of,
        source=statement.source.strip(),
        stated_by=statement.stated_by.strip(),
        approximate=statement.approximate,
        disputed=statement.disputed.strip(),
        recorded_at=now,
        recorded_by=by.id if by is not None else None,
    )
    db.add(fact)
    db.flush()
    return fact
