"""Many regions, draws or questions at once give what each gives alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from assess.scoring import agreement, medians
from assess.scoring.aggregation import (
    Balance,
    balanced_histogram,
    balanced_mean,
    count_answers,
    group_means,
    histograms,
    majority_level,
    respondent_weights,
    staged_level,
)
from assess.scoring.means import arithmetic, geometric, harmonic, penalised
from assess.scoring.tree import Node, Tree, roll_up
from tests.scoring.reading import chance

Floats = np.ndarray


def alike(together: Floats, alone: object) -> None:
    np.testing.assert_allclose(together, np.asarray(alone), rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("mean", [arithmetic, geometric, harmonic, penalised])
def test_means(mean: Callable[[Floats, Floats], Floats]) -> None:
    values, weights = chance(1).uniform(1, 5, (4, 3, 5)), chance(2).uniform(0, 1, (4, 3, 5))
    weights[0, 1] = 0
    weights[2, 2, 3] = 0

    found = mean(values, weights)

    for place in np.ndindex(4, 3):
        alike(found[place], mean(values[place], weights[place]))


def test_the_steps_from_counts_to_levels() -> None:
    rng = chance(3)
    counts = np.array(
        [count_answers(np.int8(rng.integers(-2, 6, (9, 4))), np.arange(9) % 3, 3) for _ in range(6)]
    )
    declared = np.array([1.0, 2.0, 0.5])

    for balance in Balance:
        weights = respondent_weights(counts, declared, balance)
        alike(weights, [respondent_weights(each, declared, balance) for each in counts])
        means = group_means(counts)
        alike(means, [group_means(each) for each in counts])
        alike(balanced_mean(means, weights), [*map(balanced_mean, means, weights)])
        shares = balanced_histogram(counts, weights)
        alike(shares, [*map(balanced_histogram, counts, weights)])
        levels = majority_level(shares)
        alike(levels, [majority_level(each) for each in shares])
        children = np.array([1.0, 2.0, 0.0, 3.0])
        alike(staged_level(levels, children), [staged_level(each, children) for each in levels])


@pytest.mark.parametrize(
    "measure",
    [
        agreement.van_der_eijk,
        agreement.mean_level,
        agreement.average_deviation,
        agreement.variance,
        agreement.rwg,
        agreement.rwg_against_split,
        agreement.consensus,
        agreement.leik_dispersion,
        agreement.blair_lacy,
        medians.lower_median,
        medians.upper_median,
        medians.interpolated_median,
    ],
)
def test_measures_of_agreement(measure: Callable[[Floats], Floats]) -> None:
    rng = chance(4)
    counts = histograms(
        np.array([count_answers(np.int8(rng.integers(1, 6, (7, 3))), np.zeros(7, int), 1)] * 2)
    )[:, 0]
    counts[1] = counts[1][:, ::-1] + 1

    alike(measure(counts), [[measure(each) for each in question] for question in counts])


def test_roll_ups() -> None:
    one = Node("a", 2, (Node("q1", 1), Node("q2", 3)))
    tree = Tree(Node("index", 1, (one, Node("b", 1, (Node("q3", 1),)))))
    leaves = chance(5).uniform(1, 5, (3, 2, 3))
    leaves[0, 1, 1] = np.nan
    leaves[2, 0] = np.nan
    applies = np.array([True, False, True])

    found = roll_up(tree, leaves, minimum_coverage=2 / 3, applicable=applies)

    for region, draws in enumerate(leaves):
        for draw, alone in enumerate(draws):
            own = roll_up(tree, alone, minimum_coverage=2 / 3, applicable=applies)
            alike(found.values[region, draw], own.values)
            alike(found.coverage[region, draw], own.coverage)
            alike(found.applicable[region, draw], own.applicable)
