"""What stands beside a figure, on paper: its parts, its layers, its place, who answered."""

from __future__ import annotations

import dataclasses

import pytest

from assess.questionnaire.instrument import Layer as Whose
from assess.scoring.derivation import (
    LEVELS,
    Layer,
    Part,
    WeightedMean,
    children_of,
    gap_of_node,
    half_width,
    majority,
    peeled,
    score_of_node,
    score_of_question,
    staged,
)
from assess.scoring.evidence import evidence_strength
from assess.scoring.layers import LayerView, layer_views
from assess.scoring.response import Shortfall, response
from assess.scoring.scheme import Scheme
from assess.scoring.scorecard import Scorecard, score_scheme
from assess.scoring.scores import NodeScore, QuestionScore, Undefined
from assess.scoring.standing import standing
from assess.scoring.tree import Node, Tree
from tests.scoring.reading import a_survey, chance


def a_question(key: str = "q", **figures: object) -> QuestionScore:
    bare = QuestionScore(key, *[None] * 6, 0, 0, 0, 0, 0, {}, {}, None, None, None, False, 1, 1)
    return dataclasses.replace(bare, **figures)


def a_node(key: str = "d", **figures: object) -> NodeScore:
    bare = NodeScore(key, *[None] * 4, 0, *[None] * 4, 0, {}, None, None, None, 1, 1)
    return dataclasses.replace(bare, **figures)


def a_card(levels: list[int], *weights: float) -> Scorecard:
    leaves = tuple(Node(f"q{n}", weight) for n, weight in enumerate(weights))
    scheme = Scheme(index=Tree(Node("index", 1, (Node("d", 1, (Node("s", 1, leaves),)),))))
    return score_scheme(a_survey(scheme, [("a", levels)]), scheme)


# The way to a figure


def test_a_part_is_its_weight_times_its_value() -> None:
    assert Part("a", 0.5, 3.0).product == 1.5
    assert Part("a", 0.5, 0.0).product == 0.0
    assert Part("a", 0.5, None).product is None
    assert (Part("a", 0.5, None).n, Part("a", 0.5, None).total) == (0, None)


def test_a_mean_is_the_products_over_the_weights_that_are_used() -> None:
    parts = (Part("a", 1, 2.0), Part("b", 3, 0.0), Part("c", 0, 5.0), Part("d", 2, None))
    mean = WeightedMean(parts, complete=True)

    assert [part.key for part in mean.used] == ["a", "b"]
    assert (mean.products, mean.weights, mean.mean) == (2.0, 4, 0.5)
    assert WeightedMean(parts, complete=False).mean is None
    assert WeightedMean(parts[2:], complete=True).mean is None


def test_the_children_of_the_only_sub_pillar_are_all_questions() -> None:
    card = a_card([2, 5], 1, 3)

    assert [each.key for each in children_of(card, card.subpillars["s"])] == ["q0", "q1"]
    assert [each.key for each in children_of(card, card.dimensions["d"])] == ["s"]
    assert score_of_node(card, card.subpillars["s"]).mean == 4.25
    assert gap_of_node(card, card.subpillars["s"]).mean is None


def test_a_question_by_its_groups() -> None:
    question = a_question(n_by_group={"a": 3, "b": 2, "c": 0}, group_means={"a": 7 / 3, "b": 4.0})

    found = score_of_question(question, {"b": 3.0})

    assert found.mean == pytest.approx((7 / 3 + 3 * 4) / 4)
    assert [(part.weight, part.n, part.total) for part in found.parts] == [
        (1.0, 3, 7),
        (3.0, 2, 8),
        (1.0, 0, None),
    ]
    assert found.parts[2].reason is Undefined.NO_VALID_ANSWER


def test_a_group_that_answered_and_has_no_mean_is_withheld() -> None:
    found = score_of_question(a_question(n_by_group={"a": 1}), {})

    assert found.parts[0].reason is Undefined.WITHHELD
    assert not found.complete


def test_the_majority_from_the_highest_level_down() -> None:
    shares = dict(majority((0.125, 0.25, 0.5, 0.0, 0.125)))

    assert shares == {5: 0.125, 4: 0.125, 3: 0.625, 2: 0.875, 1: 1.0}
    assert LEVELS == (5, 4, 3, 2, 1)


def test_the_staged_level_from_the_children_that_count() -> None:
    children = [
        a_question(level=4, weight=1),
        a_question(level=2, weight=3),
        a_question(level=None, weight=9),
        a_question(level=1, weight=0),
    ]

    assert staged(children) == [
        (5, 0.0, 2),
        (4, 0.25, 2),
        (3, 0.25, 2),
        (2, 1.0, 2),
        (1, 1.0, 2),
    ]
    assert staged(children[2:]) == []
    assert staged([a_question(level=1, weight=1)])[-1] == (1, 1.0, 1)


def test_layers_of_a_histogram() -> None:
    """2, 0, 2, 0, 4: two at each of 1, 3, 5, then two more at 5."""
    first, second = peeled((2, 0, 2, 0, 4))

    assert (first.levels, first.share) == ((1, 3, 5), 0.75)
    assert second == Layer((5,), 0.25, 1.0)


@pytest.mark.parametrize(
    ("little", "layers"), [(5e-10, [(1,)]), (1e-9, [(1,)]), (1.5e-9, [(1, 2), (1,)])]
)
def test_noise_is_no_layer(little: float, layers: list[tuple[int, ...]]) -> None:
    assert [layer.levels for layer in peeled((1.0, little, 0, 0, 0))] == layers


def test_the_farther_end_of_an_interval() -> None:
    assert half_width((1.0, 2.5), 1.5) == 1.0
    assert half_width((3.0, 5.0), 4.5) == 1.5


# Layers of a dimension


