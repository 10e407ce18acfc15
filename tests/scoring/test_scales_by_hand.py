"""Medians, scales of indicators and views of residents, on paper and at their limits."""

from __future__ import annotations

import numpy as np
import pytest

from assess.scoring import normalisation as norm
from assess.scoring.medians import (
    interpolated_median,
    lower_median,
    median,
    quantile,
    upper_median,
)
from assess.scoring.perception import Perception, perception

F = np.array


@pytest.mark.parametrize(
    ("first", "low", "high"),
    [
        (0.5, 1, 2),
        (0.5 - 5e-10, 1, 2),
        (0.5 - 1e-9, 1, 2),  # short by the tolerance
        (0.5 - 1.5e-9, 2, 2),
        (0.5 + 1e-9, 1, 2),
        (0.5 + 1.5e-9, 1, 1),
    ],
)
def test_half_of_the_answers_is_half_but_for_noise(first: float, low: int, high: int) -> None:
    shares = F([first, 1 - first, 0, 0, 0])

    assert (lower_median(shares), upper_median(shares)) == (low, high)
    assert median(shares) == (low + high) / 2


def test_without_answers_there_is_no_median() -> None:
    nobody = np.zeros((2, 5), dtype=np.int64)
    nobody[1, 3] = 2

    for measure in (lower_median, upper_median, median, interpolated_median):
        assert np.isnan(measure(nobody)[0])
        assert measure(nobody)[1] == 4


def test_the_interpolated_median_lies_inside_its_level() -> None:
    """1, 3, 3, 3, 5: of the three at 3, one and a half are below: 2.5 + 1.5/3."""
    assert interpolated_median(F([1, 0, 3, 0, 1])) == pytest.approx(3.0)
    assert interpolated_median(F([0, 1, 3, 0, 0])) == pytest.approx(2.5 + 1 / 3)


def test_quantiles_of_type_seven_and_six() -> None:
    """Of 1, 2, 4, 5 a quarter lies at 1 + 3/4 x 1, by (n + 1) at 1.25 of the way: 1.25."""
    counts = F([1, 1, 0, 1, 1])

    assert quantile(counts, 0.25) == pytest.approx(1.75)
    assert quantile(counts, 0.25, "weibull") == pytest.approx(1.25)
    assert np.isnan(quantile(np.zeros(5, dtype=np.int64), 0.5))


@pytest.mark.parametrize(
    ("low", "high", "logs"), [(3, 3, False), (0, 5, True), (5, 0, True), (-1, 5, True)]
)
def test_goalposts_that_say_nothing_are_refused(low: float, high: float, logs: bool) -> None:
    with pytest.raises(ValueError, match="must differ"):
        norm.goalposts(F([1.0]), low, high, logarithmic=logs)


def test_goalposts_by_hand() -> None:
    assert norm.goalposts(F([-1.0, 0.0, 5.0, 10.0, 11.0]), 0, 10).tolist() == [0, 0, 0.5, 1, 1]
    assert norm.goalposts(F([0.0, 2.5]), -5, 5).tolist() == [0.5, 0.75]
    assert norm.goalposts(F([2.5]), 0, 10, descending=True).tolist() == [0.75]


def test_logarithms_halve_the_way_at_the_geometric_mean() -> None:
    found = norm.goalposts(F([1.0, 10.0, 100.0, 0.5, 0.0, -1.0]), 1, 100, logarithmic=True)

    assert found[:4] == pytest.approx([0, 0.5, 1, 0])
    assert np.isnan(found[4:]).all()
    below_one = norm.goalposts(F([0.1]), 0.01, 1, logarithmic=True)
    assert below_one == pytest.approx([0.5])


def test_each_column_is_its_own_indicator() -> None:
    values = F([[1.0, 10.0], [3.0, 30.0], [2.0, 50.0]])

    assert norm.ratio_to_mean(values)[:, 0].tolist() == [0.5, 1.5, 1.0]
    assert norm.ratio_to_mean(values)[:, 1] == pytest.approx([1 / 3, 1, 5 / 3])
    assert norm.ratio_to_best(values)[:, 1].tolist() == [0.2, 0.6, 1.0]
    assert norm.ratio_to_worst(values)[:, 0].tolist() == [1.0, 3.0, 2.0]
    assert norm.min_max(values)[:, 1].tolist() == [0.0, 0.5, 1.0]
    assert norm.z_scores(values)[:, 0].tolist() == [-1.0, 1.0, 0.0]
    assert norm.rank_from_lowest(values)[:, 0].tolist() == [1, 3, 2]


def test_within_a_fifth_of_the_mean_is_neither_above_nor_below() -> None:
    """The mean is 1: 0.75 is below, 0.8 and 1.2 are not."""
    found = norm.above_or_below_mean(F([0.75, 0.875, 1.125, 1.25, np.nan, 1.0]))
    at_the_limit = norm.above_or_below_mean(F([0.5, 1.5, 1.0]), margin=0.5)

    assert found[[0, 1, 2, 3, 5]].tolist() == [-1, 0, 0, 1, 0]
    assert np.isnan(found[4])
    assert at_the_limit.tolist() == [0, 0, 0]


def test_answers_outside_the_scale_enter_no_view() -> None:
    found = perception({("a", 1): 1, ("a", 5): 1, ("a", 0): 7, ("a", 6): 7, ("b", -1): 3}, {})

    assert found == Perception(3.0, 2, 3, (0.5, 0.0, 0.0, 0.0, 0.5))


def test_a_view_without_a_valid_answer_counts_who_does_not_know() -> None:
    found = perception({("a", -1): 2, ("b", -1): 1, ("a", -2): 5, ("a", 0): 4}, {})

    assert found == Perception(None, 0, 3, None)


def test_groups_of_a_view_have_their_declared_weight() -> None:
    """a of two: half at 1 and half at 3; b of one at 5, three times as much."""
    found = perception({("a", 1): 1, ("a", 3): 1, ("b", 5): 1}, {"b": 3.0})

    assert found == Perception(4.25, 3, 0, (0.125, 0.0, 0.125, 0.0, 0.75))
