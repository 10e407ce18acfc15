"""Signs of careless answers, and weights of experts, at their limits."""

from __future__ import annotations

import numpy as np
import pytest

from assess.scoring import weights
from assess.scoring.data_quality import (
    NOTABLE_CHANGE,
    average_runs,
    careless_signs,
    longest_runs,
    modal_share,
    unusual_profiles,
    variability,
)
from tests.scoring.reading import chance

F = np.array


def people(*rows: list[int]) -> np.ndarray:
    return np.array(rows, dtype=np.int8)


def test_what_is_no_level_ends_a_run_and_is_none() -> None:
    shown = people([1, 1, -1, 1, 2], [0, 0, 0, 0, 0], [-2, -2, 5, 4, 4])

    assert longest_runs(shown).tolist() == [2, 0, 2]
    assert average_runs(shown)[[0, 2]].tolist() == [(2 + 1 + 1) / 3, 1.5]
    assert np.isnan(average_runs(shown)[1])
    assert longest_runs(np.zeros((2, 0), dtype=np.int8)).tolist() == [0, 0]
    assert np.isnan(average_runs(np.zeros((2, 0), dtype=np.int8))).all()


def test_variability_needs_two_answers() -> None:
    found = variability(people([3, 0, 0], [2, 4, -1], [1, 1, 4], [0, -1, -2]))

    assert found[1:3].tolist() == pytest.approx([np.sqrt(2), np.sqrt(3)])
    assert np.isnan(found[[0, 3]]).all()


def test_the_share_of_the_most_frequent_level() -> None:
    found = modal_share(
        people([1, 1, 1, 5, 0], [5, 5, 5, 5, 5], [0, 0, -1, -2, 0], [4, 3, 0, 0, 0])
    )

    assert found[[0, 1, 3]].tolist() == [0.75, 1.0, 0.5]
    assert np.isnan(found[2])


def test_a_run_is_long_beyond_six_tenths_of_what_was_shown() -> None:
    signs = careless_signs(people([3, 3, 3, 2, 1], [3, 3, 3, 3, 1], [3, 3, 3, 0, 3]))

    assert signs.flagged.tolist() == [False, True, False]
    assert signs.longest_run.tolist() == [3, 4, 3]
    assert signs.variability[1] == pytest.approx(np.sqrt(0.8))


def test_little_variation_is_a_sign_only_where_answers_came_within_two_seconds() -> None:
    flat, varied = [3, 3, 4, 4, 3], [1, 5, 1, 5, 1]
    shown = people(flat, varied, varied)

    def flagged(*seconds: float) -> list[bool]:
        return careless_signs(shown, F(seconds)).flagged.tolist()

    assert flagged(1.9, 1.9, 1.9) == [True, False, False]
    assert flagged(2.0, 1.0, 1.0) == [False, False, False]
    assert flagged(np.nan, 1.0, 1.0) == [False, False, False]
    assert careless_signs(shown).flagged.tolist() == [False, False, False]


def test_the_lowest_hundredth_is_looked_at() -> None:
    """Of 101 people the two with the least variation are the lowest hundredth."""
    shown = people(*[[1 + n % 2, 3, 5, 1, 4] for n in range(99)], [3, 3, 4, 3, 3], [3, 4, 3, 4, 4])

    signs = careless_signs(shown, np.full(101, 1.0))

    assert np.flatnonzero(signs.flagged).tolist() == [99, 100]


def test_seconds_without_any_variation_to_judge_flag_nobody() -> None:
    assert careless_signs(people([3, 0, 0, 0, 0]), F([0.1])).flagged.tolist() == [False]


def test_the_distance_of_a_profile_from_the_others() -> None:
    """One variable 1, 2, 3, 6: mean 3, variance 14/3, so the last is 9 / (14/3) away."""
    found = unusual_profiles(F([[1.0], [2.0], [3.0], [np.nan], [6.0]]))

    assert found[[0, 1, 2, 4]].tolist() == pytest.approx([12 / 14, 3 / 14, 0.0, 27 / 14])
    assert np.isnan(found[3])
    assert np.isnan(unusual_profiles(F([[1.0], [2.0], [3.0]]))).all()


def test_distances_of_two_variables_sum_to_their_degrees() -> None:
    """Squared Mahalanobis distances sum to (n - 1) p."""
    profiles = chance(3).uniform(1, 5, (7, 2))

    found = unusual_profiles(profiles)

    assert found.sum() == pytest.approx(6 * 2)
    assert unusual_profiles(profiles * [1, 3] + 2) == pytest.approx(found)
    assert np.isnan(unusual_profiles(profiles[:6])).all()


def test_a_tenth_of_a_level_is_notable() -> None:
    """Method section 13: the score without flagged people stands beside where it moves by more."""
    assert NOTABLE_CHANGE == 0.1


def test_equal_weights_sum_to_one() -> None:
    assert weights.equal(4).tolist() == [0.25] * 4


def test_points_are_shares_of_each_experts_own_sum() -> None:
    assert weights.budget_allocation(F([[1.0, 3.0], [50, 50]])).tolist() == [0.375, 0.625]
    assert weights.budget_allocation(F([[0.0, 3.0]])).tolist() == [0.0, 1.0]


