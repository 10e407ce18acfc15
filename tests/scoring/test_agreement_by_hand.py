"""Measures of agreement worked by hand, and the conflict that an average hides, at its limits."""

from __future__ import annotations

import numpy as np
import pytest

from assess.scoring.agreement import (
    consensus,
    hidden_conflict,
    rwg_against_split,
    rwg_of_items,
    van_der_eijk,
)
from assess.scoring.concordance import kendall_w

F = np.array
NONE = np.nan


@pytest.mark.parametrize(
    ("within", "spread", "hidden"),
    [
        ((0.9, 0.5), 2.0, True),  # 0.7 on average
        ((0.6, 0.6), 1.5, True),
        ((0.6 - 1e-9,), 1.5, True),  # short by the tolerance
        ((0.6 - 1.5e-9,), 1.5, False),
        ((0.6,), 1.5 - 1e-9, True),
        ((0.6,), 1.5 - 1.5e-9, False),
        ((0.6 + 1e-9,), 1.5 + 1e-9, True),
        ((0.3, 0.3), 4.0, False),  # no agreement at home
        ((1.0, 1.0), 1.0, False),  # no conflict between groups
        ((NONE, 0.7), 2.0, True),  # a group of one says nothing about agreement
        ((NONE, 0.5), 2.0, False),
        ((NONE, NONE), 2.0, False),
        ((0.9, 0.9), NONE, False),
    ],
)
def test_a_conflict_is_hidden_where_groups_agree_at_home_and_not_with_each_other(
    within: tuple[float, ...], spread: float, hidden: bool
) -> None:
    assert hidden_conflict(F(within)[:, None], F([spread])).tolist() == [hidden]


def test_each_question_has_its_own_hidden_conflict() -> None:
    within = F([[0.9, 0.1, 0.8], [0.9, 0.2, 0.8]])

    assert hidden_conflict(within, F([2.0, 2.0, 0.5])).tolist() == [True, False, False]
    assert hidden_conflict(within, F([2.0, 2.0, 0.5]), limit=0.5).tolist() == [True, False, True]


def test_the_largest_variance_is_that_of_a_split_between_the_ends() -> None:
    """Four options: ends 1.5 from the middle, largest variance 2.25."""
    assert rwg_against_split(F([1, 0, 0, 1])) == 0.0
    assert rwg_against_split(F([0, 1, 1, 0])) == pytest.approx(1 - 0.25 / 2.25)
    assert np.isnan(rwg_against_split(F([0, 1, 0, 0])))


def test_items_that_vary_more_than_chance_do_not_agree_at_all() -> None:
    """Five options: the null is 2. Variances 1 and 1 give share 1/2: 2(1/2) / (2(1/2) + 1/2)."""
    assert rwg_of_items(F([1.0, 1.0]), 5) == pytest.approx(2 / 3)
    assert rwg_of_items(F([3.0, 4.0]), 5) == 0.0


def test_consensus_by_hand() -> None:
    """Half at 1, half at 3: each one level from 2, so log2(3/4) on five options."""
    assert consensus(F([1, 0, 1, 0, 0])) == pytest.approx(1 + np.log2(0.75))
    assert consensus(F([5, 0, 0, 0, 5])) == pytest.approx(0.0)
    assert consensus(F([0, 0, 0, 0, 4])) == 1.0


def test_a_layer_with_as_many_peaks_as_holes() -> None:
    """Levels 1, 3, 4, 5: three triples fit one peak, three have a hole, four levels occupied.

    U = (3 x 3 - 4 x 3) / (3 x 6) = -1/6, and the layer scores -1/6 (1 - 3/4).
    """
    assert van_der_eijk(F([2, 0, 2, 2, 2])) == pytest.approx(-1 / 24)


def test_ties_are_corrected_for_unless_it_is_said_otherwise() -> None:
    """Ranks 1, 2.5, 2.5 and 1, 2, 3: sums 2, 4.5, 5.5, squares 6.5; ties 6.

    12 x 6.5 / (4 x 24 - 2 x 6), and without the correction over 96.
    """
    scores = F([[1.0, 2.0, 2.0], [1.0, 2.0, 3.0]])

    corrected, plain = kendall_w(scores), kendall_w(scores, corrected=False)

    assert corrected is not None
    assert plain is not None
    assert corrected.w == pytest.approx(78 / 84)
    assert plain.w == pytest.approx(78 / 96)
    assert corrected.chi_square == pytest.approx(2 * 2 * 78 / 84)


@pytest.mark.parametrize("scores", [[[1.0, 2.0, 3.0]], [[1.0], [1.0]], [[2.0, 2.0], [3.0, 3.0]]])
def test_one_rater_one_object_or_no_order_has_no_concordance(scores: list[list[float]]) -> None:
    assert kendall_w(F(scores)) is None


def test_two_raters_of_two_objects_agree_or_do_not() -> None:
    same, opposite = kendall_w(F([[1.0, 2.0], [4.0, 5.0]])), kendall_w(F([[1.0, 2.0], [2.0, 1.0]]))

    assert same is not None
    assert opposite is not None
    assert (same.w, opposite.w) == (1.0, 0.0)
