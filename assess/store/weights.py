"""Reading weights: the experts, what each entered last, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from assess.scoring.expert_panel import WeightMethod
from assess.store.account_tables import Account
from assess.store.tables import Assessment, StoredScorecard
from assess.store.weight_tables import AdoptedWeights, WeightEntry, WeightExpert


@dataclass(frozen=True)
class Decision:
    """Weights as they were adopted, with the name of the account that did it."""

    adopted: AdoptedWeights
    by: str | None


def experts_of(db: Session, assessment: Assessment) -> Sequence[WeightExpert]:
    """In the order of their numbers."""
    query = select(WeightExpert).where(WeightExpert.assessment_id == assessment.id)
    return db.scalars(query.order_by(WeightExpert.number)).all()


def expert_of(db: Session, assessment: Assessment, number: int) -> WeightExpert | None:
    query = select(WeightExpert).where(
        WeightExpert.assessment_id == assessment.id, WeightExpert.number == number
    )
    return db.scalar(query)


def expert_by_token(db: Session, token: str) -> WeightExpert | None:
    """Whoever holds the link; with assessment, region and questionnaire version."""
    assessment = joinedload(WeightExpert.assessment)
    query = (
        select(WeightExpert)
        .options(
            assessment.joinedload(Assessment.region),
            assessment.joinedload(Assessment.questionnaire_version),
        )
        .where(WeightExpert.token == token)
    )
    return db.scalar(query)


def current_entries(db: Session, assessment: Assessment) -> Sequence[WeightEntry]:
    """What holds of every expert, in the order of the experts."""
    query = (
        select(WeightEntry)
        .join(WeightExpert, WeightExpert.id == WeightEntry.expert_id)
        .where(WeightEntry.assessment_id == assessment.id, WeightEntry.replaced_at.is_(None))
        .order_by(WeightExpert.number, WeightEntry.id)
    )
    return db.scalars(query).all()


def entries_of_expert(db: Session, expert: WeightExpert) -> Sequence[WeightEntry]:
    query = select(WeightEntry).where(
        WeightEntry.expert_id == expert.id, WeightEntry.replaced_at.is_(None)
    )
    return db.scalars(query.order_by(WeightEntry.id)).all()


def adopted_now(db: Session, assessment_id: int) -> Sequence[AdoptedWeights]:
    """What holds of every set; a set that is not named has the questionnaire's weights."""
    query = select(AdoptedWeights).where(
        AdoptedWeights.assessment_id == assessment_id, AdoptedWeights.replaced_at.is_(None)
    )
    return db.scalars(query.order_by(AdoptedWeights.id)).all()


def decisions_on(db: Session, assessment: Assessment, set_key: str) -> list[Decision]:
    """Every decision on one set, the newest first."""
    query = (
        select(AdoptedWeights, Account.display_name)
        .outerjoin(Account, Account.id == AdoptedWeights.adopted_by)
        .where(AdoptedWeights.assessment_id == assessment.id, AdoptedWeights.set_key == set_key)
        .order_by(AdoptedWeights.id.desc())
    )
    return [Decision(adopted, name) for adopted, name in db.execute(query)]


def first_result_at(db: Session, assessment_id: int) -> datetime | None:
    """When the first result of an assessment was computed; None while there is none."""
    query = select(StoredScorecard.computed_at).where(
        StoredScorecard.assessment_id == assessment_id
    )
    return db.scalar(query.order_by(StoredScorecard.id).limit(1))


def highest_expert_number(db: Session, assessment: Assessment) -> int:
    query = select(func.max(WeightExpert.number)).where(WeightExpert.assessment_id == assessment.id)
    return db.scalar(query) or 0


def is_own(adopted: AdoptedWeights) -> bool:
    """Whether a decision puts weights of its own in the place of the questionnaire's."""
    return WeightMethod(adopted.method) is not WeightMethod.INSTRUMENT
