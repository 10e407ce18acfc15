"""Regions beside each other: who is above whom, and how sure that is.

Regions with different questions or groups are compared on their common part only; that part is
made before, see `common_part`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from assess.scoring.means import divide
from assess.scoring.reliability import reliability_of_scores

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Ranks = npt.NDArray[np.int64]

TIE = 1e-9
SURE = 0.95  # P(A > B) from which A is said to be above B
ENOUGH_RELIABILITY = 0.7  # below, tiers are shown and no ranks
_COUNTED_IN_BYTES = 255


def ranks(scores: Floats) -> Ranks:
    """Rank 1 for the highest; ties share the smallest rank; 0 where the score is undefined.

    Rank = 1 + number strictly better. Scores closer than 1e-9 are tied, so that float noise
    decides nothing.

    Parameters
    ----------
    scores : array of shape (n,), nan where undefined

    >>> ranks(np.array([0.1 + 0.2, 0.3, 0.5, np.nan])).tolist()
    [2, 2, 1, 0]
    """
    defined = np.sort(scores[~np.isnan(scores)])
    better = len(defined) - np.searchsorted(defined, scores + TIE, side="right")
    found: Ranks = np.where(np.isnan(scores), 0, 1 + better).astype(np.int64)
    return found


def probability_above(draws: Floats) -> Floats:
    """P(A > B) for every pair of regions, ties counted half.

    Parameters
    ----------
    draws : array of shape (n_regions, n_draws), independent between regions; a row of nan for a
        region without score

    Returns
    -------
    array of shape (n_regions, n_regions), row above column; 0.5 on the diagonal, nan where a
    region has no score

    >>> probability_above(np.array([[1.0, 2.0], [1.0, 1.0]])).tolist()
    [[0.5, 0.75], [0.25, 0.5]]
    """
    size = draws.shape[1]
    by_draw = np.ascontiguousarray(draws.T)
    beaten = by_draw + TIE
    higher = np.array([_wins(column[:, None] > beaten) for column in draws])
    above: Floats = 0.5 + (higher - higher.T) / (2 * size)
    missing = np.isnan(draws).any(1)
    above[missing] = np.nan
    above[:, missing] = np.nan
    return above


def _wins(beats: Flags) -> Ranks:
    """Count the true ones of each column, in bytes as far as bytes hold: (draws, n) to (n,)."""
    total = np.zeros(beats.shape[1], dtype=np.int64)
    for first in range(0, len(beats), _COUNTED_IN_BYTES):
        part = beats[first : first + _COUNTED_IN_BYTES].view(np.uint8)
        total += np.add.reduce(part, axis=0, dtype=np.uint8)
    return total


def detectable(above: Floats) -> Flags:
    """Whether row is above column for sure enough; else there is no detectable difference."""
    return np.asarray(above >= SURE - TIE)


def rank_intervals(
    scores: Floats,
    standard_errors: Floats,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 1000,
) -> tuple[Ranks, Ranks]:
    """Marginal confidence interval of each region's rank.

    From 1 + number significantly better to J - number significantly worse, all differences of one
    region judged with one critical value: the quantile of the largest standardised difference.
    Source: Mogstad, Romano, Shaikh and Wilhelm 2024. Percentiles of resampled ranks are too
    narrow near ties and are not offered.

    Parameters
    ----------
    scores, standard_errors : arrays of shape (n,); nan where undefined

    Returns
    -------
    best, worst : rank 1 is the highest; 0 for a region without score or standard error
    """
    known = np.flatnonzero(~(np.isnan(scores) | np.isnan(standard_errors)))
    best, worst = np.zeros(len(scores), dtype=np.int64), np.zeros(len(scores), dtype=np.int64)
    s, se = scores[known], standard_errors[known]
    noise = (rng.standard_normal((draws, len(known))) * se).astype(np.float32)
    for place, region in enumerate(known):
        difference = s - s[place]
        error = np.sqrt(se**2 + se[place] ** 2)
        limit = _critical_value(noise, place, error, confidence) * error
        best[region] = 1 + np.count_nonzero(difference > np.maximum(limit, TIE))
        worst[region] = len(known) - np.count_nonzero(-difference > np.maximum(limit, TIE))
    return best, worst


def _critical_value(
    noise: npt.NDArray[np.float32], place: int, error: Floats, confidence: float
) -> float:
    """Quantile of the largest standardised difference to one region, both directions."""
    varying = error > 0
    varying[place] = False
    if not varying.any():
        return 0.0
    scale = (1 / error[varying]).astype(np.float32)
    largest = np.abs((noise[:, varying] - noise[:, [place]]) * scale).max(1)
    return float(np.quantile(largest, confidence))


def tiers(scores: Floats, above: Floats) -> Ranks:
    """Tier 1 for the leaders; a tier ends where its first region is detectably above.

    Members of one tier cannot be told from its first region. 0 without score.

    Parameters
    ----------
    above : P(row > column), see `probability_above`
    """
    found = np.zeros(len(scores), dtype=np.int64)
    order = [int(i) for i in np.argsort(-scores, kind="stable") if not np.isnan(scores[i])]
    tier, leader = 0, -1
    for region in order:
        apart = leader < 0 or above[leader, region] >= SURE - TIE
        if apart and not (leader >= 0 and abs(scores[leader] - scores[region]) <= TIE):
            tier, leader = tier + 1, region
        found[region] = tier
    return found


def ranks_may_be_shown(scores: Floats, standard_errors: Floats) -> bool:
    """Whether regions can be told apart well enough (R >= 0.7); undefined counts as no."""
    return reliability_of_scores(scores, standard_errors) >= ENOUGH_RELIABILITY


def score_draws(
    scores: Floats, standard_errors: Floats, df: Floats, n: int, rng: np.random.Generator
) -> Floats:
    """Draws of each region's score: t-distributed around it, shape (n_regions, n).

    A standard error of 0 gives the score itself; nan where it is undefined.
    """
    usable = np.where(np.isfinite(df) & (df > 0), df, 1e6)
    noise = rng.standard_normal((len(scores), n))
    spread = np.sqrt(divide(rng.chisquare(usable[:, None], (len(scores), n)), usable[:, None]))
    return np.asarray(scores[:, None] + standard_errors[:, None] * noise / spread)