def layered(
    *questions: QuestionScore, heard: dict[str, int], weights: dict[str, float]
) -> LayerView:
    card = dataclasses.replace(
        a_card([3], 1),
        questions={each.key: each for each in questions},
        subpillars={"s": a_node("s", children=tuple(each.key for each in questions))},
        dimensions={"d": a_node("d", children=("s",), n_by_group=heard)},
    )
    agencies = {"opd": Whose.AGENCIES, "badan": Whose.AGENCIES}
    (view,) = layer_views(card, "d", agencies, weights)
    return view


def seen(key: str, weight: float, score: float | None, **means: float) -> QuestionScore:
    return a_question(key, path_weight=weight, score=score, group_means=means)


def test_a_layer_beside_everybody_over_its_own_questions() -> None:
    """0.1 x 2 and 0.15 x 4 beside 0.1 x 3 and 0.15 x 3, half of the weight."""
    view = layered(
        seen("q1", 0.1, 3.0, opd=2.0),
        seen("q2", 0.15, 3.0, opd=4.0),
        seen("q3", 0.25, 5.0, kadin=5.0),
        heard={"opd": 4},
        weights={},
    )

    assert (view.questions, view.n) == (2, 4)
    assert view.share == pytest.approx(0.5)
    assert view.mean == pytest.approx(0.8 / 0.25)
    assert view.everybody == pytest.approx(3.0)
    assert view.difference == pytest.approx(0.2)


def test_groups_of_a_layer_go_in_by_their_declared_weight() -> None:
    questions = [seen(key, 0.5, 3.0, opd=2.0, badan=4.0) for key in ("q1", "q2")]

    plain = layered(*questions, heard={"opd": 4, "badan": 2}, weights={})
    declared = layered(*questions, heard={"opd": 4, "badan": 2}, weights={"badan": 3.0})

    assert (plain.mean, declared.mean) == (3.0, 3.5)
    assert plain.n == 6


def test_one_question_that_counts_is_not_enough_for_a_layer() -> None:
    one = seen("q1", 0.5, 3.0, opd=2.0)

    for other in (
        seen("q2", 0.0, 3.0, opd=2.0),
        seen("q2", 0.5, None, opd=2.0),
        seen("q2", 0.5, 3.0, kadin=2.0),
    ):
        view = layered(one, other, heard={"opd": 4}, weights={})
        assert (view.mean, view.everybody, view.difference) == (None, None, None)
        assert (view.questions, view.share, view.n) == (1, 0.0, 4)


def test_half_a_comparison_has_no_difference() -> None:
    assert LayerView(Whose.AGENCIES, 3.0, None, 2, 0.5, 4).difference is None
    assert LayerView(Whose.AGENCIES, None, 3.0, 2, 0.5, 4).difference is None


# The place of a region


def placed(*figures: tuple[float, float, float | None]):
    nodes = [a_node(score=s, standard_error=e, degrees_of_freedom=df) for s, e, df in figures]
    return standing(nodes, chance(1))


def test_five_regions_of_reliability_seven_tenths_are_ranked() -> None:
    """Variance 2.5, mean squared error 0.75."""
    errors = (1.5, 1.0, 0.5, 0.5, 0.0)
    five = [(float(n + 1), error, None) for n, error in enumerate(errors)]

    assert (placed(*five).reliability, placed(*five).ranked) == (0.7, True)
    assert placed(*five[1:]).reliability is None
    assert not placed(*five[1:]).ranked


def test_few_degrees_of_freedom_make_a_difference_less_sure() -> None:
    few, many = [placed((3.5, 0.2, df), (3.0, 0.2, df)) for df in (2.0, None)]

    assert many.sure(0, 1)
    assert not few.sure(0, 1)


def test_probabilities_come_from_a_thousand_draws() -> None:
    share = placed((3.2, 0.2, None), (3.0, 0.2, None)).above[0][1]

    assert share is not None
    assert 0.6 < share < 0.9
    assert 1000 * share == pytest.approx(round(1000 * share))


# Who answered, and what is proven


def test_half_of_the_invited_is_enough() -> None:
    assert response({"a": 2}, {"a": 4}).low == ()
    assert response({"a": 2}, {"a": 5}).low == ("a",)


def test_nobody_of_the_invited_is_a_rate_that_may_be_told() -> None:
    found = response({"a": 9, "d": 0}, {"a": 9, "d": 5}, k=3)

    assert found.rates == {"a": 1.0, "d": 0.0}
    assert found.low == ("d",)


def test_a_group_of_which_nobody_came_is_not_heard() -> None:
    three = {"a": 3, "b": 3, "c": 3, "d": 0}

    assert response(three, {}).reasons == (Shortfall.FEW_GROUPS,)
    assert response({**three, "d": 1}, {}).reasons == ()


@pytest.mark.parametrize(("last", "reasons"), [(2, ()), (1, (Shortfall.FEW_PEOPLE,))])
def test_eight_people_are_enough(last: int, reasons: tuple[Shortfall, ...]) -> None:
    assert response({"a": 2, "b": 2, "c": 2, "d": last}, {}).reasons == reasons


def test_exactly_k_people_of_a_group_may_be_told() -> None:
    assert response({"a": 3}, {"a": 4}, k=3).rates == {"a": 0.75}
    assert response({"a": 2}, {"a": 4}, k=3).rates == {"a": None}


def test_one_of_three_claims_is_carried() -> None:
    scheme = Scheme(index=Tree(Node("index", 1, tuple(Node(f"q{n}") for n in range(4)))))
    claimed = a_survey(scheme, [("a", [5, 4, 3, 2])])

    assert evidence_strength(claimed, {"q0": 5, "q1": 3}, cap=2) == pytest.approx(1 / 3)
