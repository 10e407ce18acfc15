"""Reliability: diagnostics for people who design questionnaires, never pass marks.

The questions of a node make up what is measured; they need not go together. A low alpha is no
defect of a score.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]
Interval = tuple[float, float]

MINIMUM_ITEMS = 3
MINIMUM_PEOPLE = 30
MINIMUM_CITIES = 5


def cronbach_alpha(items: Floats) -> float:
    """k/(k-1) (1 - sum of item variances / variance of the sum), variances with n - 1.

    Compute it on respondents centred by region and group, else differences between regions
    inflate it. The formula alone; `is_worth_showing` says whether the data carry it.

    Parameters
    ----------
    items : array of shape (n_people, k), complete

    Returns
    -------
    at most 1, may be negative; nan where k < 2, n < 2 or nothing varies
    """
    people, k = items.shape
    if k < 2 or people < 2:
        return float("nan")
    total = items.sum(1).var(ddof=1)
    if total == 0:
        return float("nan")
    return float(k / (k - 1) * (1 - items.var(axis=0, ddof=1).sum() / total))


def standardised_alpha(items: Floats) -> float:
    """Alpha of z-scores: k r / (1 + (k - 1) r) with the mean correlation r."""
    k, r = items.shape[1], average_correlation(items)
    return float(k * r / (1 + (k - 1) * r))


def average_correlation(items: Floats) -> float:
    """Mean correlation between two different items."""
    k = items.shape[1]
    correlations = np.corrcoef(items, rowvar=False)
    return float((correlations.sum() - k) / (k * (k - 1)))


def alpha_if_dropped(items: Floats) -> Floats:
    """Alpha of the other items, for each item; shape (k,)."""
    return np.array(
        [cronbach_alpha(np.delete(items, column, 1)) for column in range(items.shape[1])]
    )


def item_rest_correlations(items: Floats) -> Floats:
    """Correlation of each item with the sum of the others; shape (k,)."""
    total = items.sum(1)
    return np.array([np.corrcoef(column, total - column)[0, 1] for column in items.T])


def feldt_interval(alpha: float, people: int, k: int, confidence: float = 0.95) -> Interval:
    """Interval of alpha from the F distribution (Feldt 1965)."""
    tail = (1 - confidence) / 2
    df1, df2 = people - 1, (people - 1) * (k - 1)
    high, low = special.fdtri(df1, df2, 1 - tail), special.fdtri(df1, df2, tail)
    return float(1 - (1 - alpha) * high), float(1 - (1 - alpha) * low)


def is_worth_showing(items: Floats) -> bool:
    """Whether alpha says anything: 3 items, 30 people, and every item varies."""
    people, k = items.shape
    enough = k >= MINIMUM_ITEMS and people >= MINIMUM_PEOPLE
    return bool(enough and (items.var(axis=0) > 0).all())


def omega(items: Floats, rounds: int = 20_000, tolerance: float = 1e-12) -> float:
    """Omega of one factor on z-scores: (sum l)^2 / ((sum l)^2 + sum u) (McDonald 1999).

    Loadings l and uniquenesses u by maximum likelihood, found by the EM algorithm of Rubin and
    Thayer (1982). nan where an item does not vary.
    """
    if (items.var(axis=0) == 0).any():
        return float("nan")
    correlations = np.asarray(np.corrcoef(items, rowvar=False))
    loadings, unique = _one_factor(correlations, rounds, tolerance)
    common = float(loadings.sum() ** 2)
    return common / (common + float(unique.sum()))


def _one_factor(correlations: Floats, rounds: int, tolerance: float) -> tuple[Floats, Floats]:
    loadings = unique = np.full(len(correlations), 0.5)  # any start will do
    for _ in range(rounds):
        scaled = loadings / unique
        weights = scaled / (1 + loadings @ scaled)  # regression of the factor on the items
        crossed = correlations @ weights
        spread = 1 - weights @ loadings + weights @ crossed
        new = crossed / spread
        unique = np.maximum(np.diag(correlations) - new * crossed, 1e-6)
        moved = np.abs(new - loadings).max()
        loadings = new
        if moved < tolerance:
            break
    return loadings, unique


@dataclass(frozen=True)
class IntraclassCorrelation:
    """One coefficient with its F test and 95 % interval."""

    icc: float
    f: float
    df1: float
    df2: float
    interval: Interval


def intraclass_correlations(
    ratings: Floats, confidence: float = 0.95
) -> dict[str, IntraclassCorrelation]:
    """Six forms of Shrout and Fleiss (1979): ICC1, ICC2, ICC3 and, of the mean, ICC1k and so on.

    Parameters
    ----------
    ratings : array of shape (n_targets, k_judges), complete, both at least 2
    """
    n, k = ratings.shape
    rows, columns = ratings.mean(1), ratings.mean(0)
    between = k * rows.var(ddof=1)
    judges = n * columns.var(ddof=1)
    within = ((ratings - rows[:, None]) ** 2).sum() / (n * (k - 1))
    error = (((ratings - rows[:, None] - columns + ratings.mean()) ** 2).sum()) / (
        (n - 1) * (k - 1)
    )
    tail = 1 - (1 - confidence) / 2
    one = (n - 1, n * (k - 1), between / within)
    two = (n - 1, (n - 1) * (k - 1), between / error)
    icc2 = (between - error) / (between + (k - 1) * error + k * (judges - error) / n)
    agreement = _agreement_interval(float(icc2), between, judges, error, (n, k), tail)
    single = {
        "ICC1": _single(*one, k, tail),
        "ICC2": IntraclassCorrelation(float(icc2), float(two[2]), *two[:2], agreement),
        "ICC3": _single(*two, k, tail),
    }
    return single | {f"{name}k": _of_mean(form, k) for name, form in single.items()}


def _single(df1: int, df2: int, f: float, k: int, tail: float) -> IntraclassCorrelation:
    low = f / special.fdtri(df1, df2, tail)
    high = f * special.fdtri(df2, df1, tail)
    return IntraclassCorrelation(
        float((f - 1) / (f + k - 1)),
        float(f),
        df1,
        df2,
        (float((low - 1) / (low + k - 1)), float((high - 1) / (high + k - 1))),
    )


def _of_mean(form: IntraclassCorrelation, k: int) -> IntraclassCorrelation:
    """Step up to the mean of k judges, by Spearman and Brown."""

    def stepped(r: float) -> float:
        return k * r / (1 + (k - 1) * r)

    low, high = form.interval
    return IntraclassCorrelation(
        stepped(form.icc), form.f, form.df1, form.df2, (stepped(low), stepped(high))
    )


def _agreement_interval(
    icc: float,
    between: float,
    judges: float,
    error: float,
    shape: tuple[int, int],
    tail: float,
) -> Interval:
    n, k = shape
    ratio = judges / error
    rest = n * (1 + (k - 1) * icc) - k * icc
    df = (
        (n - 1)
        * (k - 1)
        * (k * icc * ratio + rest) ** 2
        / ((n - 1) * k**2 * icc**2 * ratio**2 + rest**2)
    )
    upper, lower = special.fdtri(n - 1, df, tail), special.fdtri(df, n - 1, tail)
    common = k * judges + (k * n - k - n) * error
    low = n * (between - upper * error) / (upper * common + n * between)
    high = n * (lower * between - error) / (common + n * lower * between)
    return float(low), float(high)


def reliability_of_groups(values: Floats, groups: npt.NDArray[np.str_]) -> Interval:
    """ICC(1) of one rater and ICC(2) of the group means, one-way, groups of any size.

    Parameters
    ----------
    values : array of shape (n,)
    groups : group of each value; at least two groups, more values than groups
    """
    _, inverse, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    means = np.bincount(inverse, values) / sizes
    between = (sizes * (means - values.mean()) ** 2).sum() / (len(sizes) - 1)
    within = ((values - means[inverse]) ** 2).sum() / (len(values) - len(sizes))
    size = sizes.mean()
    return (
        float((between - within) / (between + (size - 1) * within)),
        float((between - within) / between),
    )


def reliability_of_scores(scores: Floats, standard_errors: Floats) -> float:
    """Give R = max(0, 1 - mean(se^2) / var(s)) over regions: whether they can be told apart.

    Under 0.7 show tiers and no ranks. nan under five regions or where all scores are equal.

    Parameters
    ----------
    scores, standard_errors : arrays of shape (n_regions,); regions with nan are left out

    >>> reliability_of_scores(np.array([1., 2, 3, 4, 5]), np.full(5, 0.5))
    0.9
    """
    known = ~(np.isnan(scores) | np.isnan(standard_errors))
    if known.sum() < MINIMUM_CITIES:
        return float("nan")
    spread = scores[known].var(ddof=1)
    if spread == 0:
        return float("nan")
    return float(max(0.0, 1 - (standard_errors[known] ** 2).mean() / spread))
