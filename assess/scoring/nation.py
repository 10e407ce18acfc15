"""All regions at once: the same figures as one by one, in a second instead of a minute.

Answers lie in one int8 matrix whose rows are sorted by region and group. Histograms carry every
point estimate; standard errors need the rows, since the answers of a person go together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assess.scoring.aggregation import (
    Balance,
    Counts,
    Levels,
    balanced_histogram,
    balanced_mean,
    group_means,
    majority_level,
    respondent_weights,
)
from assess.scoring.agreement import average_deviation, van_der_eijk
from assess.scoring.figures import called_inapplicable, goes_to_groups, in_order
from assess.scoring.means import Floats, divide
from assess.scoring.ratings import HIGHEST, LOWEST, NOT_APPLICABLE, Matrix, Ratings
from assess.scoring.scheme import Scheme
from assess.scoring.tree import Flags, RollUp, leaf_weights, roll_up

_CODES = HIGHEST - NOT_APPLICABLE + 1
_STRATA_AT_ONCE = 64  # their counts stay in the cache
_REGIONS_AT_ONCE = 32


@dataclass(frozen=True)
class Nation:
    """Answers of R regions; G groups, Q questions of the index, P people.

    levels : (P, Q) int8 codes, rows sorted by region, then group
    starts : (R G + 1,) first row of each stratum (region, group), and P
    """

    levels: Matrix
    starts: npt.NDArray[np.intp]
    regions: tuple[str, ...]
    groups: tuple[str, ...]


def nation_of(regions: Mapping[str, Ratings], scheme: Scheme) -> Nation:
    """Put the ratings of all regions into one matrix; questions beside the index are left out."""
    groups = tuple(scheme.group_weights) or tuple(
        sorted({group for each in regions.values() for group in each.groups})
    )
    place = {group: at for at, group in enumerate(groups)}
    n_index = len(scheme.index.leaves)
    blocks, sizes = [], []
    for ratings in regions.values():
        own = np.array([place[group] for group in ratings.groups], dtype=np.intp)
        levels = in_order(ratings, ratings.levels, scheme.questions)[:, :n_index]
        blocks.append(levels[np.argsort(own, kind="stable")])
        sizes.append(np.bincount(own, minlength=len(groups)))
    return Nation(
        levels=np.concatenate(blocks),
        starts=np.concatenate([[0], np.cumsum(np.concatenate(sizes))]).astype(np.intp),
        regions=tuple(regions),
        groups=groups,
    )


def count_nation(nation: Nation) -> Counts:
    """Count answers by region, group and question: (R, G, Q, 8), see `aggregation`."""
    strata, questions = len(nation.starts) - 1, nation.levels.shape[1]
    counts = np.empty((strata, questions * _CODES), dtype=np.int64)
    columns = (np.arange(questions) * _CODES - NOT_APPLICABLE).astype(np.int32)
    for first in range(0, strata, _STRATA_AT_ONCE):
        last = min(first + _STRATA_AT_ONCE, strata)
        rows = slice(nation.starts[first], nation.starts[last])
        sizes = np.diff(nation.starts[first : last + 1])
        offsets = np.repeat(np.arange(last - first, dtype=np.int32), sizes)
        cells = nation.levels[rows] + columns + offsets[:, None] * (questions * _CODES)
        was_asked = nation.levels[rows] >= NOT_APPLICABLE
        told = cells.ravel() if was_asked.all() else cells[was_asked]
        counts[first:last] = np.bincount(
            told, minlength=(last - first) * questions * _CODES
        ).reshape(last - first, questions * _CODES)
    return counts.reshape(len(nation.regions), len(nation.groups), questions, _CODES)


@dataclass(frozen=True)
class NationFigures:
    """Figures of all regions.

    scores, levels, agreement, average_deviation : (R, Q)
    nodes : roll-up of the index tree, (R, n_nodes)
    means, weights : (R, G, Q)
    """

    scores: Floats
    levels: Levels
    agreement: Floats
    average_deviation: Floats
    nodes: RollUp
    means: Floats
    weights: Floats


def nation_figures(nation: Nation, scheme: Scheme) -> NationFigures:
    """Score every region, question and node of the index."""
    counts = count_nation(nation)
    declared = np.array([scheme.group_weights.get(group, 1.0) for group in nation.groups])
    means = group_means(counts)
    weights = respondent_weights(counts, declared, Balance.GROUPS)
    scores = balanced_mean(means, weights)
    histogram = balanced_histogram(counts, weights)
    asked = goes_to_groups(nation.groups, scheme)[:, : scores.shape[1]]
    gone = called_inapplicable(counts, asked) & scheme.inapplicable_leaves
    return NationFigures(
        scores=scores,
        levels=majority_level(histogram),
        agreement=van_der_eijk(histogram),
        average_deviation=average_deviation(histogram),
        nodes=roll_up(
            scheme.index, scores, minimum_coverage=scheme.minimum_coverage, applicable=~gone
        ),
        means=means,
        weights=weights,
    )


@dataclass(frozen=True)
class NationErrors:
    """Standard errors and Satterthwaite's degrees of freedom of the inner nodes: (R, V)."""

    standard_error: Floats
    degrees_of_freedom: Floats


def nation_errors(nation: Nation, figures: NationFigures, scheme: Scheme) -> NationErrors:
    """Linearised standard errors of all nodes above the questions; people are the units.

    The same figures as `uncertainty.linearised_spread` gives for one region.
    """
    tree = scheme.index
    inner = slice(len(tree.leaves), None)
    available = ~np.isnan(figures.nodes.values)
    counts = _valid_by_stratum(nation, figures)
    errors, degrees = np.empty((2, len(nation.regions), len(tree.branches)))
    for regions in _alike(available):
        weights = leaf_weights(tree, available[regions[0]])[:, inner]
        for first in range(0, len(regions), _REGIONS_AT_ONCE):
            some = regions[first : first + _REGIONS_AT_ONCE]
            variance, df = _variances(nation, figures, counts, some, weights)
            errors[some], degrees[some] = np.sqrt(variance), df
    unknown = ~available[:, inner] | np.isnan(errors)
    return NationErrors(np.where(unknown, np.nan, errors), degrees)


