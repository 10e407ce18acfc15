"""What is left of one question or node that is shown: by hand, at the limits of each rule."""

from __future__ import annotations

import dataclasses

import pytest

from assess.scoring.scorecard import NodeScore, QuestionScore, score_scheme
from assess.scoring.withholding import has_small_group, node_left, question_left
from tests.scoring.reading import a_survey
from tests.scoring.test_disclosure_solver import one_question


def question(sizes: dict[str, int], **more: object) -> QuestionScore:
    """Everybody says 3; groups of nobody were asked, and said nothing."""
    people = [(group, [3 if n else 0]) for group, n in sizes.items() for _ in range(max(n, 1))]
    found = score_scheme(a_survey(one_question(), people), one_question()).questions["q0"]
    return dataclasses.replace(found, n_by_group=sizes, **more)


def left(sizes: dict[str, int], weights: dict[str, float] | None = None) -> QuestionScore:
    return question_left(question(sizes), weights or {}, 1.5, 3)


@pytest.mark.parametrize(
    ("sizes", "small"),
    [
        ({"a": 3, "b": 4}, False),
        ({"a": 2, "b": 4}, True),
        ({"a": 1, "b": 4}, True),
        ({"a": 0, "b": 4}, False),
        ({}, False),
    ],
)
def test_a_small_group_has_one_or_two_people(sizes: dict[str, int], small: bool) -> None:
    assert has_small_group(sizes, 3) == small


@pytest.mark.parametrize(
    ("sizes", "weights", "shown"),
    [
        ({"a": 2, "b": 3, "c": 3, "d": 3}, {}, False),  # exactly a quarter
        ({"a": 2, "b": 3, "c": 3, "d": 3, "e": 3}, {}, True),
        ({"a": 2, "b": 3, "c": 3, "d": 3, "e": 0}, {}, False),  # nobody of e is in it
        ({"a": 0, "b": 3}, {}, True),
        ({"a": 3, "b": 3}, {}, True),
        ({"a": 1, "b": 9}, {"b": 3.0}, False),
        ({"a": 1, "b": 9}, {"b": 3.5}, True),
        ({"a": 1, "b": 9}, {"a": 0.3}, True),
        ({"a": 1, "b": 9}, {"a": 0.5}, False),
        ({"a": 1, "b": 1, "c": 9}, {"c": 5.0}, False),  # two sevenths together
        ({"a": 1, "b": 1, "c": 9}, {"c": 7.0}, True),
    ],
)
def test_the_level_is_shown_where_small_groups_hold_less_than_a_quarter(
    sizes: dict[str, int], weights: dict[str, float], shown: bool
) -> None:
    assert left(sizes, weights).level == (3 if shown else None)


@pytest.mark.parametrize(
    ("sizes", "weights", "shown"),
    [
        ({"a": 2, "b": 4}, {}, False),  # a person of a weighs twice one of b
        ({"a": 2, "b": 4}, {"a": 0.5}, True),  # all weigh the same
        ({"a": 2, "b": 4}, {"b": 2.0}, True),
        ({"a": 2, "b": 2}, {}, True),
        ({"a": 2, "b": 2}, {"a": 2.0}, False),
        ({"a": 2, "b": 2, "c": 0}, {}, True),
        ({"a": 3, "b": 9}, {}, True),  # no group is small
    ],
)
def test_the_histogram_is_shown_where_no_group_is_small_or_all_people_weigh_the_same(
    sizes: dict[str, int], weights: dict[str, float], shown: bool
) -> None:
    found = left(sizes, weights)

    assert (found.histogram is not None) == shown
    assert (found.agreement is not None) == shown


@pytest.mark.parametrize(("limit", "flagged"), [(2.0, True), (2 + 1e-9, True), (2 + 1.5e-9, False)])
def test_disagreement_is_of_the_groups_that_are_shown(limit: float, flagged: bool) -> None:
    means = {"b": 4.0, "c": 2.0, "d": 3.0}
    large = question({"b": 3, "c": 3, "d": 3}, group_means=means)

    found = question_left(large, {}, limit, 3)

    assert (found.spread, found.spread_groups) == (2.0, ("c", "b"))
    assert found.disagreement == flagged


def test_disagreement_with_a_group_that_is_hidden_is_not_told() -> None:
    sizes, means = {"a": 1, "b": 4, "c": 9}, {"a": 1.0, "b": 3.0, "c": 3.0}

    found = question_left(question(sizes, group_means=means, disagreement=True), {}, 1.5, 3)

    assert (found.spread, found.disagreement) == (None, False)
    assert found.group_means in ({}, {"c": 3.0})


def test_what_counts_people_goes_where_a_mean_is_hidden() -> None:
    beside = {"rwg": 0.5, "standard_error": 0.1, "interval": (2.8, 3.2), "hidden_conflict": True}
    hidden = question_left(question({"a": 1, "b": 4, "c": 4}, **beside), {}, 1.5, 3)
    shown = question_left(question({"a": 3, "b": 4, "c": 4}, **beside), {}, 1.5, 3)

    assert (hidden.rwg, hidden.standard_error, hidden.interval) == (None, None, None)
    assert not hidden.hidden_conflict
    assert (shown.rwg, shown.standard_error, shown.interval) == (0.5, 0.1, (2.8, 3.2))
    assert shown.hidden_conflict


def node(sizes: dict[str, int]) -> NodeScore:
    people = [(group, [3]) for group, n in sizes.items() for _ in range(n)]
    return score_scheme(a_survey(one_question(), people), one_question()).index


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"a": 3, "b": 4}, {"a", "b"}),
        ({"a": 2, "b": 9, "c": 4}, {"b"}),  # never one alone
        ({"a": 2, "b": 1, "c": 4}, {"c"}),
        ({"a": 2}, set()),
    ],
)
def test_means_of_a_node_are_shown_of_large_groups(sizes: dict[str, int], shown: set[str]) -> None:
    found = node_left(node(sizes), 3, one_question=False)

    assert set(found.group_means) == shown
    assert found.level == 3
    assert (found.spread is None) == (len(shown) < 2)


def test_a_node_that_is_but_one_question_keeps_its_score_and_no_means() -> None:
    found = node_left(node({"a": 2, "b": 9, "c": 4}), 3, one_question=True)

    assert (found.score, found.level, found.group_means, found.spread) == (3, None, {}, None)
    assert (found.standard_error, found.interval) == (None, None)
