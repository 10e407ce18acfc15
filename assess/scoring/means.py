"""Weighted means over the last axis.

Each shares one contract:

values : array of shape (..., n), nan where missing
weights : array that broadcasts to `values`, at least 0, already 0 where a value is missing
returns : array of shape (...), nan where all weights are zero; scaling weights changes nothing
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def arithmetic(values: Floats, weights: Floats) -> Floats:
    """Sum of w x / sum of w. The default at every level of the tree.

    Kept between the smallest and the largest value, which it never leaves but by float noise:
    unanimous fives score 5, not 5.000000000000001.

    >>> float(arithmetic(np.array([2.0, 4.0]), np.array([1.0, 3.0])))
    3.5
    """
    mean = divide((_counted(values, weights) * weights).sum(-1), weights.sum(-1))
    low = np.where(weights > 0, values, np.inf).min(-1, initial=np.inf)
    high = np.where(weights > 0, values, -np.inf).max(-1, initial=-np.inf)
    return np.clip(mean, low, high)


def geometric(values: Floats, weights: Floats) -> Floats:
    """exp(sum of w ln x / sum of w); a value of 0 or less leaves it undefined.

    Depends on where the scale starts: compute on levels 1 to 5 and convert to 0-100 only to
    show it (OECD/JRC Handbook 2008, p. 103).

    >>> float(geometric(np.array([2.0, 8.0]), np.array([1.0, 1.0])))
    4.0
    """
    counted = _counted(values, weights)
    logs = np.log(counted, out=np.full(counted.shape, np.nan), where=counted > 0)
    return np.exp(divide((logs * weights).sum(-1), weights.sum(-1)))


def harmonic(values: Floats, weights: Floats) -> Floats:
    """Total weight over the sum of w / x; a value of 0 or less leaves it undefined."""
    counted = _counted(values, weights)
    inverse = np.divide(1.0, counted, out=np.full(counted.shape, np.nan), where=counted > 0)
    return divide(weights.sum(-1), (inverse * weights).sum(-1))


def penalised(values: Floats, weights: Floats) -> Floats:
    """M - S^2 / M with the weighted population variance S^2 (Mazziotta and Pareto 2013).

    The same mean reached unevenly scores lower. May fall under the scale's lowest level.
    """
    mean = arithmetic(values, weights)
    deviations = _counted(values, weights) - mean[..., None]
    variance = divide((deviations**2 * weights).sum(-1), weights.sum(-1))
    return mean - divide(variance, mean)


def _counted(values: Floats, weights: Floats) -> Floats:
    """Give 1 in the place of values that weigh nothing: it enters no sum."""
    return np.where(weights > 0, values, 1.0)


def divide(numerator: npt.NDArray[Any], denominator: npt.NDArray[Any]) -> Floats:
    """Quotient, nan where the denominator is 0: an undefined figure is never a zero."""
    shape = np.broadcast_shapes(numerator.shape, denominator.shape)
    quotient: Floats = np.full(shape, np.nan)
    np.divide(numerator, denominator, out=quotient, where=denominator != 0)
    return quotient
