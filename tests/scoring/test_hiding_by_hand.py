"""Who goes with whom: small trees of which it is known what must be withheld, and what not.

Group a is one person, b are three; a figure of fewer than three people is never shown.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from assess.scoring.hiding import Kind, Tree, hidden_upwards
from assess.scoring.scheme import Scheme
from assess.scoring.scorecard import Scorecard, score_scheme
from assess.scoring.tree import Node
from assess.scoring.tree import Tree as Plan
from tests.scoring.reading import a_survey

Weights = dict[str, float]
Parts = dict[str, Weights]  # questions of each sub-pillar, with their weights


def scheme(parts: Parts, heavy: Weights | None = None) -> Scheme:
    """One dimension; `heavy`: weights of sub-pillars other than 1."""
    subpillars = tuple(
        Node(key, (heavy or {}).get(key, 1), tuple(Node(*each) for each in questions.items()))
        for key, questions in parts.items()
    )
    return Scheme(index=Plan(Node("index", 1, (Node("d", 1, subpillars),))))


def card(
    its: Scheme, people: list[tuple[str, list[int]]], aims: list[list[int]] | None = None
) -> Scorecard:
    ratings = a_survey(its, people)
    targets = None if aims is None else np.array(aims, dtype=np.int8)
    return score_scheme(dataclasses.replace(ratings, targets=targets), its)


def one_part(*weights: float) -> Scheme:
    return scheme({"s": {f"q{at}": each for at, each in enumerate(weights)}})


def alike(levels: list[int], b: int = 3) -> list[tuple[str, list[int]]]:
    """All four people say the same to each question."""
    return [("a", levels), *[("b", levels)] * b]


def gone(found: Scorecard, *start: str, k: int = 3, **weights: float) -> set[str]:
    return set(hidden_upwards(Tree(found, Kind.SCORE, weights, k), start))


def test_where_nothing_is_withheld_nothing_follows() -> None:
    assert gone(card(one_part(1, 1, 1), alike([3, 3, 3]))) == set()


def test_a_question_takes_one_sibling_along_the_first_of_equally_many_people() -> None:
    found = card(one_part(1, 1, 1), alike([3, 3, 3]))

    assert gone(found, "q0") == {"q0", "q1"}
    assert gone(found, "q2") == {"q0", "q2"}
    assert gone(found, "q0", "q2") == {"q0", "q2"}


def test_the_sibling_of_fewest_people_goes_first() -> None:
    people = [("a", [3, 3, 3]), ("b", [3, 3, 0]), *[("b", [3, 3, 3])] * 3]

    assert gone(card(one_part(1, 1, 1), people), "q0") == {"q0", "q2"}


def test_alone_in_its_part_a_question_takes_all_above_along() -> None:
    assert gone(card(one_part(1), alike([3])), "q0") == {"q0", "s", "d", "index"}


def test_an_unanswered_sibling_hides_nobody() -> None:
    found = card(one_part(3, 1), alike([3, 0]))

    assert found.index.score == 3
    assert gone(found, "q0") == {"q0", "s", "d", "index"}
    assert gone(found) == set()


@pytest.mark.parametrize(("people", "hidden"), [(0, False), (1, True), (2, True), (3, False)])
def test_a_question_of_fewer_than_three_people_goes_by_itself(people: int, hidden: bool) -> None:
    levels = [[3, 3, 3, 3 if at < people else 0] for at in range(4)]
    found = card(one_part(1, 1, 1, 1), [("b", each) for each in levels])

    assert gone(found) == ({"q0", "q3"} if hidden else set())


@pytest.mark.parametrize(("people", "hidden"), [(1, True), (2, True), (3, False)])
def test_a_node_of_fewer_than_three_people_goes_with_its_questions(
    people: int, hidden: bool
) -> None:
    found = card(one_part(1, 1), [("b", [3, 3])] * people)

    assert gone(found) == ({"q0", "q1", "s", "d", "index"} if hidden else set())


def test_a_part_that_nobody_answered_is_not_withheld() -> None:
    found = card(scheme({"s": {"q0": 1}, "t": {"q1": 1, "q2": 1}}, {"s": 9}), alike([3, 0, 0]))

    assert found.subpillars["t"].n == 0
    assert gone(found) == set()


@pytest.mark.parametrize(("level", "told"), [(1, True), (2, False), (4, False), (5, True)])
def test_a_node_at_an_end_of_the_scale_tells_what_a_small_group_said(
    level: int, told: bool
) -> None:
    everything = {"q0", "q1", "s", "d", "index"}

    assert gone(card(one_part(1, 1), alike([level, level]))) == (everything if told else set())
    assert gone(card(one_part(1, 1), [("b", [level, level])] * 3)) == set(), "nobody is few"


def test_a_node_without_score_tells_nothing() -> None:
    found = card(one_part(1, 1, 1), alike([3, 0, 0]))

    assert found.index.score is None
    assert gone(found) == set()


def test_two_that_add_up_to_ten_take_the_sibling_that_leaves_room() -> None:
    """With a third of only fives nothing would be hidden; the fourth is enough."""
    found = card(one_part(1, 1, 1, 1), alike([5, 5, 5, 3]))

    assert gone(found, "q0", "q1") == {"q0", "q1", "q3"}


def test_where_no_sibling_leaves_room_the_parent_goes_with_all() -> None:
    found = card(one_part(1, 1, 1), alike([5, 5, 5]))

    assert gone(found, "q0") == {"q0", "q1", "q2", "s", "d", "index"}


def test_where_all_siblings_hide_each_other_the_parent_stays() -> None:
    assert gone(card(one_part(1, 1, 1), alike([5, 5, 3])), "q0", "q1") == {"q0", "q1", "q2"}


def test_a_part_that_goes_takes_a_question_of_the_smaller_part_along() -> None:
    parts = {"s": {"q0": 1.0}, "t": {"q1": 1.0, "q2": 1.0}, "u": {"q3": 1.0, "q4": 1.0}}
    people = [*alike([3, 3, 3, 3, 3]), ("b", [3, 3, 3, 0, 0])]

    assert gone(card(scheme(parts), people), "q0") == {"q0", "s", "u", "q3"}


def test_further_questions_of_a_part_that_is_withheld_go_before_those_of_another() -> None:
    """What q0 and q2 add up to is at the end of the scale; q1 lies below s already."""
    parts = {"s": {"q0": 1.0, "q1": 1.0}, "t": {"q2": 1.0}, "u": {"q3": 1.0}}
    found = card(scheme(parts), alike([5, 3, 5, 3]))

    assert gone(found, "q0", "s", "q2", "t") == {"q0", "q1", "s", "q2", "t"}


def test_a_question_without_weight_hides_nobody() -> None:
    """Nothing of it is in s, so that s would be q1 alone, and t what d leaves beside it."""
    parts = {"s": {"q0": 0.0, "q1": 1.0}, "t": {"q2": 1.0}, "u": {"q3": 1.0}}

    assert gone(card(scheme(parts), alike([3, 3, 3, 3])), "q2") == {"q2", "t", "s", "q1"}


def test_weights_that_fit_no_exchange_hide_nobody() -> None:
    """5 + 0.01 x 3 of each group: a point of the heavy question is a hundred of the light one."""
    found = card(one_part(1, 0.01, 1), alike([5, 3, 3]))

    assert gone(found, "q0", "q1") == {"q0", "q1", "q2"}
    assert gone(card(one_part(1, 1, 1), alike([5, 3, 3])), "q0", "q1") == {"q0", "q1"}


def test_a_part_of_which_nothing_is_known_lends_no_weight() -> None:
    """u has no score: s and t are halves of d, whose questions exchange points one for one."""
    parts = {"s": {"q0": 1.0}, "t": {"q1": 1.0}, "u": {"q2": 1.0, "q3": 1.0, "q4": 1.0}}
    found = card(scheme(parts), alike([3, 3, 3, 0, 0]))

    assert found.subpillars["u"].score is None
    assert gone(found, "q0") == {"q0", "s", "q1", "t"}


@pytest.mark.parametrize(("people", "hidden"), [(1, True), (2, True), (3, False)])
def test_an_index_of_few_people_goes_though_its_dimensions_hide_each_other(
    people: int, hidden: bool
) -> None:
    dimensions = tuple(
        Node(f"d{at}", 1, (Node(f"s{at}", 1, (Node(f"q{at}"),)),)) for at in range(2)
    )
    found = card(Scheme(index=Plan(Node("index", 1, dimensions))), [("b", [3, 3])] * people)
    everything = {"q0", "q1", "s0", "s1", "d0", "d1", "index"}

    assert gone(found) == (everything if hidden else set())


def test_a_part_that_is_withheld_already_lends_its_questions_first() -> None:
    parts = {"s": {"q0": 1.0, "q1": 1.0}, "t": {"q2": 1.0}, "u": {"q3": 1.0}}
    found = card(scheme(parts), alike([3, 3, 5, 3]))

    assert gone(found, "s", "t", "q2") == {"s", "t", "q2", "q0"}


def test_weights_inside_a_part_are_shares_of_it() -> None:
    """q0 weighs 3 and is all of s, as q1 is of t: b of q0 can take the point that q1 gives."""
    found = card(scheme({"s": {"q0": 3}, "t": {"q1": 1}}), [("a", [5, 5]), ("b", [4, 5])])

    assert gone(found, "q0", "q1", k=2) == {"q0", "q1", "s", "t"}


def test_where_no_sibling_is_enough_the_first_goes_and_then_another() -> None:
    """Of a alone: 2 x 5 with 3 x 4 or with 4 leaves one possibility, with both it leaves two.

    22 is 2 x 5 + 3 x 4 only, 14 is 2 x 5 + 4 only; 26 is 2 x 5 + 12 + 4 and 2 x 4 + 15 + 3.
    """
    weights = {"a": 1.0, "b": 0.0}
    its = dataclasses.replace(one_part(2, 3, 1, 1), group_weights=weights)
    found = card(its, [("a", [5, 4, 4, 5]), *[("b", [3, 3, 3, 3])] * 3])

    assert gone(found, "q0", **weights) == {"q0", "q1", "q2"}


def test_a_part_without_weight_is_no_company() -> None:
    """Were t to go with s, of two people, s would be what u leaves of d."""
    parts = {"s": {"q0": 1.0}, "t": {"q1": 1.0}, "u": {"q2": 1.0}}
    people = [("a", [3, 3, 3]), ("b", [3, 3, 3]), *[("b", [0, 3, 3])] * 3]

    assert gone(card(scheme(parts, {"t": 0}), people)) == {"q0", "s", "u", "q2"}
    assert gone(card(scheme(parts), people)) == {"q0", "s", "t", "q1"}


def test_a_question_without_weight_needs_no_company() -> None:
    found = card(one_part(1, 0, 1), alike([3, 3, 3]))

    assert gone(found, "q1") == {"q1"}
    assert gone(found, "q0") == {"q0", "q2"}
    assert gone(found, "q0", "q1") == {"q0", "q1", "q2"}
