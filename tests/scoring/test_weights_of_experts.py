"""Judgements, entries and panels of experts, and a tree with decided weights."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.scoring.agreement import van_der_eijk
from assess.scoring.expert_entries import (
    EntryRefused,
    EntryState,
    Fault,
    judgements_in,
    pairs_of,
    place_of,
    points_in,
    read_judgements,
    read_points,
)
from assess.scoring.expert_panel import (
    agreement_on_weights,
    panel_of_judgements,
    panel_of_points,
    too_heavy,
)
from assess.scoring.judgements import SCALE, doubts, matrix_of, ratio_of
from assess.scoring.scheme import Scheme, scheme_of
from assess.scoring.scorecard import score_scheme
from assess.scoring.sibling_sets import path_weights_of, same_weights, scheme_with, sibling_sets
from assess.scoring.tree import Node, Tree
from assess.scoring.weights import LARGEST_RATIO, pairwise
from tests.report.sample import some_ratings, the_questionnaire

NAMES = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]


@st.composite
def judged(draw: st.DrawFn) -> tuple[dict[tuple[int, int], int], int]:
    n = draw(st.integers(2, 10))
    pairs = list(combinations(range(n), 2))
    values = draw(st.lists(st.sampled_from(SCALE), min_size=len(pairs), max_size=len(pairs)))
    return dict(zip(pairs, values, strict=True)), n


def typed(judgements: dict[tuple[int, int], int]) -> dict[str, str]:
    return {place_of((NAMES[i], NAMES[j])): str(value) for (i, j), value in judgements.items()}


def by_order(n: int, ratio: int = 2) -> dict[tuple[int, int], int]:
    """Everybody `ratio` times the next, cut at the end of the scale."""
    return {(i, j): min(9, ratio ** (j - i)) for i, j in combinations(range(n), 2)}


def test_the_scale_has_no_zero_and_no_minus_one() -> None:
    assert len(SCALE) == 17
    assert not {0, -1} & set(SCALE)
    assert [ratio_of(each) for each in (9, 2, 1, -2, -9)] == [9, 2, 1, 1 / 2, 1 / 9]


@given(judged())
def test_only_what_contradicts_itself_too_much_is_sent_back(
    case: tuple[dict[tuple[int, int], int], int],
) -> None:
    judgements, n = case
    ratio = pairwise(matrix_of(judgements, n)).ratio
    assert ratio is not None

    entry = read_judgements(typed(judgements), NAMES[:n], final=True)

    limit = LARGEST_RATIO + 1e-12
    assert entry.state == (EntryState.ACCEPTED if ratio <= limit else EntryState.SENT_BACK)
    assert entry.ratio == ratio
    assert judgements_in(entry.entries, NAMES[:n]) == judgements


@given(judged())
def test_a_doubt_is_the_largest_residual_of_the_weights_by_row_means(
    case: tuple[dict[tuple[int, int], int], int],
) -> None:
    judgements, n = case
    logs = np.log(matrix_of(judgements, n))
    means = logs.mean(1)
    residual = np.abs(logs - (means[:, None] - means[None, :]))

    found = doubts(judgements, n)

    if n < 3 or residual.max() < 1e-9:
        assert found == ()
    else:
        assert all(
            residual[each.one, each.other] == pytest.approx(residual.max()) for each in found
        )
        assert len(found) == (np.triu(residual) > residual.max() - 1e-9).sum()


def test_the_judgement_that_was_turned_round_is_found() -> None:
    judgements = {**by_order(5), (1, 3): -4}

    (found,) = doubts(judgements, 5)

    assert (found.one, found.other, found.given, found.suggested) == (1, 3, -4, 4)
    assert found.ratio_after is not None
    assert found.ratio_after < LARGEST_RATIO < (pairwise(matrix_of(judgements, 5)).ratio or 0)


def test_of_three_items_all_three_judgements_are_named() -> None:
    circle = {(0, 1): 9, (0, 2): -9, (1, 2): 9}

    assert [(each.one, each.other) for each in doubts(circle, 3)] == [(0, 1), (0, 2), (1, 2)]


def test_no_suggestion_leaves_the_scale() -> None:
    judgements = {(0, 1): 9, (0, 2): 1, (1, 2): 9}

    assert {each.suggested for each in doubts(judgements, 3)} <= set(SCALE)
    assert next(e for e in doubts(judgements, 3) if e.other == 2 and e.one == 0).suggested == 9


def test_what_agrees_with_itself_leaves_nothing_to_doubt() -> None:
    assert doubts({(0, 1): 2, (0, 2): 4, (1, 2): 2}, 3) == ()
    assert doubts({(0, 1): 9}, 2) == ()


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        ({"a": "60", "b": "39"}, {"": Fault.SUM}),
        ({"a": "60", "b": "41"}, {"": Fault.SUM}),
        ({"a": "60"}, {"b": Fault.EMPTY}),
        ({"a": "60", "b": " "}, {"b": Fault.EMPTY}),
        ({"a": "60", "b": "4.0"}, {"b": Fault.NOT_POINTS}),
        ({"a": "-10", "b": "110"}, {"a": Fault.NOT_POINTS, "b": Fault.NOT_POINTS}),
        ({"a": "0100", "b": "0"}, {"a": Fault.NOT_POINTS}),
        ({"a": "１００", "b": "0"}, {"a": Fault.NOT_POINTS}),
    ],
)
def test_points_that_are_no_hundred_are_refused(
    texts: dict[str, str], fault: dict[str, Fault]
) -> None:
    with pytest.raises(EntryRefused) as refused:
        read_points(texts, ["a", "b"], final=True)

    assert refused.value.faults == fault


def test_the_sum_is_told_with_the_refusal() -> None:
    with pytest.raises(EntryRefused) as refused:
        read_points({"a": "60", "b": "39"}, ["a", "b"], final=True)

    assert refused.value.total == 99


def test_a_draft_may_be_incomplete_but_never_wrong() -> None:
    points = read_points({"a": "60"}, ["a", "b"], final=False)
    pairs = read_judgements({"a.b": "3"}, ["a", "b", "c"], final=False)

    assert (points.state, points.entries) == (EntryState.DRAFT, {"points": {"a": 60}})
    assert (pairs.state, pairs.ratio) == (EntryState.DRAFT, None)
    with pytest.raises(EntryRefused):
        read_points({"a": "x"}, ["a", "b"], final=False)
    with pytest.raises(EntryRefused):
        read_judgements({"a.b": "0"}, ["a", "b"], final=False)


def test_all_points_on_one_item_are_an_entry() -> None:
    entry = read_points({"a": "100", "b": "0"}, ["a", "b"], final=True)

    assert points_in(entry.entries, ["b", "a"]) == [0, 100]


def test_every_pair_is_asked_once() -> None:
    assert pairs_of(["a", "b", "c"]) == [("a", "b"), ("a", "c"), ("b", "c")]
    assert len(pairs_of(NAMES)) == 45


def test_a_panel_of_points_by_hand() -> None:
    panel = panel_of_points(np.array([[60.0, 20, 20], [20, 60, 20], [40, 40, 20]]))

    assert panel.weights == pytest.approx((0.4, 0.4, 0.2))
    assert (panel.low, panel.high) == ((0.2, 0.2, 0.2), (0.6, 0.6, 0.2))
    assert panel.agreement[2] == 1
    assert panel.agreement[0] is not None
    assert panel.agreement[0] < 1
    assert panel.ratio is None
    assert panel.consistent


def test_opposite_judgements_of_two_experts_come_to_equal_weights() -> None:
    panel = panel_of_judgements([{(0, 1): 9}, {(0, 1): -9}], 2)

    assert panel.weights == pytest.approx((0.5, 0.5))
    assert (panel.low[0], panel.high[0]) == pytest.approx((0.1, 0.9))
    assert panel.agreement == (-1.0, -1.0)


def test_of_one_expert_there_is_no_agreement() -> None:
    assert panel_of_points(np.array([[50.0, 50.0]])).agreement == (None, None)


def test_a_joint_matrix_that_contradicts_itself_may_not_be_adopted() -> None:
    assert not panel_of_judgements([{(0, 1): 9, (0, 2): -9, (1, 2): 9}], 3).consistent


@given(judged(), st.randoms(use_true_random=False))
def test_the_order_of_experts_changes_nothing(
    case: tuple[dict[tuple[int, int], int], int], random: object
) -> None:
    judgements, n = case
    other = {pair: -value if abs(value) > 1 else 1 for pair, value in judgements.items()}

    one = panel_of_judgements([judgements, other], n)
    two = panel_of_judgements([other, judgements], n)

    assert one.weights == pytest.approx(two.weights)
    assert one.weights == pytest.approx([1 / n] * n)  # each is the reverse of the other


def test_classes_of_weights_against_the_mean_of_the_others() -> None:
    """Of four items, cut at shares of 1/7, 4/19, 5/17 and 2/5."""
    limits = np.array([1 / 7, 4 / 19, 5 / 17, 2 / 5])
    a_neighbour = float(van_der_eijk(np.array([1, 1, 0, 0, 0])))

    for limit in limits:
        rest = np.full(3, (1 - limit) / 3)
        under = np.full(3, (1 - limit + 0.01) / 3)
        own = np.array([[limit, *rest], [limit - 0.01, *under]])
        alike = np.array([[limit, *rest], [limit + 0.001, *rest - 0.001 / 3]])
        assert agreement_on_weights(own)[0] == pytest.approx(a_neighbour), limit
        assert agreement_on_weights(alike)[0] == 1, limit


def test_everything_for_one_item_is_the_highest_class() -> None:
    own = np.array([[1.0, 0.0], [0.0, 1.0]])

    assert agreement_on_weights(own).tolist() == [-1, -1]


def test_a_half_is_not_too_heavy_and_a_float_over_it_is_no_more() -> None:
    assert too_heavy([0.1 + 0.2 + 0.2, 0.5]) == ()
    assert too_heavy([0.51, 0.49]) == (0,)


def test_sets_are_dimensions_and_sub_pillars_and_never_questions() -> None:
    sets = sibling_sets(scheme_of(the_questionnaire()))

    assert [each.key for each in sets][:2] == ["index", "governance"]
    assert {each.root for each in sets} == {"index", "readiness"}
    assert "gov_service" not in {each.key for each in sets}
    assert all(sum(each.declared) == pytest.approx(1) for each in sets)


@pytest.mark.parametrize(("n", "offered"), [(1, False), (2, True), (10, True), (11, False)])
def test_a_set_has_two_to_ten_members(n: int, offered: bool) -> None:
    dimensions = tuple(Node(f"d{i}", 1, (Node(f"s{i}", 1, (Node(f"q{i}"),)),)) for i in range(n))
    scheme = Scheme(index=Tree(Node("index", 1, dimensions)))

    assert bool(sibling_sets(scheme)) == offered


def test_decided_weights_stand_in_the_place_of_declared_ones() -> None:
    scheme = scheme_of(the_questionnaire())
    keys = [each.key for each in scheme.index.root.children]
    decided = {"index": dict(zip(keys, (50.0, 10, 10, 10, 10, 10), strict=True))}

    found = score_scheme(some_ratings(), scheme_with(scheme, decided))
    plain = score_scheme(some_ratings(), scheme)

    scores = [found.dimensions[key].score or 0 for key in keys]
    assert found.index.score == pytest.approx(np.average(scores, weights=(5, 1, 1, 1, 1, 1)))
    assert found.dimensions["governance"].score == plain.dimensions["governance"].score
    assert found.readiness == plain.readiness
    assert plain == score_scheme(some_ratings(), scheme_with(scheme, {}))


@pytest.mark.parametrize(
    ("decided", "message"),
    [
        ({"tidak-ada": {"a": 1.0}}, "no weights can be decided on for tidak-ada"),
        ({"gov_service": {"GOV-SVC-1": 1.0}}, "no weights can be decided on for gov_service"),
        ({"governance": {"gov_service": 1.0}}, "not of exactly its children"),
        (
            {"governance": {"gov_service": 1.0, "gov_bureaucracy": -1.0, "gov_policy": 1.0}},
            "negative",
        ),
        (
            {"governance": {"gov_service": 0.0, "gov_bureaucracy": 0.0, "gov_policy": 0.0}},
            "weighs nothing",
        ),
    ],
)
def test_weights_that_do_not_fit_the_tree_are_refused(
    decided: dict[str, dict[str, float]], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        scheme_with(scheme_of(the_questionnaire()), decided)


def test_a_scheme_without_readiness_takes_weights_too() -> None:
    scheme = replace(scheme_of(the_questionnaire()), readiness=None)
    keys = [each.key for each in scheme.index.root.children]

    found = scheme_with(scheme, {"index": dict.fromkeys(keys, 1.0)})

    assert found.readiness is None
    assert {each.weight for each in found.index.root.children} == {1.0}


def test_path_weights_of_the_questions_sum_to_one() -> None:
    paths = path_weights_of(scheme_of(the_questionnaire()).index)

    by_depth = {
        depth: sum(each.path for each in paths if each.depth == depth)
        for depth in ("dimensions", "subpillars", "questions")
    }
    assert by_depth == pytest.approx({"dimensions": 1, "subpillars": 1, "questions": 1})
    assert paths[1].path == pytest.approx(paths[0].path * paths[1].share)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({"s": {"a": 2.0, "b": 6.0}}, True),
        ({"s": {"a": 2.0, "b": 5.0}}, False),
        ({"s": {"a": 1.0, "c": 3.0}}, False),
        ({"t": {"a": 1.0, "b": 3.0}}, False),
        ({}, False),
    ],
)
def test_weights_are_the_same_by_their_shares(
    other: dict[str, dict[str, float]], same: bool
) -> None:
    assert same_weights({"s": {"a": 1.0, "b": 3.0}}, other) == same
