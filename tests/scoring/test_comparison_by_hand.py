"""Comparison of regions at its limits: what is a tie, what is sure, how far a rank may reach."""

from __future__ import annotations

import numpy as np
import pytest

from assess.scoring.comparison import (
    detectable,
    probability_above,
    rank_intervals,
    ranks,
    ranks_may_be_shown,
    score_draws,
    tiers,
)
from tests.scoring.reading import chance

F = np.array


def reach(scores: list[float], errors: list[float], **more: float) -> list[tuple[int, int]]:
    best, worst = rank_intervals(F(scores), F(errors), chance(7), draws=20_000, **more)
    return list(zip(best.tolist(), worst.tolist(), strict=True))


def test_scores_further_apart_than_noise_are_no_tie() -> None:
    assert ranks(F([2.0, 2.0 + 9e-10])).tolist() == [1, 1]
    assert ranks(F([2.0, 2.0 + 1.5e-9])).tolist() == [2, 1]


def test_draws_that_differ_by_noise_count_half() -> None:
    assert probability_above(F([[2.0 + 9e-10], [2.0]])).tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert probability_above(F([[2.0 + 1.5e-9], [2.0]])).tolist() == [[0.5, 1.0], [0.0, 0.5]]


def limits(errors: list[float]) -> list[float]:
    """From where on a difference to the first region is sure, drawn once more by other numbers."""
    noise = chance(11).standard_normal((200_000, len(errors))) * errors
    error = np.hypot(errors[0], errors[1:])
    largest = np.abs((noise[:, 1:] - noise[:, [0]]) / error).max(1)
    return (np.quantile(largest, 0.95) * error).tolist()


@pytest.mark.parametrize("errors", [[0.01, 0.1, 0.5], [0.5, 0.1, 1.5], [0.3, 2.0, 0.4]])
def test_every_difference_is_held_against_its_own_error(errors: list[float]) -> None:
    for place, limit in enumerate(limits(errors), start=1):
        clear, unclear = [0.0] * 3, [0.0] * 3
        clear[place], unclear[place] = 1.05 * limit, 0.95 * limit

        assert reach(clear, errors)[0] == (2, 3)
        assert reach(unclear, errors)[0] == (1, 3)


@pytest.mark.parametrize("draws", [1, 254, 255, 256, 511, 1000])
def test_who_is_above_in_every_draw_is_surely_above(draws: int) -> None:
    above = probability_above(F([[3.0], [2.0], [2.0]]).repeat(draws, 1))

    assert above.tolist() == [[0.5, 1.0, 1.0], [0.0, 0.5, 0.5], [0.0, 0.5, 0.5]]


def test_a_quarter_of_the_draws_is_a_quarter() -> None:
    draws = np.zeros((2, 400))
    draws[0, :100], draws[0, 100:] = 1.0, -1.0

    assert probability_above(draws)[0, 1] == 0.25


def test_a_region_with_one_missing_draw_is_compared_with_nobody() -> None:
    above = probability_above(F([[1.0, 2.0], [np.nan, 2.0], [0.0, 0.0]]))

    assert np.isnan(above[1]).all()
    assert np.isnan(above[:, 1]).all()
    assert above[0, 2] == 1.0


def test_sure_begins_at_ninety_five_percent() -> None:
    found = detectable(F([0.95, 0.95 - 5e-10, 0.95 - 1e-9, 0.95 - 1.5e-9, 0.94, 1.0, np.nan]))

    assert found.tolist() == [True, True, True, False, False, True, False]


def test_two_regions_are_told_apart_at_196_errors_of_their_difference() -> None:
    """Errors 3 and 4 give 5 for the difference, so 9.8 is the limit."""
    assert reach([10.2, 0.0], [3.0, 4.0]) == [(1, 1), (2, 2)]
    assert reach([0.0, 10.2], [3.0, 4.0]) == [(2, 2), (1, 1)]
    assert reach([9.4, 0.0], [3.0, 4.0]) == [(1, 2), (1, 2)]


def test_more_confidence_needs_more_distance() -> None:
    assert reach([9.4, 0.0], [3.0, 4.0], confidence=0.9) == [(1, 1), (2, 2)]
    assert reach([10.2, 0.0], [3.0, 4.0], confidence=0.99) == [(1, 2), (1, 2)]


