"""Scorecards at their edges: the range of group means, people by group, groups in common."""

from __future__ import annotations

import dataclasses
import json

import pytest

from assess.scoring.common_part import shared_groups
from assess.scoring.scheme import Scheme
from assess.scoring.scorecard import Scorecard, from_json, people_by_group, score_scheme, to_json
from assess.scoring.scores import NodeScore, QuestionScore, spread_of
from assess.scoring.tree import Node, Tree
from tests.scoring.reading import a_survey


def test_the_range_of_group_means_names_the_first_groups_that_reach_it() -> None:
    assert spread_of({}) == spread_of({"a": 3.0}) == (None, None)
    assert spread_of({"a": 4.0, "b": 2.0}) == (2.0, ("b", "a"))
    assert spread_of({"a": 3.0, "b": 1.0, "c": 1.0, "d": 5.0, "e": 5.0}) == (4.0, ("b", "d"))
    assert spread_of({"a": 3.0, "b": 3.0, "c": 3.0}) == (0.0, ("a", "b"))


@pytest.mark.parametrize(("noise", "lowest"), [(5e-10, "a"), (1.5e-9, "b")])
def test_groups_that_differ_by_noise_are_named_in_order(noise: float, lowest: str) -> None:
    assert spread_of({"a": 1.0 + noise, "b": 1.0, "c": 4.0})[1] == (lowest, "c")
    highest = {"a": "b", "b": "c"}[lowest]
    assert spread_of({"a": 1.0, "b": 4.0 - noise, "c": 4.0})[1] == ("a", highest)


def test_figures_that_are_not_given_are_absent_and_no_flag_is_up() -> None:
    question = QuestionScore("q", *[None] * 6, 0, 0, 0, 0, 0, {}, {}, None, None, None, False, 1, 1)
    node = NodeScore("d", *[None] * 4, 0, *[None] * 4, 0, {}, None, None, None, 1, 1)

    assert [question.skewed, question.hidden_conflict, node.no_variation] == [False] * 3
    assert question.effective_weight == node.effective_weight == 0.0
    assert question.do_not_know_share is None
    assert dataclasses.replace(question, do_not_know=1).do_not_know_share == 1.0


def a_card() -> Scorecard:
    below = [Node(f"d{d}", 1, (Node(f"s{d}", 1, (Node(f"q{d}"),)),)) for d in range(2)]
    scheme = Scheme(index=Tree(Node("index", 1, tuple(below))))
    rows = [("a", [1, 5]), ("a", [2, 4]), ("b", [5, 3]), ("b", [4, -1])]
    return score_scheme(a_survey(scheme, rows), scheme)


def test_a_card_that_was_stored_is_the_same_card() -> None:
    card = a_card()

    again = from_json(to_json(card))

    assert again == card
    assert (again.readiness, again.readiness_elements) == (None, {})
    assert again.questions["q0"].spread_groups == ("a", "b")
    assert again.index.interval is not None
    assert again.index.interval[0] < again.index.interval[1]


def test_a_card_says_which_nodes_depend_on_the_method() -> None:
    """q0 has 3 on average and 1.5 by the lowest group; q1 has 3.75, and 3."""
    card = a_card()

    assert set(card.method_dependent) >= {"d0", "s0"}
    assert set(card.methods["mean"]) == {"index", "d0", "d1"}
    assert card.methods["mean"]["d0"] == card.dimensions["d0"].score == 3.0
    assert card.weakest_dimension == "d0"


def test_people_of_a_group_are_those_of_the_larger_part() -> None:
    card = a_card()
    beside = dataclasses.replace(card.index, n_by_group={"b": 7, "c": 1})
    index = dataclasses.replace(card.index, n_by_group={"a": 2, "b": 3})

    assert people_by_group(dataclasses.replace(card, index=index)) == {"a": 2, "b": 3}
    both = dataclasses.replace(card, index=index, readiness=beside)
    assert people_by_group(both) == {"a": 2, "b": 7, "c": 1}


def test_a_group_of_which_nobody_answered_has_no_people() -> None:
    card = a_card()
    index = dataclasses.replace(card.index, n_by_group={"a": 2, "b": 0})
    beside = dataclasses.replace(card.index, n_by_group={"c": 0})

    assert people_by_group(dataclasses.replace(card, index=index)) == {"a": 2, "b": 0}
    both = dataclasses.replace(card, index=index, readiness=beside)
    assert people_by_group(both) == {"a": 2, "b": 0, "c": 0}


def test_a_card_of_an_index_alone_counts_nobody_until_told() -> None:
    bare = Scorecard("1", a_card().index, {}, {}, {})

    assert (bare.n_respondents, bare.readiness, bare.readiness_elements) == (0, None, {})


def test_readiness_stands_beside_the_index_and_is_no_part_of_it() -> None:
    index, beside = (
        Tree(Node(key, 1, (Node(f"{key}-d", 1, (Node(f"{key}-s", 1, (Node(f"{key}-q"),)),)),)))
        for key in ("index", "readiness")
    )
    scheme = Scheme(index=index, readiness=beside)

    card = score_scheme(a_survey(scheme, [("a", [2, 5]), ("a", [3, 4])]), scheme)

    assert (card.index.score, list(card.dimensions)) == (2.5, ["index-d"])
    assert card.readiness is not None
    assert (card.readiness.score, list(card.readiness_elements)) == (4.5, ["readiness-d"])
    assert list(card.subpillars) == ["index-s", "readiness-s"]
    assert from_json(to_json(card)) == card
    assert from_json(json.loads(json.dumps(to_json(card)))) == card


@pytest.mark.parametrize(
    ("panels", "groups"),
    [
        ([{"a": 1, "b": 5, "c": 5}, {"a": 5, "b": 0, "c": 5}], ("a", "c")),
        ([{"a": 5, "b": 1}, {"a": 5, "b": 1}], ("a", "b")),
    ],
)
def test_without_a_smallest_number_groups_of_one_are_compared_too(
    panels: list[dict[str, int]], groups: tuple[str, ...]
) -> None:
    assert shared_groups(panels, 1) == groups


def test_a_group_that_one_region_does_not_name_is_not_shared() -> None:
    assert shared_groups([{"a": 9, "b": 9}, {"a": 9}], 3) == ("a",)
    assert shared_groups([{"b": 9, "a": 9}, {"a": 9, "b": 9}], 3) == ("b", "a")
