"""Variance, degrees of freedom and intervals of panels small enough for paper."""

from __future__ import annotations

import numpy as np
import pytest

from assess.scoring.aggregation import Balance, count_answers, group_means, respondent_weights
from assess.scoring.uncertainty import (
    NORMAL_QUANTILE,
    Intervals,
    Panel,
    Spread,
    effective_respondents,
    inflated_by_session,
    largest_person_weight,
    linearised_spread,
    normal_draws,
    panel,
    t_intervals,
    t_quantile,
)
from tests.scoring.reading import chance

F = np.array


def a_panel(
    *groups: list[list[int]],
    declared: list[float] | None = None,
    sessions: tuple[str, ...] | None = None,
) -> Panel:
    """People by group, each a list of levels."""
    levels = np.array([person for group in groups for person in group], dtype=np.int8)
    of_row = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    counts = count_answers(levels, of_row, len(groups))
    weights = respondent_weights(counts, F(declared or [1.0] * len(groups)), Balance.GROUPS)
    return panel(levels, of_row, group_means(counts), weights, sessions)


def of_one(given: Panel, **more: np.ndarray) -> Spread:
    return linearised_spread(given, np.ones((given.levels.shape[1], 1)), **more)


def test_one_group_is_the_variance_of_its_mean() -> None:
    """2, 3, 4: variance 1, of the mean 1/3, two degrees."""
    found = of_one(a_panel([[2], [3], [4]]))

    assert found.standard_error == pytest.approx([np.sqrt(1 / 3)])
    assert found.degrees_of_freedom == pytest.approx([2.0])
    assert found.people.tolist() == [3]


def test_a_group_of_one_borrows_the_variance_of_the_others() -> None:
    """(1/2)^2 x 1/3 of its own and (1/2)^2 x 1 borrowed, both with the two degrees of the first.

    df = (1/12 + 1/4)^2 / ((1/12)^2 / 2 + (1/4)^2 / 2) = 3.2
    """
    found = of_one(a_panel([[2], [3], [4]], [[5]]))

    assert found.components[:, 0] == pytest.approx([1 / 12, 0.0])
    assert found.borrowed == pytest.approx([0.25])
    assert found.standard_error == pytest.approx([np.sqrt(1 / 3)])
    assert found.degrees[:, 0].tolist() == [2, 0]
    assert found.degrees_of_freedom == pytest.approx([3.2])


def test_what_is_borrowed_is_pooled_over_the_groups_that_have_two() -> None:
    """Squares 2 with two degrees and 8 with one: 10/3 for the group of one, a third of it all."""
    found = of_one(a_panel([[2], [3], [4]], [[1], [5]], [[5]]))

    assert found.borrowed == pytest.approx([10 / 3 / 9])
    assert found.pooled_degrees.tolist() == [3]
    assert found.components[:, 0] == pytest.approx([1 / 27, 4 / 9, 0.0])


def test_a_group_that_nobody_came_from_brings_in_nothing() -> None:
    found = of_one(a_panel([[2], [3], [4]], [[0]]))

    assert found.components[:, 0].tolist() == pytest.approx([1 / 3, 0.0])
    assert found.degrees[:, 0].tolist() == [2, 0]
    assert found.borrowed.tolist() == [0.0]
    assert found.degrees_of_freedom == pytest.approx([2.0])


def test_where_no_group_has_two_nothing_can_be_estimated() -> None:
    found = of_one(a_panel([[2]], [[4]], [[5]]))

    assert np.isnan(found.standard_error).all()
    assert np.isnan(found.degrees_of_freedom).all()


def test_where_nobody_differs_the_degrees_have_no_end_and_the_interval_no_width() -> None:
    spread = of_one(a_panel([[3], [3], [3]]))

    found = t_intervals(F([3.0]), spread)

    assert spread.degrees_of_freedom.tolist() == [np.inf]
    assert (found.low.tolist(), found.high.tolist()) == ([3.0], [3.0])
    assert found.no_variation.tolist() == [True]


def test_whoever_answered_nothing_below_a_node_is_not_counted_in_it() -> None:
    given = a_panel([[2, 3], [4, 0], [0, 5], [-1, 1]])

    found = linearised_spread(given, F([[1.0, 0.0], [0.0, 1.0]]))

    assert found.people.tolist() == [2, 3]
    assert found.degrees[0].tolist() == [1, 2]
    assert found.standard_error == pytest.approx([1.0, np.sqrt(4 / 3)])


def test_people_of_a_group_without_weight_are_not_heard() -> None:
    found = of_one(a_panel([[2], [3], [4]], [[1], [5]], declared=[1.0, 0.0]))

    assert found.people.tolist() == [3]
    assert found.components[:, 0] == pytest.approx([1 / 3, 0.0])


def test_a_group_in_which_everybody_answered_has_no_sampling_variance() -> None:
    given = a_panel([[2], [3], [4]], [[2], [3], [4]], [[2], [3], [4]])

    found = of_one(given, finite_groups=F([6.0, 3.0, 2.0]))

    assert found.components[:, 0] == pytest.approx([0.5 / 27, 0.0, 0.0])


