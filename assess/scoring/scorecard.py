"""Scorecard: every figure of one assessment, and the one function that fills it."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from assess.questionnaire.instrument import Questionnaire
from assess.scoring.aggregation import Balance
from assess.scoring.assembly import nodes_at, questions_of
from assess.scoring.figures import QuestionFigures, question_figures
from assess.scoring.ratings import Ratings
from assess.scoring.scheme import Scheme, scheme_of
from assess.scoring.scores import NodeScore, QuestionScore, Undefined
from assess.scoring.sensitivity import (
    Caution,
    cautions,
    panel_figures,
    profile_alpha,
    sensitivity,
)
from assess.scoring.tree_figures import TreeFigures, tree_figures

METHOD_VERSION = "1"

Each = TypeVar("Each")

__all__ = [
    "METHOD_VERSION",
    "Caution",
    "NodeScore",
    "QuestionScore",
    "Scorecard",
    "Undefined",
    "from_json",
    "people_by_group",
    "score",
    "score_scheme",
    "to_json",
]


@dataclass(frozen=True)
class Scorecard:
    """All figures of one assessment. `index` sums the dimensions; readiness stands beside.

    subpillars and questions hold those of the index and of readiness.

    effective_respondents, largest_person_weight : Kish's n, and the weight of one person, 0..1
    profile_alpha : Krippendorff's ordinal alpha, groups as raters, questions as units; from 0.80
        firm, 0.667 to 0.80 tentative; None where undefined (no variation, or one group)
    methods : scores of the index and its dimensions by method (see `sensitivity.Method`)
    method_dependent : keys of dimensions and sub-pillars, or "index", whose band depends on it
    geometric_index, penalised_index, imbalance_loss : the index with another mean at the top,
        and what the arithmetic mean lets strong dimensions make up for
    """

    method_version: str
    index: NodeScore
    dimensions: dict[str, NodeScore]
    subpillars: dict[str, NodeScore]
    questions: dict[str, QuestionScore]
    readiness: NodeScore | None = None  # over the readiness elements, None where not asked
    readiness_elements: dict[str, NodeScore] = field(default_factory=dict)
    n_respondents: int = 0
    groups_present: tuple[str, ...] = ()
    groups_absent: tuple[str, ...] = ()  # declared in the instrument, nobody answered
    effective_respondents: float | None = None
    largest_person_weight: float | None = None
    profile_alpha: float | None = None
    methods: dict[str, dict[str, float | None]] = field(default_factory=dict)
    method_dependent: tuple[str, ...] = ()
    geometric_index: float | None = None
    penalised_index: float | None = None
    imbalance_loss: float | None = None
    weakest_dimension: str | None = None
    cautions: tuple[Caution, ...] = ()


def people_by_group(card: Scorecard) -> dict[str, int]:
    """People of each group with an answer that is scored, in the index or beside it."""
    people: dict[str, int] = {}
    for root in (card.index, card.readiness):
        for group, n in root.n_by_group.items() if root else ():
            people[group] = max(people.get(group, n), n)
    return people


def score(
    ratings: Ratings,
    questionnaire: Questionnaire,
    *,
    not_applicable: Collection[str] = (),
) -> Scorecard:
    """Score one region's answers to a questionnaire.

    Parameters
    ----------
    ratings : answers of all its focus groups, see `ratings.combine`
    not_applicable : ids of questions that the owner of the assessment decided not to apply here;
        they leave the tree, and their weight is shared by their siblings

    Raises
    ------
    ValueError
        Where the ratings hold a question or a group that the questionnaire does not declare.
    """
    return score_scheme(ratings, scheme_of(questionnaire), not_applicable=not_applicable)


def score_scheme(
    ratings: Ratings,
    scheme: Scheme,
    *,
    balance: Balance = Balance.GROUPS,
    not_applicable: Collection[str] = (),
) -> Scorecard:
    """Score one region's answers to any instrument of three levels; see `score`."""
    figures = question_figures(ratings, scheme, balance=balance, not_applicable=not_applicable)
    n_index, sessions = len(scheme.index.leaves), ratings.sessions
    parts = [tree_figures(scheme.index, slice(0, n_index), figures, scheme, sessions)]
    if scheme.readiness:
        parts.append(
            tree_figures(scheme.readiness, slice(n_index, None), figures, scheme, sessions)
        )
    absent = tuple(each for each in figures.groups if each not in figures.groups_heard)
    roots = _together(nodes_at("index", figures, part, scheme) for part in parts)
    below = [nodes_at("dimensions", figures, part, scheme) for part in parts]
    return Scorecard(
        method_version=METHOD_VERSION,
        index=roots["index"],
        dimensions=below[0],
        subpillars=_together(nodes_at("subpillars", figures, part, scheme) for part in parts),
        questions=_together(questions_of(figures, part, scheme) for part in parts),
        readiness=roots.get("readiness"),
        readiness_elements=_together(below[1:]),
        n_respondents=len(ratings.respondents),
        groups_present=figures.groups_heard,
        groups_absent=absent,
        **_beside(figures, parts[0], scheme, absent),
    )


