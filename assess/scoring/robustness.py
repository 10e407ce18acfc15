"""What if the analysts had chosen otherwise: one Monte Carlo over all choices together.

Dimension weights around the declared ones, aggregation at the top, balance of people, what "do not
know" means, and one sub-pillar left out. Sampling is another matter, see `uncertainty`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from assess.scoring.aggregation import Balance
from assess.scoring.comparison import ranks
from assess.scoring.figures import question_figures
from assess.scoring.means import Floats, arithmetic, divide, geometric, penalised
from assess.scoring.ratings import DO_NOT_KNOW, LOWEST, Ratings
from assess.scoring.scheme import Scheme
from assess.scoring.tree import RollUp, Tree, roll_up

CONCENTRATION = 40.0  # of the Dirichlet: about +-25 % around equal weights of six
RUNS = 1000
TOP = 10

MEANS = (arithmetic, geometric, penalised)
BALANCES = (Balance.GROUPS, Balance.PEOPLE)


@dataclass(frozen=True)
class Robustness:
    """How the ranks of J regions move with the method.

    nominal : (J,) rank by the declared method, 0 without score
    median, low, high : (J,) median and 5-95 % range of the rank, nan without score
    in_top : (J,) share of the runs that rank it with a rank of at most `top`, nan without any
    index_low, index_high : (J,) 5-95 % range of the index itself, nan without score
    mean_shift : mean absolute rank shift of all regions over all runs
    shift_by_choice : the same over the runs with one choice, by its name
    """

    nominal: npt.NDArray[np.int64]
    median: Floats
    low: Floats
    high: Floats
    in_top: Floats
    index_low: Floats
    index_high: Floats
    mean_shift: float
    shift_by_choice: dict[str, float]


@dataclass(frozen=True)
class _Choices:
    """One row a run."""

    weights: Floats
    mean: npt.NDArray[np.int64]
    balance: npt.NDArray[np.int64]
    unsure_is_low: npt.NDArray[np.int64]
    left_out: npt.NDArray[np.int64]  # sub-pillar, -1 for none


def rank_robustness(
    regions: Sequence[Ratings],
    scheme: Scheme,
    rng: np.random.Generator,
    runs: int = RUNS,
    top: int = TOP,
) -> Robustness:
    """Rank the regions under `runs` random choices of method.

    Parameters
    ----------
    regions : answers of each region, to the same instrument
    top : last of the ranks that are counted as leading
    """
    tree = scheme.index
    choices = _choose(tree, rng, runs)
    questions = {
        (balance, unsure): question_scores(regions, scheme, BALANCES[balance], unsure == 1)
        for balance in range(len(BALANCES))
        for unsure in (0, 1)
    }
    index = np.full((runs, len(regions)), np.nan)
    keys = np.stack([choices.balance, choices.unsure_is_low, choices.left_out], axis=1)
    for key in np.unique(keys, axis=0):
        rows = np.flatnonzero((keys == key).all(1))
        scores, applicable = questions[int(key[0]), int(key[1])]
        nodes = roll_up(
            tree,
            scores,
            minimum_coverage=scheme.minimum_coverage,
            applicable=applicable & leaves_kept(tree, int(key[2])),
        )
        for row in rows:
            weights, mean = choices.weights[row], int(choices.mean[row])
            index[row] = index_of(tree, nodes, weights, mean, scheme.minimum_coverage)
    scores, applicable = questions[0, 0]
    declared = roll_up(
        tree, scores, minimum_coverage=scheme.minimum_coverage, applicable=applicable
    )
    nominal = ranks(declared.values[:, -1])
    return _summary(index, nominal, choices, top)


def _choose(tree: Tree, rng: np.random.Generator, runs: int) -> _Choices:
    return _Choices(
        weights=weight_draws(tree, rng, runs),
        mean=rng.integers(0, len(MEANS), runs),
        balance=rng.integers(0, len(BALANCES), runs),
        unsure_is_low=rng.integers(0, 2, runs),
        left_out=rng.integers(-1, len(tree.levels[2]), runs),
    )


def weight_draws(tree: Tree, rng: np.random.Generator, n: int) -> Floats:
    """Dimension weights around the declared ones, (n, D); what weighs nothing stays at 0."""
    declared = tree.branches[-1].weights
    return rng.dirichlet(CONCENTRATION * (declared / declared.sum()), size=n)


def question_scores(
    regions: Sequence[Ratings], scheme: Scheme, balance: Balance, unsure_is_low: bool
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Score the questions of the index, and say which apply: both (J, Q)."""
    n_index = len(scheme.index.leaves)
    rated = [with_unsure_as_lowest(each) if unsure_is_low else each for each in regions]
    figures = [question_figures(each, scheme, balance=balance) for each in rated]
    return (
        np.array([each.scores[:n_index] for each in figures]),
        np.array([~each.inapplicable[:n_index] for each in figures]),
    )


