"""Reliability coefficients on paper, and where they have nothing to say."""

from __future__ import annotations

import numpy as np
import pytest

from assess.scoring.reliability import (
    cronbach_alpha,
    is_worth_showing,
    omega,
    reliability_of_groups,
    reliability_of_scores,
)
from tests.scoring.reading import chance

F = np.array


def items_of(loadings: list[float], people: int = 60) -> np.ndarray:
    """Answers whose sample correlations are exactly those of one factor with these loadings."""
    k = len(loadings)
    correlations = np.outer(loadings, loadings)
    np.fill_diagonal(correlations, 1.0)
    noise = chance(4).standard_normal((people, k))
    free, _ = np.linalg.qr(noise - noise.mean(0))
    return free @ np.linalg.cholesky(correlations).T


def test_alpha_by_hand() -> None:
    """Item variances 1 and 4, of the sum 7: 2 (1 - 5/7)."""
    items = F([[1.0, 1.0], [2.0, 5.0], [3.0, 3.0]])

    assert cronbach_alpha(items) == pytest.approx(2 * (1 - 5 / 7))


@pytest.mark.parametrize(
    "items",
    [
        [[1.0], [2.0], [4.0]],  # one item
        [[1.0, 2.0, 5.0]],  # one person
        [[1.0, 5.0], [5.0, 1.0], [3.0, 3.0]],  # nobody differs in the sum
    ],
)
def test_alpha_is_undefined_without_two_items_two_people_and_variation(
    items: list[list[float]],
) -> None:
    assert np.isnan(cronbach_alpha(F(items)))


def test_two_items_and_two_people_are_enough_for_the_formula() -> None:
    assert cronbach_alpha(F([[1.0, 1.0], [3.0, 3.0]])) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("people", "items", "shown"), [(30, 3, True), (29, 3, False), (30, 2, False), (60, 9, True)]
)
def test_alpha_says_something_from_three_items_and_thirty_people_on(
    people: int, items: int, shown: bool
) -> None:
    answers = chance(1).uniform(1, 5, (people, items))

    assert is_worth_showing(answers) == shown


def test_an_item_that_nobody_answers_differently_makes_alpha_worthless() -> None:
    answers = chance(1).uniform(1, 5, (40, 4))
    answers[:, 2] = 3.0

    assert not is_worth_showing(answers)
    assert np.isnan(omega(answers))


@pytest.mark.parametrize("loadings", [[0.8, 0.7, 0.6], [0.9, 0.5, 0.6, 0.7], [0.3, 0.4, 0.5]])
def test_omega_of_one_factor(loadings: list[float]) -> None:
    """(sum l)^2 over itself and the sum of 1 - l^2."""
    common = sum(loadings) ** 2
    unique = sum(1 - each**2 for each in loadings)

    assert omega(items_of(loadings)) == pytest.approx(common / (common + unique), abs=1e-6)


def test_omega_does_not_know_the_direction_of_the_scale() -> None:
    items = items_of([0.8, 0.7, 0.6])

    assert omega(5 - 2 * items) == pytest.approx(omega(items), abs=1e-9)


def test_reliability_of_groups_by_hand() -> None:
    """1, 3 and 5, 7: between 16, within 2, two each: (16 - 2) / (16 + 2) and (16 - 2) / 16."""
    one, mean = reliability_of_groups(F([1.0, 3.0, 5.0, 7.0]), F(["a", "a", "b", "b"]))

    assert (one, mean) == pytest.approx((14 / 18, 14 / 16))


def test_reliability_of_scores_by_hand() -> None:
    """Variance 2.5, mean squared error 0.5: 1 - 0.2."""
    scores = F([1.0, 2.0, 3.0, 4.0, 5.0])

    assert reliability_of_scores(scores, np.sqrt(F([0.1, 0.9, 0.5, 0.5, 0.5]))) == pytest.approx(
        0.8
    )
    assert reliability_of_scores(scores, np.full(5, 9.0)) == 0.0
    assert np.isnan(reliability_of_scores(scores[:4], np.full(4, 0.1)))
    assert np.isnan(reliability_of_scores(np.full(5, 3.0), np.full(5, 0.1)))


def test_regions_without_score_or_error_are_left_out_of_it() -> None:
    scores = F([1.0, 2.0, 3.0, 4.0, 5.0, np.nan, 30.0])
    errors = np.sqrt(F([0.5, 0.5, 0.5, 0.5, 0.5, 7.0, np.nan]))

    assert reliability_of_scores(scores, errors) == pytest.approx(0.8)
    assert np.isnan(reliability_of_scores(scores[1:], errors[1:]))
