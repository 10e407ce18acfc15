"""Bring external indicators onto one scale. Anchored answers need none of this.

Fixed goalposts are the rule: the others move a region's score when another joins, and are for
sensitivity and for reading foreign indices. All take an array of shape (..., n_units, n) or
(n_units,), missing as nan, and keep its shape; units are the first axis.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from assess.scoring.means import divide

Floats = npt.NDArray[np.float64]


def goalposts(
    values: Floats, low: float, high: float, *, logarithmic: bool = False, descending: bool = False
) -> Floats:
    """clip((f(x) - low) / (high - low), 0, 1) with f the identity or the natural logarithm.

    Parameters
    ----------
    low, high : fixed limits, in the unit of `values`, different from each other
    logarithmic : compare logarithms; a value of 0 or less is then undefined
    descending : less is better; swaps the limits

    >>> float(goalposts(np.array(9.0), 0, 18))
    0.5
    """
    if low == high or (logarithmic and min(low, high) <= 0):
        raise ValueError("goalposts must differ, and be positive for logarithms")
    worst, best = (high, low) if descending else (low, high)
    if logarithmic:
        worst, best = float(np.log(worst)), float(np.log(best))
        values = np.log(values, out=np.full(np.shape(values), np.nan), where=np.asarray(values) > 0)
    return np.clip((values - worst) / (best - worst), 0.0, 1.0)


def beyond_goalposts(values: Floats, low: float, high: float) -> npt.NDArray[np.bool_]:
    """Whether a value was clipped: it is flagged, not hidden."""
    return np.asarray((values < min(low, high)) | (values > max(low, high)))


def onto_levels(unit: Floats) -> Floats:
    """From 0..1 onto 1..5, to join the tree of answers."""
    return 1 + 4 * unit


def as_percent(score: Floats) -> Floats:
    """From 1..5 onto 0..100, to show it: (s - 1) / 4 x 100."""
    return (score - 1) / 4 * 100


def min_max(values: Floats, low: float = 0.0, high: float = 1.0) -> Floats:
    """Between the smallest and the largest unit; nan where all are equal."""
    least, most = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    return low + (high - low) * divide(values - least, np.asarray(most - least))


def z_scores(values: Floats) -> Floats:
    """Distance from the mean in standard deviations (n - 1); nan where all are equal."""
    spread = np.nanstd(values, axis=0, ddof=1)
    return divide(values - np.nanmean(values, axis=0), np.asarray(spread))


def rank_from_lowest(values: Floats) -> Floats:
    """Rank 1 for the lowest; ties share the smallest rank; missing stays missing."""
    lower = (values[None, ...] < values[:, None, ...]).sum(1)
    return np.where(np.isnan(values), np.nan, lower + 1.0)


def borda(values: Floats) -> Floats:
    """Rank from the lowest, less one."""
    return rank_from_lowest(values) - 1


def percentile_rank(values: Floats) -> Floats:
    """(rank - 1) / (n - 1) with n the units that have a value."""
    n = (~np.isnan(values)).sum(0)
    return divide(borda(values), np.asarray(n - 1))


def closeness_to_best(values: Floats) -> Floats:
    """1 - (max - x) / (max - min): distance to the best unit."""
    return min_max(values)


def ratio_to_mean(values: Floats) -> Floats:
    """X / mean."""
    return divide(values, np.asarray(np.nanmean(values, axis=0)))


def ratio_to_best(values: Floats) -> Floats:
    """X / max."""
    return divide(values, np.asarray(np.nanmax(values, axis=0)))


def ratio_to_worst(values: Floats) -> Floats:
    """X / min."""
    return divide(values, np.asarray(np.nanmin(values, axis=0)))


def above_or_below_mean(values: Floats, margin: float = 0.2) -> Floats:
    """1 above, -1 below, 0 within the margin (a share) around the mean."""
    ratio = ratio_to_mean(values)
    sign = (ratio > 1 + margin).astype(float) - (ratio < 1 - margin)
    return np.where(np.isnan(values), np.nan, sign)
