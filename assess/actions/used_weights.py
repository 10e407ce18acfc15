"""The adopted weights that a result is computed with, and the copy of them that it keeps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.scoring.expert_panel import WeightMethod
from assess.scoring.sibling_sets import UsedWeights, Weights
from assess.store.tables import Assessment
from assess.store.weight_tables import AdoptedWeights
from assess.store.weights import adopted_now, is_own


def weights_in_force(db: Session, assessment_id: int) -> tuple[UsedWeights, ...]:
    """Decisions other than for the questionnaire's own weights, in the order they were taken."""
    return tuple(_used(each) for each in adopted_now(db, assessment_id) if is_own(each))


def hold(db: Session, assessment_id: int) -> None:
    """Hold the assessment's row until the end of the transaction.

    Decisions on weights, and results, come one after another: no result is computed between a
    decision and the result that follows from it.
    """
    db.execute(select(Assessment.id).where(Assessment.id == assessment_id).with_for_update())


def by_set(used: Iterable[UsedWeights]) -> Weights:
    """As `scoring.sibling_sets.scheme_with` takes them."""
    return {each.key: each.weights for each in used}


def to_json(used: Iterable[UsedWeights]) -> list[dict[str, Any]]:
    """Plain values; `from_json` is the way back."""
    return [
        {**vars(each), "method": each.method.value, "adopted_at": each.adopted_at.isoformat()}
        for each in used
    ]


def from_json(stored: Iterable[dict[str, Any]]) -> tuple[UsedWeights, ...]:
    """Rebuild what `to_json` gave."""
    return tuple(
        UsedWeights(
            **{
                **each,
                "method": WeightMethod(each["method"]),
                "adopted_at": datetime.fromisoformat(each["adopted_at"]),
            }
        )
        for each in stored
    )


def _used(adopted: AdoptedWeights) -> UsedWeights:
    return UsedWeights(
        key=adopted.set_key,
        method=WeightMethod(adopted.method),
        weights={key: float(weight) for key, weight in adopted.weights.items()},
        experts=adopted.experts,
        ratio=adopted.ratio,
        note=adopted.note,
        adopted_at=adopted.adopted_at,
        after_result=adopted.after_result,
    )