@pytest.mark.parametrize("points", [[[0.0, 0.0], [1.0, 1.0]], [[-1.0, 2.0]]])
def test_points_that_say_nothing_are_refused(points: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="at least 0"):
        weights.budget_allocation(F(points))


@pytest.mark.parametrize(
    ("ratio", "sent_on"), [(0.1, True), (0.1 + 9e-13, True), (0.1 + 1.5e-12, False)]
)
def test_a_ratio_over_a_tenth_goes_back(ratio: float, sent_on: bool) -> None:
    assert weights.PairwiseWeights(F([1.0]), 1.0, 0.0, ratio).consistent == sent_on


def consistent(*importance: float) -> np.ndarray:
    return F(importance)[:, None] / F(importance)


@pytest.mark.parametrize("n", range(1, 12))
def test_consistent_judgements_give_back_the_importance(n: int) -> None:
    importance = np.arange(1.0, n + 1)

    found = weights.pairwise(consistent(*importance))

    assert found.weights == pytest.approx(importance / importance.sum())
    assert found.lambda_max == pytest.approx(n)
    assert found.index == pytest.approx(0, abs=1e-12)
    assert (found.ratio is None) == (n > 10)
    assert weights.geometric_rows(consistent(*importance)) == pytest.approx(found.weights)


def test_two_items_cannot_contradict_each_other() -> None:
    found = weights.pairwise(F([[1.0, 4.0], [0.25 + 1e-9, 1.0]]))

    assert (found.index, found.ratio) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("n", "random"),
    [(3, 0.58), (4, 0.9), (5, 1.12), (6, 1.24), (7, 1.32), (8, 1.41), (9, 1.45), (10, 1.49)],
)
def test_inconsistency_is_held_against_saatys_random_index(n: int, random: float) -> None:
    matrix = consistent(*range(1, n + 1))
    matrix[0, 1], matrix[1, 0] = 4.0, 0.25

    found = weights.pairwise(matrix)

    assert found.index == pytest.approx((found.lambda_max - n) / (n - 1))
    assert found.ratio == pytest.approx(found.index / random)


@pytest.mark.parametrize(
    ("matrix", "fault"),
    [
        ([[1.0, 2.0]], "n rows and n columns"),
        ([1.0, 2.0], "n rows and n columns"),
        (np.zeros((0, 0)), "n rows and n columns"),
        (np.ones((2, 2, 2)), "n rows and n columns"),
        ([[1.0, 0.0], [1.0, 1.0]], "positive numbers"),
        ([[1.0, -2.0], [-0.5, 1.0]], "positive numbers"),
        ([[1.0, np.inf], [1.0, 1.0]], "positive numbers"),
        ([[1.0, 2.0], [0.51, 1.0]], "reciprocal"),
        ([[1.0, 2.0], [0.5 * (1 + 1.5e-6), 1.0]], "reciprocal"),
        ([[2.0, 2.0], [0.5, 1.0]], "reciprocal"),
    ],
)
def test_what_is_no_comparison_is_refused(matrix: list[list[float]], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        weights.pairwise(F(matrix))


def test_half_of_all_is_the_most_that_one_weight_should_be() -> None:
    """OECD/JRC Handbook 2008, p. 111."""
    assert weights.LARGEST_WEIGHT == 0.5


def test_several_experts_meet_at_the_geometric_mean() -> None:
    both = weights.group_judgement(F([consistent(1, 2), consistent(8, 1)]))

    assert both == pytest.approx(F([[1, 2], [0.5, 1]]))


def test_entropy_rewards_what_differs_between_units() -> None:
    """Shares 1/4, 3/4 have the entropy 0.8113 of one bit; equal shares have all of it."""
    entropies, found = weights.entropy(F([[1.0, 5.0], [3.0, 5.0]]))
    none, one = weights.entropy(F([[0.0, 5.0], [3.0, 5.0]]))

    assert entropies == pytest.approx([0.8112781, 1.0])
    assert found == pytest.approx([1.0, 0.0])
    assert none == pytest.approx([0.0, 1.0])
    assert one == pytest.approx([1.0, 0.0])


@pytest.mark.parametrize("n", range(2, 40))
def test_what_is_the_same_in_every_unit_weighs_nothing_and_never_less(n: int) -> None:
    values = np.ones((n, 2))
    values[0, 1] = 5.0

    found = weights.entropy(values)[1]

    assert found.tolist() == pytest.approx([0.0, 1.0])
    assert found.min() >= 0


@pytest.mark.parametrize("n", range(3, 11))
def test_consistent_judgements_have_no_index_under_zero(n: int) -> None:
    found = weights.pairwise(consistent(*range(1, n + 1)))

    assert 0 <= found.index < 1e-12
    assert found.ratio is not None
    assert found.consistent


def test_effective_importance_is_the_squared_correlation_from_ten_regions_on() -> None:
    nodes = chance(2).uniform(1, 5, (10, 3))
    index = nodes @ [0.5, 0.3, 0.2]

    found = weights.effective_importance(nodes, index)

    assert found == pytest.approx([np.corrcoef(nodes[:, d], index)[0, 1] ** 2 for d in range(3)])
    assert np.isnan(weights.effective_importance(nodes[:9], index[:9])).tolist() == [True] * 3
    assert np.isnan(weights.effective_importance(nodes, np.full(10, 3.0))).all()
