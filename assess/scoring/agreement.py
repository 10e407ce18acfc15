"""Agreement on one question: are the answers the same? One function per published measure.

All take a histogram, an array of shape (..., K) with the number (or balanced share) of answers at
levels 1 to K, and give an array of shape (...), nan where undefined. Reliability coefficients
(alpha, ICC, W) order questions and say nothing about one of them; see `concordance`.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations, product

import numpy as np
import numpy.typing as npt

from assess.scoring.means import divide

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Histogram = npt.NDArray[np.float64] | npt.NDArray[np.int64]


def van_der_eijk(histogram: Histogram) -> Floats:
    """Agreement A: 1 unanimous, 0 uniform, -1 split between the ends. Sees polarisation.

    The histogram is peeled into layers of equal height; each layer scores
    U (1 - (S - 1)/(K - 1)) with S occupied levels, U = ((K-2) TU - (K-1) TDU) / ((K-2)(TU+TDU)),
    TU the triples of levels that fit one peak, TDU those with a hole between two occupied ones.
    A is the sum of layer share x layer score. The formula gives 1 for a single answer; report
    nothing there.

    Source: van der Eijk 2001, Quality and Quantity 35, in the corrected form of R `agrmt`.

    >>> van_der_eijk(np.array([[0, 0, 9, 0, 0], [4, 4, 4, 4, 4], [5, 0, 0, 0, 5]])).tolist()
    [1.0, 0.0, -1.0]
    """
    rest = np.array(histogram, dtype=np.float64)
    options = rest.shape[-1]
    total = rest.sum(-1)
    table, bits = _pattern_scores(options), 2 ** np.arange(options)
    summed = np.zeros(rest.shape[:-1])
    for _ in range(options):  # each round empties at least one level
        occupied = rest > 0
        height = np.where(occupied, rest, np.inf).min(-1)
        height = np.where(np.isfinite(height), height, 0.0)
        summed += height * occupied.sum(-1) * table[occupied @ bits]
        rest = np.where(occupied, rest - height[..., None], 0.0)
    return divide(summed, total)


@cache
def _pattern_scores(options: int) -> Floats:
    """Layer score of every pattern of occupied levels; level 1 is the lowest bit."""
    scores = np.zeros(2**options)
    for pattern in product((0, 1), repeat=options):
        occupied = sum(pattern)
        if occupied:
            place = sum(bit << level for level, bit in enumerate(pattern))
            scores[place] = _unimodality(pattern) * (1 - (occupied - 1) / (options - 1))
    return scores


def _unimodality(pattern: tuple[int, ...]) -> float:
    options = len(pattern)
    triples = list(combinations(pattern, 3))
    peaked = sum(triple in ((1, 1, 0), (0, 1, 1)) for triple in triples)
    holed = sum(triple == (1, 0, 1) for triple in triples)
    if peaked + holed == 0:  # one level, or all of them
        return 1.0
    return ((options - 2) * peaked - (options - 1) * holed) / ((options - 2) * (peaked + holed))


def mean_level(histogram: Histogram) -> Floats:
    """Mean of the answers, 1 to K."""
    return divide(histogram @ _levels(histogram), histogram.sum(-1))


def average_deviation(histogram: Histogram, centre: Floats | None = None) -> Floats:
    """AD: mean distance from the mean (or from `centre`), in levels.

    Acceptable up to K/6, 0.8 for five options (Burke and Dunlap 2002). Undefined for fewer than
    two answers: give it nan there, see `undefined_below_two`.

    >>> float(average_deviation(np.array([1, 0, 1, 0, 0])))
    1.0
    """
    middle = mean_level(histogram) if centre is None else centre
    distances = np.abs(_levels(histogram) - middle[..., None])
    return divide((histogram * distances).sum(-1), histogram.sum(-1))


def variance(counts: Counts) -> Floats:
    """Variance of the answers with n - 1; undefined for fewer than two."""
    return divide(_squares(counts), counts.sum(-1) - 1)


def rwg(counts: Counts) -> Floats:
    """1 - s2 / ((K2 - 1)/12), cut at 0: against a uniform null.

    From 0.70 on conventionally good. The null is arbitrary and the cut hides polarisation; kept
    for readers who know it. Source: James, Demaree and Wolf 1984.

    >>> float(rwg(np.array([0, 1, 1, 0, 0])))
    0.75
    """
    return rwg_of_variance(variance(counts), counts.shape[-1])


def rwg_of_variance(variances: Floats, options: int) -> Floats:
    """Give rwg from a variance with n - 1, for answers between the levels too."""
    return np.maximum(0.0, 1 - variances / ((options**2 - 1) / 12))


def rwg_against_split(counts: Counts) -> Floats:
    """1 - population variance / the largest possible one; undefined for fewer than two."""
    largest = ((counts.shape[-1] - 1) / 2) ** 2
    n = counts.sum(-1)
    return undefined_below_two(1 - divide(_squares(counts), n) / largest, n)


def rwg_of_items(variances: Floats, options: int) -> Floats:
    """Give rwg(j) of several items answered by the same people: shape (..., J) to (...).

    J (1 - v) / (J (1 - v) + v) with v the mean variance (n - 1) of the items over the null, at
    most 1. Rises with the number of items: never compare it between nodes of different length.
    """
    items = variances.shape[-1]
    share = np.minimum(1.0, variances.mean(-1) / ((options**2 - 1) / 12))
    return divide(items * (1 - share), items * (1 - share) + share)


def consensus(histogram: Histogram) -> Floats:
    """1 + sum of p log2(1 - distance from the mean / (K - 1)) (Tastle and Wierman 2007)."""
    distances = np.abs(_levels(histogram) - mean_level(histogram)[..., None])
    nearness = 1 - distances / (histogram.shape[-1] - 1)
    logs = np.log2(nearness, out=np.zeros(nearness.shape), where=nearness > 0)
    return divide((histogram * (1 + logs)).sum(-1), histogram.sum(-1))


def leik_dispersion(histogram: Histogram) -> Floats:
    """D: 0 unanimous, 1 split between the ends (Leik 1966)."""
    below = _cumulative(histogram)
    dispersion: Floats = 2 * np.minimum(below, 1 - below).sum(-1) / below.shape[-1]
    return dispersion


def blair_lacy(histogram: Histogram) -> Floats:
    """l2 concentration: 1 unanimous, 0 split between the ends (Blair and Lacy 2000)."""
    below = _cumulative(histogram)
    concentration: Floats = 4 * ((below - 0.5) ** 2).sum(-1) / below.shape[-1]
    return concentration


def undefined_below_two(values: Floats, n: Counts) -> Floats:
    """Nobody agrees with oneself: nan where fewer than two people answered."""
    return np.where(n < 2, np.nan, values)


def hidden_conflict(within: Floats, spread: Floats, limit: float = 1.5) -> npt.NDArray[np.bool_]:
    """Everybody agrees at home, the groups disagree: the average must not stand alone.

    Parameters
    ----------
    within : array of shape (n_groups, n_questions), A inside each group, nan where undefined
    spread : array of shape (n_questions,), range of the group means
    """
    known = ~np.isnan(within)
    mean = divide(np.where(known, within, 0.0).sum(0), known.sum(0))
    return np.asarray((mean >= 0.6 - 1e-9) & (spread >= limit - 1e-9))


def _levels(histogram: Histogram) -> Floats:
    return np.arange(1.0, histogram.shape[-1] + 1)


def _squares(counts: Counts) -> Floats:
    """Sum of squared deviations from the mean."""
    deviations = _levels(counts) - mean_level(counts)[..., None]
    squares: Floats = (counts * deviations**2).sum(-1)
    return squares


def _cumulative(histogram: Histogram) -> Floats:
    """Share at or below level 1 to K - 1."""
    return divide(np.cumsum(histogram, -1)[..., :-1], histogram.sum(-1)[..., None])
