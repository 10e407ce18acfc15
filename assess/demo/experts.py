"""Made-up experts of one region: points, judgements, one sent back, one not finished."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from assess.actions.weights import ask_expert, keep_entry
from assess.questionnaire.instrument import Questionnaire
from assess.scoring.expert_entries import pairs_of, place_of, read_judgements, read_points
from assess.scoring.expert_panel import WeightMethod
from assess.scoring.scheme import scheme_of
from assess.scoring.sibling_sets import sibling_sets
from assess.store.tables import Assessment

OFFICES = ("Bappeda", "Diskominfo", "perguruan tinggi", "Kadin")
# Of the six dimensions, by expert; the last one has not finished.
POINTS: tuple[tuple[int, ...], ...] = (
    (25, 10, 20, 15, 15, 15),
    (30, 10, 15, 15, 15, 15),
    (20, 10, 25, 15, 20, 10),
    (30, 15),
)
# Strength of each dimension, from which an expert judges pairs; the third turns one pair round.
STRENGTHS: tuple[tuple[int, ...], ...] = (
    (4, 1, 3, 2, 2, 2),
    (6, 2, 2, 3, 3, 3),
    (6, 1, 4, 2, 3, 1),
)
TURNED = (2, 4)  # expert, pair
LARGEST = 9


def let_experts_enter(
    db: Session, assessment: Assessment, questionnaire: Questionnaire, now: datetime
) -> None:
    """Each goes the way of a real one: the same reading, the same checks."""
    dimensions = sibling_sets(scheme_of(questionnaire))[0]
    for number, office in enumerate(OFFICES):
        expert = ask_expert(db, assessment, office, now)
        points = _typed_points(dimensions.children, POINTS[number])
        final = len(points) == len(dimensions.children)
        entry = read_points(points, dimensions.children, final=final)
        keep_entry(db, expert, dimensions.key, WeightMethod.BUDGET, entry, now)
        if number < len(STRENGTHS):
            judged = _typed_judgements(dimensions.children, number)
            entry = read_judgements(judged, dimensions.children, final=True)
            keep_entry(db, expert, dimensions.key, WeightMethod.PAIRWISE, entry, now)


def _typed_points(children: Sequence[str], points: Sequence[int]) -> dict[str, str]:
    return {key: str(each) for key, each in zip(children, points, strict=False)}


def _typed_judgements(children: Sequence[str], number: int) -> dict[str, str]:
    strength = dict(zip(children, STRENGTHS[number], strict=True))
    typed = {}
    for at, pair in enumerate(pairs_of(children)):
        one, other = (strength[key] for key in pair)
        judgement = round(one / other) if one >= other else -round(other / one)
        if (number, at) == TURNED:
            judgement = -LARGEST
        typed[place_of(pair)] = str(1 if judgement == -1 else judgement)
    return typed
