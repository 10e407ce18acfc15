"""Agreement across questions or objects: what raters say of many things together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy import special

from assess.scoring.means import divide

Floats = npt.NDArray[np.float64]


class Metric(StrEnum):
    """What counts as distance between two values."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


def krippendorff_alpha(values: Floats, metric: Metric = Metric.ORDINAL) -> float:
    """1 - observed / expected disagreement over all pairs of values of one unit.

    From 0.80 firm, 0.667 to 0.80 tentative. Across the questions of one region, with the groups
    as raters (their level per question) and the questions as units.

    Parameters
    ----------
    values : array of shape (n_raters, n_units), nan where missing

    Returns
    -------
    at most 1; 0 where raters agree as by chance; nan where undefined: no variation at all, or no
    unit with two values

    Source: Krippendorff 2011, Computing Krippendorff's alpha-reliability.

    >>> round(krippendorff_alpha(np.array([[2., 3, 4, 1, 5, 3], [2, 4, 4, 1, 5, 2],
    ...     [3, 3, 4, 2, 4, 3]]), Metric.NOMINAL), 2)
    0.32
    """
    known = values[:, (~np.isnan(values)).sum(0) >= 2]
    categories = np.unique(known[~np.isnan(known)])
    if len(categories) < 2:
        return float("nan")
    counts = (known[:, :, None] == categories).sum(0).astype(np.float64)  # units x categories
    per_unit = counts.sum(1, keepdims=True)
    pairs = (counts / (per_unit - 1)).T @ counts - np.diag((counts / (per_unit - 1)).sum(0))
    totals = pairs.sum(1)
    distances = _distances(categories, totals, metric)
    expected = (np.outer(totals, totals) * distances).sum() / (totals.sum() - 1)
    return float(1 - (pairs * distances).sum() / expected)


def _distances(categories: Floats, totals: Floats, metric: Metric) -> Floats:
    one, other = categories[:, None], categories[None, :]
    if metric is Metric.NOMINAL:
        return np.asarray(one != other, dtype=np.float64)
    if metric is Metric.INTERVAL:
        return np.asarray((one - other) ** 2)
    if metric is Metric.RATIO:
        total = one + other
        return np.asarray(np.nan_to_num(divide(one - other, total)) ** 2)
    middle = np.cumsum(totals) - totals / 2
    return np.asarray((middle[:, None] - middle[None, :]) ** 2)


@dataclass(frozen=True)
class Concordance:
    """Kendall's W, 0 no concordance to 1 the same order, with its chi-square test."""

    w: float
    chi_square: float
    p: float


def kendall_w(scores: Floats, *, corrected: bool = True) -> Concordance | None:
    """W = 12 S / (m^2 (n^3 - n) - m sum T) for m raters who rank n objects.

    Parameters
    ----------
    scores : array of shape (m, n) without gaps; ties within a rater share their mean rank
    corrected : whether ties are corrected for (T = sum of t^3 - t); off only to compare

    Returns
    -------
    None where undefined: fewer than two raters or objects, or nobody tells objects apart

    Source: Kendall and Babington Smith 1939. m >= 3 and n >= 3 to be worth showing.
    """
    raters, objects = scores.shape
    ranks = np.array([_mean_ranks(row) for row in scores]).reshape(raters, objects)
    ties = sum(float((sizes**3 - sizes).sum()) for sizes in map(_tie_sizes, scores))
    scale = raters**2 * (objects**3 - objects) - (raters * ties if corrected else 0)
    if raters < 2 or objects < 2 or raters**2 * (objects**3 - objects) == raters * ties:
        return None
    sums = ranks.sum(0)
    w = float(12 * ((sums - sums.mean()) ** 2).sum() / scale)
    chi_square = raters * (objects - 1) * w
    return Concordance(w, chi_square, float(special.chdtrc(objects - 1, chi_square)))


def _mean_ranks(row: Floats) -> Floats:
    """Less one half, which is the same for everybody and leaves their spread alone."""
    _, inverse, sizes = np.unique(row, return_inverse=True, return_counts=True)
    middle: Floats = (np.cumsum(sizes) - sizes / 2)[inverse]
    return middle


def _tie_sizes(row: Floats) -> npt.NDArray[np.int64]:
    _, sizes = np.unique(row, return_counts=True)
    return sizes.astype(np.int64)