def _valid_by_stratum(nation: Nation, figures: NationFigures) -> Floats:
    """Count the valid answers: (R, G, Q)."""
    filled = np.flatnonzero(np.diff(nation.starts))
    counts = np.zeros((len(nation.starts) - 1, nation.levels.shape[1]))
    valid = (nation.levels >= LOWEST).astype(np.int16)
    counts[filled] = np.add.reduceat(valid, nation.starts[filled], axis=0)
    return counts.reshape(figures.means.shape)


def _alike(available: Flags) -> Iterator[npt.NDArray[np.intp]]:
    """Regions with the same nodes available: they share their node weights."""
    kinds, kind = np.unique(available, axis=0, return_inverse=True)
    for each in range(len(kinds)):
        yield np.flatnonzero(kind.ravel() == each)


@dataclass(frozen=True)
class _Block:
    """Rows of some regions: S strata, each with its rows one after the other."""

    levels: Matrix
    valid: Flags
    place: npt.NDArray[np.intp]  # stratum of each row
    sizes: npt.NDArray[np.intp]  # (S,)
    share: Floats  # (S, Q) weight of the group in the question
    regions: int

    def by_region(self, values: Floats) -> Floats:
        """Split the strata: (S, V) to (regions, G, V)."""
        return values.reshape(self.regions, -1, values.shape[1])


def _block(nation: Nation, figures: NationFigures, regions: npt.NDArray[np.intp]) -> _Block:
    groups, questions = len(nation.groups), nation.levels.shape[1]
    strata = (regions[:, None] * groups + np.arange(groups)).ravel()
    sizes = np.diff(nation.starts)[strata]
    rows = np.concatenate([np.arange(nation.starts[s], nation.starts[s + 1]) for s in strata])
    weights = figures.weights[regions]
    share = np.nan_to_num(divide(weights, weights.sum(1, keepdims=True)))
    levels = nation.levels[rows]
    return _Block(
        levels,
        levels >= LOWEST,
        np.repeat(np.arange(len(strata)), sizes),
        sizes,
        share.reshape(len(strata), questions),
        len(regions),
    )


def _variances(
    nation: Nation,
    figures: NationFigures,
    counts: Floats,
    regions: npt.NDArray[np.intp],
    node_weights: Floats,
) -> tuple[Floats, Floats]:
    """Variance and degrees of freedom of the nodes of some regions: (regions, V)."""
    block = _block(nation, figures, regions)
    means = np.nan_to_num(figures.means[regions]).reshape(block.share.shape)
    per_person = np.nan_to_num(divide(block.share, counts[regions].reshape(block.share.shape)))
    deviations = np.where(block.valid, block.levels - means[block.place], 0.0)
    influence = (deviations * per_person[block.place]) @ node_weights
    matters = (node_weights > 0).astype(np.float32)
    heard = (block.valid & (block.share > 0)[block.place]).astype(np.float32)
    component, n = _between(influence, (heard @ matters) > 0, block)
    component, alone = np.where(n > 1, component, 0.0), n == 1
    borrowed, pooled = (
        _borrowed(block, node_weights, alone) if alone.any() else (np.zeros(1), np.ones(1))
    )
    squares = np.where(n > 1, divide(component**2, n - 1), 0.0)
    below = block.by_region(squares).sum(1) + np.nan_to_num(divide(borrowed**2, pooled))
    variance = block.by_region(component).sum(1) + borrowed
    steady = np.where(np.isnan(variance), np.nan, np.inf)
    return variance, np.where(below > 0, divide(variance**2, below), steady)


def _sum_rows(values: Floats, sizes: npt.NDArray[np.intp]) -> Floats:
    """Sum the rows of each stratum; a stratum without rows sums to 0."""
    filled = np.flatnonzero(sizes)
    summed = np.zeros((len(sizes), values.shape[1]))
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    if len(filled):
        summed[filled] = np.add.reduceat(values, starts[filled], axis=0, dtype=np.float64)
    return summed


def _between(values: Floats, present: Flags, block: _Block) -> tuple[Floats, Floats]:
    """n/(n-1) x sum of squares around the stratum's mean, and n: both (S, V)."""
    n = _sum_rows(present.astype(np.float64), block.sizes)
    mean = np.nan_to_num(divide(_sum_rows(np.where(present, values, 0.0), block.sizes), n))
    squares = np.where(present, (values - mean[block.place]) ** 2, 0.0)
    return divide(n * _sum_rows(squares, block.sizes), n - 1), n


def _borrowed(block: _Block, node_weights: Floats, alone: Flags) -> tuple[Floats, Floats]:
    """Variance of groups of one, by the pooled one of the region's others, and its df."""
    weighed = block.valid.astype(np.float64) @ node_weights
    told = np.where(block.valid, block.levels, 0).astype(np.float64) @ node_weights
    spread, n = _between(np.nan_to_num(divide(told, weighed)), weighed > 0, block)
    squares = np.where(n > 1, divide(spread * (n - 1), n), 0.0)
    degrees = block.by_region(np.maximum(n - 1, 0)).sum(1)
    pooled = divide(block.by_region(squares).sum(1), degrees)
    needed = block.by_region(np.where(alone, (block.share @ node_weights) ** 2, 0.0)).sum(1)
    return np.where(needed > 0, needed * pooled, 0.0), degrees