def test_three_regions_need_the_limit_of_the_largest_of_two_differences() -> None:
    """Dunnett's two-sided limit for two comparisons is 2.21, beyond 1.96."""
    apart = np.sqrt(2)

    assert reach([2.1 * apart, 0.0, 0.0], [1.0] * 3)[0] == (1, 3)
    assert reach([2.3 * apart, 0.0, 0.0], [1.0] * 3)[0] == (1, 1)


def test_each_difference_is_held_against_its_own_error() -> None:
    """Errors 1, 1 and 10: two nearly independent differences, limit 2.236 x 1.414 for the first."""
    assert reach([3.3, 0.0, -200.0], [1.0, 1.0, 10.0])[0] == (1, 1)
    assert reach([3.0, 0.0, -200.0], [1.0, 1.0, 10.0])[0] == (1, 2)
    assert reach([200.0, 3.3, 0.0], [10.0, 1.0, 1.0])[2] == (3, 3)


def test_a_region_without_error_is_judged_by_the_errors_of_the_others() -> None:
    """Against the exact one the limit is 1.96 of the other's own error."""
    assert reach([3.0, 1.1], [0.0, 1.0]) == [(1, 2), (1, 2)]
    assert reach([3.0, 0.9], [0.0, 1.0]) == [(1, 1), (2, 2)]
    assert reach([3.0, 2.0], [0.0, 0.0]) == [(1, 1), (2, 2)]


def test_regions_without_score_or_error_stand_apart() -> None:
    assert reach([3.0, np.nan, 2.0, 1.0], [0.1, 0.1, np.nan, 0.1]) == [
        (1, 1),
        (0, 0),
        (0, 0),
        (2, 2),
    ]


def test_a_tier_ends_where_its_first_region_is_surely_above() -> None:
    scores = F([4.0, 3.9, 3.8, 3.0])
    above = np.full((4, 4), 0.5)
    above[0, 1], above[0, 2], above[0, 3] = 0.94, 0.95 - 1e-9, 0.96
    above[2, 3] = 0.95 - 1.5e-9

    assert tiers(scores, above).tolist() == [1, 1, 2, 2]


def test_equal_scores_share_a_tier_whatever_the_draws_say() -> None:
    sure = np.ones((2, 2))

    assert tiers(F([3.0, 3.0]), sure).tolist() == [1, 1]
    assert tiers(F([3.0, 3.0 - 9e-10]), sure).tolist() == [1, 1]
    assert tiers(F([3.0, 3.0 - 1.5e-9]), sure).tolist() == [1, 2]
    assert tiers(F([np.nan, 3.0]), sure).tolist() == [0, 1]


def test_ranks_need_seven_tenths_of_reliability() -> None:
    """Five scores of variance 2.5: errors of variance 0.75 leave exactly 0.7."""
    scores = F([1.0, 2.0, 3.0, 4.0, 5.0])

    assert ranks_may_be_shown(scores, F([1.5, 1.0, 0.5, 0.5, 0.0]))
    assert not ranks_may_be_shown(scores, np.sqrt(np.full(5, 0.751)))


@pytest.mark.parametrize(("df", "wider"), [(5.0, 5 / 3), (10.0, 10 / 8), (np.inf, 1), (0.0, 1)])
def test_draws_of_a_score_are_as_wide_as_its_degrees_of_freedom_make_them(
    df: float, wider: float
) -> None:
    """The variance of t is df / (df - 2)."""
    draws = score_draws(F([2.0, 4.0]), F([0.1, 0.2]), F([df, df]), 200_000, chance(5))

    assert draws.mean(1) == pytest.approx([2.0, 4.0], abs=0.005)
    assert draws.var(1) == pytest.approx([0.01 * wider, 0.04 * wider], rel=0.04)
    assert abs(np.corrcoef(draws)[0, 1]) < 0.01


def test_with_one_degree_half_of_the_draws_are_within_one_error() -> None:
    """Of a normal distribution two thirds would be."""
    draws = score_draws(F([3.0]), F([0.5]), F([1.0]), 20_000, chance(5))

    assert (np.abs(draws - 3.0) < 0.5).mean() == pytest.approx(0.5, abs=0.02)


def test_a_score_without_error_is_drawn_as_itself() -> None:
    draws = score_draws(F([2.0, np.nan]), F([0.0, 0.1]), F([np.inf, 3.0]), 5, chance(5))

    assert draws[0].tolist() == [2.0] * 5
    assert np.isnan(draws[1]).all()
