"""Panels of experts at their limits: exactly on a tolerance, and where items differ by one."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from assess.scoring.expert_entries import EntryRefused, read_judgements
from assess.scoring.expert_panel import (
    FEWEST_EXPERTS,
    Panel,
    panel_of_judgements,
    panel_of_points,
    too_heavy,
)
from assess.scoring.scheme import Scheme
from assess.scoring.sibling_sets import same_weights, sibling_sets
from assess.scoring.tree import Node, Tree
from assess.scoring.weights import LARGEST_RATIO


def offered(n: int) -> bool:
    dimensions = tuple(Node(f"d{i}", 1, (Node(f"s{i}", 1, (Node(f"q{i}"),)),)) for i in range(n))
    return bool(sibling_sets(Scheme(index=Tree(Node("index", 1, dimensions)))))


@pytest.mark.parametrize(("n", "possible"), [(1, False), (2, True), (10, True), (11, False)])
def test_a_set_is_offered_where_its_judgements_can_be_checked(n: int, possible: bool) -> None:
    """One item has no pair, and the table of random consistency ends at ten."""
    judged = dict.fromkeys(combinations(range(n), 2), 1)
    panel = panel_of_judgements([judged, judged], n) if n > 1 else None

    assert offered(n) == (panel is not None and panel.ratio is not None) == possible


@pytest.mark.parametrize(
    ("ratio", "consistent"),
    [
        (None, True),
        (LARGEST_RATIO, True),
        (LARGEST_RATIO + 1e-9, True),  # over by the tolerance
        (LARGEST_RATIO + 1.5e-9, False),
        (0.11, False),
    ],
)
def test_joint_judgements_are_consistent_up_to_a_tenth(
    ratio: float | None, consistent: bool
) -> None:
    panel = Panel(3, (0.5, 0.5), ratio, (0.5, 0.5), (0.5, 0.5), (1.0, 1.0))

    assert panel.consistent == consistent


def test_three_experts_are_the_fewest_whose_spread_may_be_told() -> None:
    """Of two, each reads the other off the lowest and the highest weight."""
    panel = panel_of_points(np.array([[60.0, 40], [70, 30], [90, 10]]))

    assert panel.experts == FEWEST_EXPERTS == 3
    assert panel.low[0] < 0.7 < panel.high[0]


def test_points_of_two_experts_on_three_items() -> None:
    panel = panel_of_points(np.array([[60.0, 30, 10], [10, 30, 60]]))

    assert panel.experts == 2
    assert panel.weights == pytest.approx((0.35, 0.3, 0.35))
    assert (panel.low, panel.high) == ((0.1, 0.3, 0.1), (0.6, 0.3, 0.6))
    assert panel.agreement == pytest.approx((-1, 1, -1))


def test_lowest_and_highest_are_of_each_item_and_not_of_each_expert() -> None:
    panel = panel_of_points(np.array([[50.0, 30, 20], [40, 40, 20], [70, 10, 20]]))

    assert (panel.low, panel.high) == ((0.4, 0.1, 0.2), (0.7, 0.4, 0.2))


def test_a_weight_is_too_heavy_beyond_the_tolerance() -> None:
    assert too_heavy([0.5 + 1e-9, 0.5 + 1.5e-9]) == (1,)


def test_judgements_that_are_refused_have_no_total() -> None:
    with pytest.raises(EntryRefused) as refused:
        read_judgements({}, ["a", "b"], final=True)

    assert refused.value.total == 0


def test_weights_differ_where_one_set_or_one_share_does() -> None:
    one = {"s": {"a": 1.0, "b": 3.0, "c": 4.0}, "t": {"d": 1.0, "e": 1.0}}

    assert not same_weights(one, {**one, "t": {"d": 1.0, "e": 2.0}})
    assert not same_weights(one, {**one, "s": {"a": 1.0, "b": 4.0, "c": 3.0}}), "a has the same"
    assert same_weights(one, {**one, "t": {"d": 3.0, "e": 3.0}})


def test_shares_are_the_same_up_to_the_tolerance() -> None:
    one = {"s": {"a": 0.0, "b": 1.0}}

    assert same_weights(one, {"s": {"a": 0.9e-9, "b": 1 - 0.9e-9}})
    assert not same_weights(one, {"s": {"a": 1.5e-9, "b": 1 - 1.5e-9}})
