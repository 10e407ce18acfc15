"""Weights that the data would choose: looked at, and never adopted.

Entropy rewards differences between regions, changes with every year and every region that joins,
and nobody voted for it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assess.questionnaire.instrument import Questionnaire
from assess.scoring.disclosure import STAFF_MINIMUM, disclosed, fewest_people
from assess.scoring.scorecard import Scorecard, from_json
from assess.scoring.scores import NodeScore
from assess.scoring.sibling_sets import SiblingSet
from assess.scoring.weights import effective_importance, entropy
from assess.store.scorecards import latest_scorecards, newest_with_version
from assess.store.tables import Assessment
from assess.web.access import current_scope
from assess.web.database import db
from assess.web.formatting import score
from assess.web.weight_tables import index_with
from assess.web.weight_words import Names, weight

FEWEST_REGIONS = 5
MOST_REGIONS = 100


@dataclass(frozen=True)
class DataWeights:
    """rows : (name, weight by entropy, squared correlation with the parent's score).

    index : with these weights; None below the index, or where it may not be shown
    """

    regions: int
    rows: tuple[tuple[str, str, str], ...]
    index: str | None


def data_weights(
    assessment: Assessment,
    questionnaire: Questionnaire,
    siblings: SiblingSet,
    scores: list[float | None] | None,
    names: Names,
) -> DataWeights:
    """Over the newest results of this reader's regions; without rows where these are too few."""
    cards = _cards(assessment, questionnaire)
    wanted = [(_scores(card, siblings), _parent(card, siblings)) for card in cards]
    known = [(own, whole) for own, whole in wanted if whole is not None and None not in own]
    if len(known) < FEWEST_REGIONS:
        return DataWeights(len(known), (), None)
    values = np.array([own for own, _ in known], dtype=np.float64)
    found = entropy(values)[1]
    importance = effective_importance(values, np.array([whole for _, whole in known]))
    rows = tuple(
        (
            names.of_child(siblings.key, key),
            weight(None if np.isnan(found[at]) else float(found[at])),
            score(None if np.isnan(importance[at]) else float(importance[at])),
        )
        for at, key in enumerate(siblings.children)
    )
    index = None if np.isnan(found).any() else index_with(found.tolist(), scores)
    return DataWeights(len(known), rows, None if index is None else score(index))


def _cards(assessment: Assessment, questionnaire: Questionnaire) -> list[Scorecard]:
    newest = newest_with_version(db(), current_scope(), assessment, most=MOST_REGIONS)
    weights = {group.key: group.weight for group in questionnaire.groups}
    limit = questionnaire.scoring.disagreement_range
    fewest = fewest_people(questionnaire, STAFF_MINIMUM)
    return [
        disclosed(from_json(stored.scorecard), weights, limit, fewest)
        for stored in latest_scorecards(db(), newest).values()
    ]


def _scores(card: Scorecard, siblings: SiblingSet) -> list[float | None]:
    nodes = {**card.subpillars} if siblings.key != siblings.root else _roots(card, siblings)
    return [nodes[key].score for key in siblings.children]


def _roots(card: Scorecard, siblings: SiblingSet) -> dict[str, NodeScore]:
    return card.dimensions if siblings.key == "index" else card.readiness_elements


def _parent(card: Scorecard, siblings: SiblingSet) -> float | None:
    if siblings.key == "index":
        return card.index.score
    if siblings.key == "readiness":
        return None if card.readiness is None else card.readiness.score
    return {**card.dimensions, **card.readiness_elements}[siblings.key].score
