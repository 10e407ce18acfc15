"""What several experts come to together, and how far they are apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from assess.scoring.agreement import van_der_eijk
from assess.scoring.judgements import Judgements, matrix_of
from assess.scoring.weights import (
    LARGEST_RATIO,
    LARGEST_WEIGHT,
    budget_allocation,
    group_judgement,
    pairwise,
)

Floats = npt.NDArray[np.float64]

FEWEST_ITEMS, MOST_ITEMS = 2, 10  # Saaty's table ends at ten, and so does a person's oversight
FEWEST_EXPERTS = 3  # under that the spread tells of single people
# Limits of the five classes of a weight, as a multiple of the mean weight of the others.
CLASS_LIMITS = (1 / 2, 4 / 5, 5 / 4, 2.0)
_TOLERANCE = 1e-9


class WeightMethod(StrEnum):
    """Where weights of siblings come from. There is no entropy: it is never adopted."""

    INSTRUMENT = "instrument"  # as the questionnaire declares them
    EQUAL = "equal"
    BUDGET = "budget"
    PAIRWISE = "pairwise"


@dataclass(frozen=True)
class Panel:
    """Weights of several experts by one method.

    experts : number of experts, at least 1
    weights : of each item, together; they sum to 1
    ratio : consistency ratio of the joint matrix; None for points
    low, high : smallest and largest weight that an expert gives each item
    agreement : van der Eijk's A of each item over the experts, -1..1; None under two experts
    """

    experts: int
    weights: tuple[float, ...]
    ratio: float | None
    low: tuple[float, ...]
    high: tuple[float, ...]
    agreement: tuple[float | None, ...]

    @property
    def consistent(self) -> bool:
        """Whether the joint judgements may be adopted."""
        return self.ratio is None or self.ratio <= LARGEST_RATIO + _TOLERANCE


def panel_of_points(points: Floats) -> Panel:
    """Mean share of the points; shape (n_experts, n_items).

    >>> panel_of_points(np.array([[60.0, 40.0], [80.0, 20.0]])).high
    (0.8, 0.4)
    """
    shares = points / points.sum(1, keepdims=True)
    return _panel(shares, budget_allocation(points), None)


def panel_of_judgements(judged: Sequence[Judgements], n: int) -> Panel:
    """Element-wise geometric mean of the experts' matrices, and its principal eigenvector."""
    matrices = np.array([matrix_of(each, n) for each in judged])
    own = np.array([pairwise(matrix).weights for matrix in matrices])
    joint = pairwise(group_judgement(matrices))
    return _panel(own, joint.weights, joint.ratio)


def too_heavy(weights: Sequence[float]) -> tuple[int, ...]:
    """Positions of weights over one half: the others can hardly change the result any more.

    >>> too_heavy([0.5, 0.3, 0.2]), too_heavy([0.6, 0.4])
    ((), (0,))
    """
    return tuple(at for at, each in enumerate(weights) if each > LARGEST_WEIGHT + _TOLERANCE)


def agreement_on_weights(own: Floats) -> Floats:
    """Give A of each item over the experts, on five classes of the weight against the others.

    Classes are cut at 1/2, 4/5, 5/4 and 2 times the mean weight of the other items, so that
    "half" and "double" are equally far from the middle, for two items as for ten.

    own : array of shape (n_experts, n_items), rows sum to 1

    >>> agreement_on_weights(np.array([[0.5, 0.5], [0.5, 0.5]])).tolist()
    [1.0, 1.0]
    """
    others = (1 - own) / (own.shape[1] - 1)
    multiples = np.divide(own, others, out=np.full(own.shape, np.inf), where=others > 0)
    classes = np.searchsorted(np.array(CLASS_LIMITS), multiples + _TOLERANCE, side="right")
    histogram = np.array([(classes == each).sum(0) for each in range(len(CLASS_LIMITS) + 1)])
    return van_der_eijk(histogram.T)


def _panel(own: Floats, weights: Floats, ratio: float | None) -> Panel:
    alone = len(own) < 2
    agreement = [None] * own.shape[1] if alone else agreement_on_weights(own).tolist()
    return Panel(
        experts=len(own),
        weights=tuple(weights.tolist()),
        ratio=ratio,
        low=tuple(own.min(0).tolist()),
        high=tuple(own.max(0).tolist()),
        agreement=tuple(agreement),
    )