def _beside(
    figures: QuestionFigures, part: TreeFigures, scheme: Scheme, absent: tuple[str, ...]
) -> dict[str, Any]:
    """Give what stands beside the index: panel, other methods, cautions."""
    found = sensitivity(figures, part, scheme)
    effective, largest = panel_figures(figures, scheme)
    tree = part.tree
    shown = [*tree.levels[0], *tree.levels[1]]
    dimensions = {
        tree.nodes[at].key: part.scores.values[at]
        for at in tree.levels[1]
        if not math.isnan(part.scores.values[at])
    }
    return {
        "effective_respondents": _known(effective),
        "largest_person_weight": _known(largest),
        "profile_alpha": _known(profile_alpha(figures, part)),
        "methods": {
            str(method): {tree.nodes[at].key: _known(values[at]) for at in shown}
            for method, values in found.by_method.items()
        },
        "method_dependent": tuple(
            tree.nodes[at].key for at in (*shown, *tree.levels[2]) if found.changes[at]
        ),
        "geometric_index": _known(found.geometric),
        "penalised_index": _known(found.penalised),
        "imbalance_loss": _known(found.imbalance_loss),
        "weakest_dimension": min(dimensions, key=dimensions.__getitem__, default=None),
        "cautions": cautions(figures, part, found, largest, absent, of_offices=scheme.of_offices),
    }


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _together(parts: Iterable[dict[str, Each]]) -> dict[str, Each]:
    return {key: each for part in parts for key, each in part.items()}


def to_json(scorecard: Scorecard) -> dict[str, Any]:
    """Plain dictionaries, lists, strings, numbers and None; `from_json` is the way back."""
    return dataclasses.asdict(scorecard)


def from_json(stored: Mapping[str, Any]) -> Scorecard:
    """Rebuild a scorecard from what `to_json` gave, also after a trip through JSON text."""
    readiness = stored["readiness"]
    return Scorecard(
        method_version=stored["method_version"],
        index=_node(stored["index"]),
        dimensions={key: _node(node) for key, node in stored["dimensions"].items()},
        subpillars={key: _node(node) for key, node in stored["subpillars"].items()},
        questions={key: _question(each) for key, each in stored["questions"].items()},
        readiness=None if readiness is None else _node(readiness),
        readiness_elements={key: _node(node) for key, node in stored["readiness_elements"].items()},
        n_respondents=stored["n_respondents"],
        groups_present=tuple(stored["groups_present"]),
        groups_absent=tuple(stored["groups_absent"]),
        **{name: stored[name] for name in _LATER if name in stored},
        method_dependent=tuple(stored.get("method_dependent", ())),
        cautions=tuple(Caution(each) for each in stored.get("cautions", ())),
    )


_LATER = (  # not in scorecards that were frozen before these figures existed
    "effective_respondents",
    "largest_person_weight",
    "profile_alpha",
    "methods",
    "geometric_index",
    "penalised_index",
    "imbalance_loss",
    "weakest_dimension",
)


def _node(stored: Mapping[str, Any]) -> NodeScore:
    return NodeScore(**{**_read(stored), "children": tuple(stored["children"])})


def _question(stored: Mapping[str, Any]) -> QuestionScore:
    histogram = stored["histogram"]
    return QuestionScore(
        **{**_read(stored), "histogram": None if histogram is None else tuple(histogram)}
    )


def _read(stored: Mapping[str, Any]) -> dict[str, Any]:
    reason, groups, interval = stored["reason"], stored["spread_groups"], stored.get("interval")
    return {
        **stored,
        "reason": None if reason is None else Undefined(reason),
        "spread_groups": None if groups is None else tuple(groups),
        "interval": None if interval is None else tuple(interval),
    }
