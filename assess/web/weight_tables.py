"""Weights as pages show them: side by side, by expert, along the path to the index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assess.actions.weights import JointWeights
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.questions import MaturityQuestion
from assess.scoring.expert_entries import EntryState, judgements_in, points_in, weights_of
from assess.scoring.expert_panel import FEWEST_EXPERTS, WeightMethod, too_heavy
from assess.scoring.means import arithmetic
from assess.scoring.scheme import Scheme
from assess.scoring.sibling_sets import SiblingSet, path_weights_of
from assess.scoring.weights import equal
from assess.store.weight_tables import AdoptedWeights, WeightEntry, WeightExpert
from assess.web.dials import strength_in_words
from assess.web.formatting import NOTHING, in_language, score
from assess.web.weight_words import (
    Names,
    expert_name,
    method_name,
    ratio,
    state_name,
    weight,
)

Shares = Mapping[WeightMethod, Sequence[float]]


@dataclass(frozen=True)
class SideBySide:
    """columns : method names; rows : (name, weight by each method, the one in force, in words).

    index : the index by each column's weights; empty where it may not be shown
    heavy : (item, method) over one half
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...], str], ...]
    index: tuple[str, ...]
    heavy: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Spread:
    """How far the experts are apart on one item: range of their weights, A and its word."""

    name: str
    low: str
    high: str
    agreement: str
    words: str


@dataclass(frozen=True)
class ExpertLine:
    name: str
    method: str
    state: EntryState
    state_name: str
    ratio: str
    weights: tuple[str, ...]


@dataclass(frozen=True)
class PathLine:
    """kind : dimension, subpillar or question; how the row is drawn."""

    kind: str
    name: str
    share: str
    path: str
    below: tuple[PathLine, ...] = ()


def shares_by_method(
    siblings: SiblingSet, joint: Mapping[WeightMethod, JointWeights]
) -> dict[WeightMethod, Sequence[float]]:
    """Weights of the set by every method that has any; they sum to 1."""
    return {
        WeightMethod.INSTRUMENT: siblings.declared,
        WeightMethod.EQUAL: equal(len(siblings.children)).tolist(),
        **{method: each.panel.weights for method, each in joint.items()},
    }


def in_force(siblings: SiblingSet, adopted: AdoptedWeights | None) -> Sequence[float]:
    if adopted is None:
        return siblings.declared
    total = sum(adopted.weights.values())
    return [adopted.weights[key] / total for key in siblings.children]


def side_by_side(
    siblings: SiblingSet,
    shares: Shares,
    adopted: AdoptedWeights | None,
    scores: Sequence[float | None] | None,
    names: Names,
) -> SideBySide:
    """scores : of the dimensions, as they may be shown; None below the index."""
    labels = [names.of_child(siblings.key, key) for key in siblings.children]
    holds = in_force(siblings, adopted)
    return SideBySide(
        columns=tuple(method_name(method) for method in shares),
        rows=tuple(
            (name, tuple(weight(own[at]) for own in shares.values()), weight(holds[at]))
            for at, name in enumerate(labels)
        ),
        index=_indices([*shares.values(), holds], scores),
        heavy=tuple(
            (labels[at], method_name(method))
            for method, own in shares.items()
            for at in too_heavy(own)
        ),
    )


def index_with(weights: Sequence[float], scores: Sequence[float | None] | None) -> float | None:
    """The index with other weights of the dimensions; None where a score may not be shown."""
    if scores is None or not scores or any(each is None for each in scores):
        return None
    values = np.array([each for each in scores if each is not None])
    return float(arithmetic(values, np.array(weights)))


def _indices(
    columns: Iterable[Sequence[float]], scores: Sequence[float | None] | None
) -> tuple[str, ...]:
    found = [index_with(own, scores) for own in columns]
    return () if any(each is None for each in found) else tuple(score(each) for each in found)


def spreads(
    siblings: SiblingSet, joint: JointWeights, names: Names, *, leads: bool
) -> list[Spread]:
    """Nothing under three experts but for who leads the panel: it would tell of single people."""
    panel = joint.panel
    if panel.experts < (1 if leads else FEWEST_EXPERTS):
        return []
    return [
        Spread(
            names.of_child(siblings.key, key),
            weight(panel.low[at]),
            weight(panel.high[at]),
            score(panel.agreement[at]),
            NOTHING if (a := panel.agreement[at]) is None else strength_in_words(a),
        )
        for at, key in enumerate(siblings.children)
    ]


def expert_lines(
    siblings: SiblingSet, experts: Iterable[WeightExpert], entries: Iterable[WeightEntry]
) -> list[ExpertLine]:
    by_id = {expert.id: expert for expert in experts}
    return [
        ExpertLine(
            expert_name(by_id[entry.expert_id]),
            method_name(WeightMethod(entry.method)),
            EntryState(entry.state),
            state_name(EntryState(entry.state)),
            ratio(entry.ratio),
            tuple(weight(share) for share in _own(siblings, entry)),
        )
        for entry in entries
        if entry.set_key == siblings.key
    ]


def _own(siblings: SiblingSet, entry: WeightEntry) -> Sequence[float | None]:
    if entry.state == EntryState.DRAFT:
        return [None] * len(siblings.children)
    if entry.method == WeightMethod.BUDGET:
        points = points_in(entry.entries, siblings.children)
        return [each / sum(points) for each in points]
    shares: list[float] = weights_of(
        judgements_in(entry.entries, siblings.children), len(siblings.children)
    ).weights.tolist()
    return shares


def path_lines(scheme: Scheme, questionnaire: Questionnaire, names: Names) -> list[PathLine]:
    """Dimensions of the index, each with its sub-pillars and their questions."""
    lines: list[PathLine] = []
    for each in path_weights_of(scheme.index):
        share, path = weight(each.share), weight(each.path)
        if each.depth == "dimensions":
            lines.append(PathLine("dimension", names.of_child("index", each.key), share, path))
            continue
        if each.depth == "subpillars":
            line = PathLine("subpillar", names.subpillar(each.key), share, path)
        else:
            line = PathLine("question", _question(questionnaire, each.key), share, path)
        owner = lines[-1]
        lines[-1] = PathLine(owner.kind, owner.name, owner.share, owner.path, (*owner.below, line))
    return lines


def _question(questionnaire: Questionnaire, key: str) -> str:
    question = questionnaire.question_by_id[key]
    text = in_language(question.text) if isinstance(question, MaturityQuestion) else ""
    return f"{key} {text}".strip()
