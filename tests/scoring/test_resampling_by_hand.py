"""Replicated panels so small that every value they can take is known."""

from __future__ import annotations

import numpy as np
import pytest

from assess.scoring.resampling import percentile_interval, resampled_questions
from tests.scoring.reading import chance

WIDER = np.sqrt(3 / 2)  # of three people


def replicates(
    levels: list[list[int]], groups: list[int], weights: list[list[float]], n: int = 4000
) -> np.ndarray:
    return resampled_questions(
        np.array(levels, dtype=np.int8), np.array(groups), np.array(weights), n, chance(3)
    )


def frequencies(values: np.ndarray) -> dict[float, float]:
    found, counts = np.unique(values.round(9), return_counts=True)
    return dict(zip(found.tolist(), (counts / counts.sum()).tolist(), strict=True))


def approximately(expected: dict[float, float]) -> object:
    return pytest.approx({round(key, 9): share for key, share in expected.items()}, abs=0.04)


def test_of_two_people_one_is_drawn() -> None:
    found = replicates([[2], [4]], [0, 0], [[1.0]])

    assert frequencies(found) == approximately({2: 0.5, 4: 0.5})


def test_of_three_people_two_are_drawn_with_replacement() -> None:
    found = replicates([[1], [1], [4]], [0, 0, 0], [[1.0]])

    assert frequencies(found) == approximately({1: 4 / 9, 2.5: 4 / 9, 4: 1 / 9})


def test_a_group_of_one_keeps_its_answer_and_takes_the_deviation_of_another() -> None:
    """Deviations -1, -1, 2 of the three, made as wide as their variance with n - 1."""
    found = replicates([[1], [1], [4], [3]], [0, 0, 0, 1], [[0.0], [1.0]])

    assert frequencies(found) == approximately({3 - WIDER: 2 / 3, 3 + 2 * WIDER: 1 / 3})


def test_two_people_are_enough_to_lend_a_deviation() -> None:
    found = replicates([[2], [4], [3]], [0, 0, 1], [[0.0], [1.0]])

    assert frequencies(found) == approximately({3 - np.sqrt(2): 0.5, 3 + np.sqrt(2): 0.5})


def test_groups_of_one_with_nobody_to_learn_from_do_not_vary() -> None:
    found = replicates([[2], [5]], [0, 1], [[1.0], [3.0]], 20)

    assert frequencies(found) == {4.25: 1.0}


def test_a_group_of_which_nobody_came_enters_nothing() -> None:
    found = replicates([[2], [4]], [0, 0], [[1.0], [0.0]], 200)

    assert set(frequencies(found)) == {2.0, 4.0}


def test_a_question_that_nobody_drawn_answered_has_no_score() -> None:
    found = replicates([[2, 3], [0, 3]], [0, 0], [[1.0, 1.0]])

    assert np.isnan(found[:, 0]).mean() == pytest.approx(0.5, abs=0.04)
    assert set(found[~np.isnan(found[:, 0]), 0]) == {2.0}
    assert set(found[:, 1]) == {3.0}


def test_percentiles_are_spread_around_the_score_by_t_over_z() -> None:
    """With two degrees t is 4.302653, for a z of 1.959964."""
    draws = np.array([*np.linspace(2.0, 4.0, 201), np.nan])

    plain = percentile_interval(3.0, draws, np.inf)
    wide = percentile_interval(3.0, draws, 2.0)

    assert plain == pytest.approx((2.05, 3.95))
    assert wide == pytest.approx((3 - 0.95 * 4.302653 / 1.959964, 3 + 0.95 * 4.302653 / 1.959964))
