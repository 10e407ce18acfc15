"""A handful of regions beside each other: who is above whom, how surely, and nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assess.scoring.comparison import (
    ENOUGH_RELIABILITY,
    SURE,
    detectable,
    probability_above,
    rank_intervals,
    ranks,
    score_draws,
    tiers,
)
from assess.scoring.reliability import reliability_of_scores
from assess.scoring.scores import NodeScore

DRAWS = 1000


@dataclass(frozen=True)
class Place:
    """Where one region stands. Without an interval of its score it stands nowhere.

    tier : 1 for the leaders, None without score or interval
    rank, best, worst : rank with its interval; None where ranks may not be shown
    """

    tier: int | None
    rank: int | None = None
    best: int | None = None
    worst: int | None = None


@dataclass(frozen=True)
class Standing:
    """Regions in the order given.

    above : P(row above column), ties one half; None where one of them has no interval
    reliability : R of the scores, None where undefined (under five regions, no variation)
    ranked : whether ranks may be shown, always with their interval
    """

    places: tuple[Place, ...]
    above: tuple[tuple[float | None, ...], ...]
    reliability: float | None
    ranked: bool

    def sure(self, row: int, column: int) -> bool:
        """Whether row is above column for sure enough; else no difference is detectable."""
        value = self.above[row][column]
        return value is not None and bool(detectable(np.array(value)))


def standing(nodes: Sequence[NodeScore | None], rng: np.random.Generator) -> Standing:
    """Compare one node over several regions.

    Parameters
    ----------
    nodes : the node in each region, None where it does not exist there
    rng : of 1000 draws of each score, and of the critical values of the rank intervals
    """
    scores, errors, df = (np.array(column) for column in zip(*map(_figures, nodes), strict=True))
    above = probability_above(score_draws(scores, errors, df, DRAWS, rng))
    reliability = reliability_of_scores(scores, errors)
    ranked = bool(reliability >= ENOUGH_RELIABILITY)
    best, worst = rank_intervals(scores, errors, rng)
    order, tier = ranks(scores), tiers(scores, above)
    places = tuple(
        _place(int(tier[i]), int(order[i]), int(best[i]), int(worst[i]), ranked)
        for i in range(len(scores))
    )
    told = tuple(tuple(None if np.isnan(p) else float(p) for p in row) for row in above)
    return Standing(places, told, None if np.isnan(reliability) else reliability, ranked)


def _figures(node: NodeScore | None) -> tuple[float, float, float]:
    """Score, standard error, degrees of freedom; nan all three without an interval.

    A standard error of 0 is no certainty: nobody differed, and how far others would is unknown.
    """
    if node is None or node.score is None or node.standard_error is None or node.no_variation:
        return np.nan, np.nan, np.nan
    df = np.inf if node.degrees_of_freedom is None else node.degrees_of_freedom
    return node.score, node.standard_error, df


def _place(tier: int, rank: int, best: int, worst: int, ranked: bool) -> Place:
    if tier == 0:
        return Place(None)
    return Place(tier, rank, best, worst) if ranked else Place(tier)


__all__ = ["DRAWS", "ENOUGH_RELIABILITY", "SURE", "Place", "Standing", "standing"]
