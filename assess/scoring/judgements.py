"""Pairwise judgements as people give them, and those that contradict the others most."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from assess.scoring.weights import pairwise

Floats = npt.NDArray[np.float64]
Judgements = Mapping[tuple[int, int], int]

STRONGEST = 9
SCALE = (*range(-STRONGEST, -1), *range(1, STRONGEST + 1))
_TOLERANCE = 1e-9


def ratio_of(judgement: int) -> float:
    """How much more the first weighs than the second: 1 to 9, or -2 to -9 for the reverse.

    >>> ratio_of(3), ratio_of(1), ratio_of(-4)
    (3.0, 1.0, 0.25)
    """
    return float(judgement) if judgement > 0 else 1 / -judgement


def matrix_of(judgements: Judgements, n: int) -> Floats:
    """Reciprocal matrix of the judgements on all pairs of `n` items, first position lower.

    >>> matrix_of({(0, 1): -2}, 2).tolist()
    [[1.0, 0.5], [2.0, 1.0]]
    """
    matrix = np.ones((n, n))
    for one, other in combinations(range(n), 2):
        ratio = ratio_of(judgements[one, other])
        matrix[one, other], matrix[other, one] = ratio, 1 / ratio
    return matrix


@dataclass(frozen=True)
class Doubt:
    """A judgement that the others contradict.

    one, other : positions of the pair
    given : what was judged
    suggested : the judgement nearest to what the others imply, at most 9
    ratio_after : consistency ratio if it stood instead; None above ten items
    """

    one: int
    other: int
    given: int
    suggested: int
    ratio_after: float | None


def doubts(judgements: Judgements, n: int) -> tuple[Doubt, ...]:
    """Judgements furthest from what all others imply; several where they are equally far.

    The ratio of i to j that a third item k implies is a_ik a_kj; over all k these are taken
    together by their geometric mean. Distance is the difference of logarithms, the residual of
    the weights by row means but for a factor that all pairs share. Of three items each pair is
    implied by one triad only, so that all three are equally far: the contradiction is told,
    not who is wrong.

    Empty below three items, and where nothing contradicts anything.

    >>> judged = {(0, 1): 2, (0, 2): 4, (0, 3): 8, (1, 2): 2, (1, 3): -4, (2, 3): 2}
    >>> [(found.one, found.other, found.suggested) for found in doubts(judged, 4)]
    [(1, 3, 4)]
    """
    if n < 3:
        return ()
    logs = np.log(matrix_of(judgements, n))
    pairs = list(combinations(range(n), 2))
    implied = {pair: _implied(logs, *pair) for pair in pairs}
    far = {pair: abs(float(logs[pair]) - implied[pair]) for pair in pairs}
    furthest = max(far.values())
    if furthest <= _TOLERANCE:
        return ()
    return tuple(
        _doubt(judgements, n, pair, implied[pair])
        for pair in pairs
        if far[pair] >= furthest - _TOLERANCE
    )


def _implied(logs: Floats, one: int, other: int) -> float:
    """Mean over all third items of log(a_ik a_kj)."""
    third = [k for k in range(len(logs)) if k not in (one, other)]
    return float(np.mean(logs[one, third] + logs[third, other]))


def _doubt(judgements: Judgements, n: int, pair: tuple[int, int], implied: float) -> Doubt:
    suggested = min(SCALE, key=lambda judgement: abs(math.log(ratio_of(judgement)) - implied))
    changed = matrix_of({**judgements, pair: suggested}, n)
    return Doubt(*pair, judgements[pair], suggested, pairwise(changed).ratio)
