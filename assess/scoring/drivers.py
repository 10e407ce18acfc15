"""Which choice of method moves ranks most: Sobol indices of the mean rank shift.

All choices are finite and independent, so that their variance is taken apart exactly, over every
combination, instead of being estimated from samples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from assess.scoring.comparison import Ranks, ranks
from assess.scoring.means import Floats
from assess.scoring.ratings import Ratings
from assess.scoring.robustness import (
    BALANCES,
    MEANS,
    index_of,
    leaves_kept,
    question_scores,
    weight_draws,
)
from assess.scoring.scheme import Scheme
from assess.scoring.tree import roll_up

WEIGHT_DRAWS = 32
FACTORS = ("balance", "unsure", "left_out", "weights", "mean")


@dataclass(frozen=True)
class Driver:
    """Share of the variance of the rank shift: of one choice alone, and with its interactions."""

    first: float
    total: float


def rank_drivers(
    regions: Sequence[Ratings], scheme: Scheme, rng: np.random.Generator
) -> dict[str, Driver]:
    """Take the variance of the mean rank shift apart by choice of method.

    Returns
    -------
    one entry for each of FACTORS; empty where no choice moves any rank
    """
    return sobol(_shifts(regions, scheme, rng))


def sobol(table: Floats) -> dict[str, Driver]:
    """Sobol indices of a full table of outcomes, one axis for each of FACTORS.

    First order: Var(E[y | x]) / Var(y). Total: E[Var(y | all but x)] / Var(y). (Saltelli et al.
    2008, chapter 4.)

    >>> only_first = np.arange(2.0).reshape(2, 1, 1, 1, 1) * np.ones((2, 2, 2, 2, 2))
    >>> found = sobol(only_first)
    >>> found["balance"], found["mean"]
    (Driver(first=1.0, total=1.0), Driver(first=0.0, total=0.0))
    """
    variance = table.var()
    if variance <= 1e-12:
        return {}
    axes = range(table.ndim)
    return {
        name: Driver(
            float(table.mean(tuple(other for other in axes if other != axis)).var() / variance),
            float(table.var(axis).mean() / variance),
        )
        for axis, name in enumerate(FACTORS)
    }


def _shifts(regions: Sequence[Ratings], scheme: Scheme, rng: np.random.Generator) -> Floats:
    """Mean absolute rank shift against the declared method, under every combination."""
    tree = scheme.index
    weights = weight_draws(tree, rng, WEIGHT_DRAWS)
    outs = range(-1, len(tree.levels[2]))
    table = np.empty((len(BALANCES), 2, len(outs), len(weights), len(MEANS)))
    nominal = None
    for b, unsure in product(range(len(BALANCES)), (0, 1)):
        scores, applicable = question_scores(regions, scheme, BALANCES[b], unsure == 1)
        for o, left_out in enumerate(outs):
            kept = applicable & leaves_kept(tree, left_out)
            nodes = roll_up(tree, scores, minimum_coverage=scheme.minimum_coverage, applicable=kept)
            if nominal is None:  # groups balanced, unsure out, nothing left out: as declared
                nominal = ranks(nodes.values[:, -1])
            for w, m in product(range(len(weights)), range(len(MEANS))):
                index = index_of(tree, nodes, weights[w], m, scheme.minimum_coverage)
                table[b, unsure, o, w, m] = _shift(ranks(index), nominal)
    return table


def _shift(found: Ranks, nominal: Ranks) -> float:
    both = (found > 0) & (nominal > 0)
    shift = np.abs(found - nominal)[both]
    return float(shift.mean()) if shift.size else 0.0