def with_unsure_as_lowest(ratings: Ratings) -> Ratings:
    """Count "do not know" as level 1: the other half of a sensitivity pair, never a default."""
    levels = np.where(ratings.levels == DO_NOT_KNOW, LOWEST, ratings.levels).astype(np.int8)
    return dataclasses.replace(ratings, levels=levels)


def leaves_kept(tree: Tree, left_out: int) -> npt.NDArray[np.bool_]:
    """Give the leaves outside the sub-pillar that is left out; it does not count against coverage."""
    if left_out < 0:
        return np.ones(len(tree.leaves), dtype=bool)
    return np.asarray(~tree.below[tree.levels[2][left_out]])


def index_of(
    tree: Tree, nodes: RollUp, weights: Floats, mean: int, minimum_coverage: float
) -> Floats:
    """Index of all regions with other dimension weights and another mean at the top: (J,)."""
    at = list(tree.levels[1])
    dimensions = nodes.values[:, at]
    total = np.where(nodes.applicable[:, at], weights, 0.0).sum(1)
    available = np.where(np.isnan(dimensions), 0.0, weights)
    enough = available.sum(1) >= minimum_coverage * total - 1e-9
    return np.where(enough, MEANS[mean](dimensions, available), np.nan)


def _summary(
    index: Floats, nominal: npt.NDArray[np.int64], choices: _Choices, top: int
) -> Robustness:
    found = np.array([ranks(scores) for scores in index])
    ranked = np.where(found > 0, found, np.nan)
    low, median, high = _percentiles(ranked, "inverted_cdf")
    index_low, _, index_high = _percentiles(index, "linear")
    both = (found > 0) & (nominal > 0)
    shift = np.where(both, np.abs(found - nominal), np.nan)
    kept = np.asarray(both.any(1))
    by_run = np.nanmean(shift[kept], axis=1)
    return Robustness(
        nominal=nominal,
        median=median,
        low=low,
        high=high,
        in_top=divide(((found > 0) & (found <= top)).sum(0), (found > 0).sum(0)),
        index_low=index_low,
        index_high=index_high,
        mean_shift=float(by_run.mean()) if len(by_run) else 0.0,
        shift_by_choice=_by_choice(by_run, choices, kept),
    )


def _percentiles(values: Floats, method: Literal["inverted_cdf", "linear"]) -> Floats:
    """5th, 50th and 95th percentile over the runs: (3, J), nan for a region without any value."""
    known = ~np.isnan(values).all(0)
    found = np.full((3, values.shape[1]), np.nan)
    if known.any():
        found[:, known] = np.nanpercentile(values[:, known], [5, 50, 95], axis=0, method=method)
    return found


def _by_choice(by_run: Floats, choices: _Choices, kept: npt.NDArray[np.bool_]) -> dict[str, float]:
    picks = {
        **{f"mean_{mean.__name__}": choices.mean == at for at, mean in enumerate(MEANS)},
        **{f"balance_{each}": choices.balance == at for at, each in enumerate(BALANCES)},
        "unsure_excluded": choices.unsure_is_low == 0,
        "unsure_lowest": choices.unsure_is_low == 1,
        "nothing_left_out": choices.left_out < 0,
        "subpillar_left_out": choices.left_out >= 0,
    }
    return {
        name: float(by_run[rows[kept]].mean()) for name, rows in picks.items() if rows[kept].any()
    }
