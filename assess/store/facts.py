"""Reading facts: what holds now, and what was stated before."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from assess.store.account_tables import Account
from assess.store.tables import Assessment, Fact


@dataclass(frozen=True)
class FactStatement:
    """A fact as it was stated, with the name of the account that wrote it down."""

    fact: Fact
    recorded_by: str | None


def current_facts(db: Session, assessment: Assessment) -> dict[str, Fact]:
    """The latest statement of each fact question, by question id."""
    query = _of(assessment).where(Fact.replaced_at.is_(None)).order_by(Fact.recorded_at, Fact.id)
    return {fact.question_id: fact for fact in db.scalars(query)}


def current_fact(db: Session, assessment: Assessment, question_id: str) -> Fact | None:
    query = _of(assessment).where(Fact.question_id == question_id, Fact.replaced_at.is_(None))
    return db.scalar(query.order_by(Fact.id.desc()).limit(1))


def statements_of(db: Session, assessment: Assessment, question_id: str) -> list[FactStatement]:
    """Every statement of one fact, the newest first."""
    query = (
        select(Fact, Account.display_name)
        .outerjoin(Account, Account.id == Fact.recorded_by)
        .where(Fact.assessment_id == assessment.id, Fact.question_id == question_id)
        .order_by(Fact.recorded_at.desc(), Fact.id.desc())
    )
    return [FactStatement(fact, name) for fact, name in db.execute(query)]


def _of(assessment: Assessment) -> Select[Fact]:
    return select(Fact).where(Fact.assessment_id == assessment.id)
