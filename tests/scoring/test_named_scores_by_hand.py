"""Named scores of small surveys: who was asked, shares of not knowing, bands and edges."""

from __future__ import annotations

import dataclasses

import pytest

from assess.questionnaire.instrument import Predicate
from assess.questionnaire.questions import Text
from assess.scoring.scheme import Scheme
from assess.scoring.scorecard import QuestionScore, Scorecard, score_scheme
from assess.scoring.tree import Node, Tree
from tests.scoring.reading import a_survey

DK = -1


def scheme(questions: int = 1, **more: object) -> Scheme:
    leaves = tuple(Node(f"q{number}") for number in range(questions))
    tree = Tree(Node("index", 1, (Node("d", 1, (Node("s", 1, leaves),)),)))
    return dataclasses.replace(Scheme(index=tree), **more)


def card(people: list[tuple[str, list[int]]], its: Scheme | None = None) -> Scorecard:
    its = its or scheme(len(people[0][1]))
    return score_scheme(a_survey(its, people), its)


def one(levels: list[int], **more: object) -> QuestionScore:
    return card([("a", [level]) for level in levels], scheme(**more)).questions["q0"]


def bands(*starts: float) -> tuple[Predicate, ...]:
    return tuple(
        Predicate(min=low, max=5, name=Text(id=f"band {number}", en=f"band {number}"))
        for number, low in enumerate(starts, start=1)
    )


def test_a_group_that_was_asked_and_said_nothing_is_named_with_zero_people() -> None:
    asked = scheme(
        2, asked={"q0": ("a", "b"), "q1": ("a",)}, group_weights={"a": 1, "b": 1, "c": 1}
    )
    found = card([("a", [3, 3]), ("b", [DK, 0]), ("c", [0, 0])], asked)

    assert found.questions["q0"].n_by_group == {"a": 1, "b": 0}
    assert found.questions["q1"].n_by_group == {"a": 1}
    assert found.subpillars["s"].n_by_group == {"a": 1, "b": 0}, "b was asked one of the two"


def test_a_group_that_answered_without_being_asked_is_named_too() -> None:
    asked = scheme(1, asked={"q0": ("a",)}, group_weights={"a": 1, "b": 1})
    found = card([("a", [3]), ("b", [5])], asked)

    assert found.questions["q0"].n_by_group == {"a": 1, "b": 1}
    assert found.index.n_by_group == {"a": 1, "b": 1}


def test_the_share_of_not_knowing_is_of_valid_answers_and_those_who_do_not_know() -> None:
    found = card([("a", [3, DK]), ("a", [DK, 0]), ("a", [2, -2]), ("a", [4, 1])])

    assert found.index.do_not_know_share == 2 / 6
    assert found.questions["q0"].do_not_know_share == 1 / 4


def test_where_nobody_says_anything_there_is_no_share_of_not_knowing() -> None:
    assert card([("a", [0]), ("a", [-2])]).index.do_not_know_share is None


@pytest.mark.parametrize(
    ("starts", "name"),
    [
        ((1, 3, 4), "band 2"),
        ((1, 3 + 0.5e-9, 4), "band 2"),
        ((1, 3 + 1e-9, 4), "band 2"),  # short by the tolerance
        ((1, 3 + 1.5e-9, 4), "band 1"),
        ((3.5, 4), None),
    ],
)
def test_the_highest_band_that_a_score_reaches_is_its_name(
    starts: tuple[float, ...], name: str | None
) -> None:
    named = scheme(predicates=bands(*starts))

    assert card([("a", [3]), ("a", [3])], named).index.predicate == name


@pytest.mark.parametrize(
    ("limit", "flagged"), [(2, True), (2 + 1e-9, True), (2 + 1.5e-9, False), (2.1, False)]
)
def test_groups_disagree_from_the_declared_range_on(limit: float, flagged: bool) -> None:
    found = card([("a", [1]), ("b", [3])], scheme(disagreement_range=limit))

    assert found.questions["q0"].spread == 2
    assert found.questions["q0"].disagreement == flagged


@pytest.mark.parametrize(
    ("levels", "skewed"),
    [
        ([1, 1, 2, 4], False),  # 2.0 and 1.5: half a level is not more than half a level
        ([1, 3, 4, 4], False),
        ([1, 1, 1, 5], True),  # 2.0 and 1.17
        ([3, 3, 3], False),
    ],
)
def test_a_score_is_skewed_more_than_half_a_level_from_its_median(
    levels: list[int], skewed: bool
) -> None:
    assert one(levels).skewed == skewed


def test_two_groups_that_agree_inside_and_differ_hide_a_conflict() -> None:
    people = [("a", [1])] * 2 + [("b", [5])] * 2

    assert card(people).questions["q0"].hidden_conflict
    assert not card(people[:2]).questions["q0"].hidden_conflict
    assert not card([("a", [1]), ("b", [5])]).questions["q0"].hidden_conflict, "one is no group"


def test_of_one_answer_there_is_no_agreement() -> None:
    alone, two = one([3]), one([3, 4])

    assert (alone.agreement, alone.average_deviation, alone.rwg) == (None, None, None)
    assert None not in (two.agreement, two.average_deviation, two.rwg)


def test_readiness_counts_the_people_of_its_own_questions() -> None:
    beside = Tree(Node("readiness", 1, (Node("e", 1, (Node("t", 1, (Node("r"),)),)),)))
    found = card(
        [("a", [3, 3, DK]), ("a", [2, 2, DK]), ("b", [4, 4, 1])], scheme(2, readiness=beside)
    )

    assert found.readiness is not None
    assert (found.readiness.n_by_group, found.index.n_by_group) == (
        {"a": 0, "b": 1},
        {"a": 2, "b": 1},
    )
    assert (found.readiness.do_not_know_share, found.index.do_not_know_share) == (2 / 3, 0)
    assert found.readiness_elements["e"].n == 1