def test_meetings_are_the_units_of_a_group_that_met_twice() -> None:
    """Means of z by meeting: 1 and 2 against 4 and 5, so (-1/2 - 1/4) and its opposite."""
    people = [[1], [2], [4], [5]]

    alone = of_one(a_panel(people, sessions=("m", "m", "m", "m")))
    twice = of_one(a_panel(people, sessions=("m", "m", "n", "n")))

    assert alone.degrees[0].tolist() == [3]
    assert alone.standard_error == pytest.approx([np.sqrt(10 / 12)])
    assert twice.degrees[0].tolist() == [1]
    assert twice.standard_error == pytest.approx([1.5])


def test_a_meeting_of_two_groups_is_a_unit_of_each() -> None:
    given = a_panel([[1], [3]], [[2], [4]], sessions=("m", "n", "n", "m"))

    found = of_one(given)

    assert found.degrees[:, 0].tolist() == [1, 1]
    assert found.components[:, 0] == pytest.approx([0.25, 0.25])


def spread_of(components: list[float], degrees: list[float], people: int) -> Spread:
    column = F(components)[:, None], F(degrees)[:, None]
    return Spread(*column, np.zeros(1), np.zeros(1), F([people]))


@pytest.mark.parametrize(("people", "known"), [(2, False), (3, True)])
def test_three_people_are_the_fewest(people: int, known: bool) -> None:
    found = t_intervals(F([3.0]), spread_of([0.04], [2.0], people))

    assert bool(np.isfinite(found.low[0])) == known
    assert bool(np.isfinite(found.standard_error[0])) == known


def test_the_interval_is_the_score_and_t_times_its_error() -> None:
    """With two degrees t is 4.302653."""
    found = t_intervals(F([3.0]), spread_of([0.04], [2.0], 9))

    assert found.low == pytest.approx([3 - 4.302653 * 0.2])
    assert found.high == pytest.approx([3 + 4.302653 * 0.2])
    assert found.no_variation.tolist() == [False]


def test_an_interval_ends_where_the_scale_does() -> None:
    ends: list[Intervals] = [t_intervals(F([x]), spread_of([4.0], [2.0], 9)) for x in (1.2, 4.8)]

    assert [(each.low[0], each.high[0]) for each in ends] == [(1.0, 5.0), (1.0, 5.0)]


def test_without_score_there_is_no_interval() -> None:
    found = t_intervals(F([np.nan]), spread_of([0.04], [2.0], 9))

    assert np.isnan([found.low[0], found.high[0], found.standard_error[0]]).all()


def test_quantiles_of_t_and_of_the_normal() -> None:
    assert pytest.approx(1.959964) == NORMAL_QUANTILE
    assert t_quantile(F([1.0, 10.0, np.inf])) == pytest.approx([12.706205, 2.228139, 1.959964])
    assert t_quantile(F([10.0]), 0.9) == pytest.approx([1.812461])
    assert np.isnan(t_quantile(F([np.nan]))).all()


def test_people_of_one_meeting_who_resemble_each_other_widen_the_error() -> None:
    """Eleven people of rho 0.2: 1 + 10 x 0.2 = 3 times the variance."""
    spread = spread_of([0.01, 0.02], [10.0, 5.0], 17)

    assert inflated_by_session(spread) == pytest.approx([np.sqrt(0.03 + 0.04)])
    assert inflated_by_session(spread, 0.1) == pytest.approx([np.sqrt(0.02 + 0.03)])


def test_what_is_borrowed_does_not_widen_with_the_meeting() -> None:
    spread = Spread(F([[0.01]]), F([[10.0]]), F([0.05]), F([10.0]), F([12]))

    assert inflated_by_session(spread) == pytest.approx([np.sqrt(0.03 + 0.05)])
    assert spread.standard_error == pytest.approx([np.sqrt(0.06)])


def test_the_weight_of_one_person_and_the_number_that_all_are_worth() -> None:
    """Weights 3 and 1 of 9 people and 1: shares 3/4 and 1/4; 1/((9/16)/9 + (1/16)/1) = 8."""
    weights, sizes = F([3.0, 1.0, 5.0]), F([9.0, 1.0, 0.0])

    assert effective_respondents(weights, sizes) == pytest.approx(8.0)
    assert largest_person_weight(weights, sizes) == 0.25


@pytest.mark.parametrize(
    "errors", [[0.3, 0.1, 0.2], [0.3, 0.1, 0.2, 0.15, 0.25, 0.05], [0.1, 0.1], [0.3, 0.1] * 4]
)
def test_dimensions_that_move_together_are_drawn_together(errors: list[float]) -> None:
    """A covariance of one direction has tiny negative eigenvalues; draws are on that line."""
    means = np.linspace(2, 4, len(errors))

    draws = normal_draws(means, np.outer(errors, errors), np.inf, 5000, chance(2))

    moved = draws - means
    assert np.isfinite(draws).all()
    for at, error in enumerate(errors):
        assert moved[:, at] == pytest.approx(error / errors[1] * moved[:, 1], abs=1e-6)
    assert moved.std(0) == pytest.approx(errors, rel=0.05)
