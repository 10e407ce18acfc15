"""How one figure comes about: its parts with their numbers, so that a reader can follow.

Nothing is scored here. Weights and parts are taken from a scorecard, multiplied and added, and
the tests hold the sum against what the engine gave.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assess.scoring.agreement import van_der_eijk
from assess.scoring.scorecard import Scorecard
from assess.scoring.scores import NodeScore, QuestionScore, Undefined

LEVELS = (5, 4, 3, 2, 1)
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Part:
    """A child of a node, or a group of a question."""

    key: str
    weight: float
    value: float | None
    reason: Undefined | None = None
    n: int = 0
    total: int | None = None  # sum of the levels that the n people chose, of a group

    @property
    def product(self) -> float | None:
        """Weight x value."""
        return None if self.value is None else self.weight * self.value


@dataclass(frozen=True)
class WeightedMean:
    """parts; complete : whether every part that went in may be shown, so that the sum is whole."""

    parts: tuple[Part, ...]
    complete: bool

    @property
    def used(self) -> tuple[Part, ...]:
        """Parts that have a value and a weight."""
        return tuple(part for part in self.parts if part.value is not None and part.weight > 0)

    @property
    def products(self) -> float:
        """Sum of weight x value over the parts that are used."""
        return sum(part.product or 0.0 for part in self.used)

    @property
    def weights(self) -> float:
        """Sum of the weights of the parts that are used."""
        return sum(part.weight for part in self.used)

    @property
    def mean(self) -> float | None:
        """What the engine gives, where complete."""
        return self.products / self.weights if self.complete and self.weights > 0 else None


def children_of(card: Scorecard, node: NodeScore) -> list[NodeScore | QuestionScore]:
    """Scores below a node, in the order of the tree."""
    known: Mapping[str, NodeScore | QuestionScore] = {
        **card.subpillars,
        **card.readiness_elements,
        **card.dimensions,
    }
    if card.questions.keys() >= set(node.children):
        known = card.questions
    return [known[key] for key in node.children]


def score_of_node(card: Scorecard, node: NodeScore) -> WeightedMean:
    """Take apart the weighted mean that a node is: children without a score have left it."""
    parts = tuple(
        Part(child.key, child.weight, child.score, child.reason, child.n)
        for child in children_of(card, node)
    )
    return WeightedMean(parts, _whole(parts))


def gap_of_node(card: Scorecard, node: NodeScore) -> WeightedMean:
    """Take apart the weighted mean of the gaps below; a surplus offsets nothing."""
    parts = tuple(
        Part(child.key, child.weight, child.gap, child.reason, child.n)
        for child in children_of(card, node)
    )
    return WeightedMean(parts, _whole(parts))


def _whole(parts: tuple[Part, ...]) -> bool:
    return all(part.reason is not Undefined.WITHHELD for part in parts)


def score_of_question(question: QuestionScore, group_weights: Mapping[str, float]) -> WeightedMean:
    """Take apart the mean of the groups' means; groups that are not to be shown have no value.

    question : disclosed; a group with answers and without mean has been taken out
    """
    parts = []
    for group, n in question.n_by_group.items():
        mean = question.group_means.get(group)
        reason = None if mean is not None else _why_missing(n)
        total = None if mean is None else round(mean * n)
        parts.append(Part(group, group_weights.get(group, 1.0), mean, reason, n, total))
    return WeightedMean(tuple(parts), _whole(tuple(parts)))


def _why_missing(n: int) -> Undefined:
    return Undefined.WITHHELD if n else Undefined.NO_VALID_ANSWER


def majority(histogram: tuple[float, ...]) -> list[tuple[int, float]]:
    """(level, share of the balanced voices at this level or above), from level 5 down."""
    return [(level, sum(histogram[level - 1 :])) for level in LEVELS]


def staged(children: list[NodeScore | QuestionScore]) -> list[tuple[int, float, int]]:
    """(level, share of child weight at it or above, lowest level of a child), from level 5 down."""
    scored = [child for child in children if child.level and child.weight > 0]
    total = sum(child.weight for child in scored)
    if total == 0:
        return []
    lowest = min(child.level or 0 for child in scored)
    return [
        (
            level,
            sum(child.weight for child in scored if (child.level or 0) >= level) / total,
            lowest,
        )
        for level in LEVELS
    ]


@dataclass(frozen=True)
class Layer:
    """One layer of equal height of a histogram: its levels, its share, its own agreement."""

    levels: tuple[int, ...]
    share: float
    agreement: float


def peeled(histogram: tuple[float, ...]) -> list[Layer]:
    """Peel the layers of van der Eijk's A; the sum of share x agreement is A."""
    rest, layers = list(histogram), []
    whole = sum(rest)
    while any(share > TOLERANCE for share in rest):
        occupied = [place for place, share in enumerate(rest) if share > TOLERANCE]
        height = min(rest[place] for place in occupied)
        pattern = np.array([float(place in occupied) for place in range(len(rest))])
        own = float(van_der_eijk(pattern))
        levels = tuple(place + 1 for place in occupied)
        layers.append(Layer(levels, height * len(occupied) / whole, own))
        rest = [share - height if share > TOLERANCE else 0.0 for share in rest]
    return layers


def half_width(interval: tuple[float, float], score: float) -> float:
    """Distance of the farther end of an interval; an end can be cut at 1 or 5."""
    return max(score - interval[0], interval[1] - score)
