"""Middles of a histogram that do not take distances between levels for granted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from assess.scoring.means import divide

Floats = npt.NDArray[np.float64]
Histogram = npt.NDArray[np.float64] | npt.NDArray[np.int64]

TOLERANCE = 1e-9


def lower_median(histogram: Histogram) -> Floats:
    """Lowest level that at least half of the answers do not exceed (inverse cdf, type 1).

    histogram : array of shape (..., K), numbers or shares; nan where there is none.

    >>> float(lower_median(np.array([5, 0, 0, 0, 5])))
    1.0
    """
    below = divide(np.cumsum(histogram, -1), histogram.sum(-1)[..., None])
    level = 1.0 + (below < 0.5 - TOLERANCE).sum(-1)
    return np.where(np.isnan(below[..., 0]), np.nan, level)


def upper_median(histogram: Histogram) -> Floats:
    """Lowest level that more than half of the answers do not exceed."""
    below = divide(np.cumsum(histogram, -1), histogram.sum(-1)[..., None])
    level = 1.0 + (below <= 0.5 + TOLERANCE).sum(-1)
    return np.where(np.isnan(below[..., 0]), np.nan, np.minimum(level, histogram.shape[-1]))


def median(histogram: Histogram) -> Floats:
    """Mean of lower and upper median."""
    return (lower_median(histogram) + upper_median(histogram)) / 2


def interpolated_median(histogram: Histogram) -> Floats:
    """Give m - 0.5 + (N/2 - N_below)/N_m for the median level m; between two, their middle.

    >>> interpolated_median(np.array([[6, 2, 0, 3, 7], [0, 1, 1, 0, 0]])).round(4).tolist()
    [3.8333, 2.5]
    """
    low, high = lower_median(histogram), upper_median(histogram)
    level = np.nan_to_num(low, nan=1.0).astype(np.intp)[..., None]
    at = np.take_along_axis(np.asarray(histogram, dtype=np.float64), level - 1, -1)[..., 0]
    up_to = np.take_along_axis(np.cumsum(histogram, -1, dtype=np.float64), level - 1, -1)[..., 0]
    inside = low - 0.5 + divide(histogram.sum(-1) / 2 - (up_to - at), at)
    return np.where(low == high, inside, (low + high) / 2)


def quantile(histogram: npt.NDArray[np.int64], share: float, method: str = "linear") -> float:
    """Quantile of the answers of one histogram of counts; "linear" is type 7."""
    answers = np.repeat(np.arange(1, len(histogram) + 1), histogram)
    if not len(answers):
        return float("nan")
    if method == "linear":
        return float(np.quantile(answers, share))
    return float(np.quantile(answers, share, method="weibull"))
