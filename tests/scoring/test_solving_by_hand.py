"""What a reader can solve for: sums of few people, counted through by hand."""

from __future__ import annotations

import dataclasses
import math

import pytest

from assess.scoring.solving import (
    Unknown,
    readable,
    shown_groups,
    solvable,
    solvable_from,
    solvable_together,
    withheld,
)


@pytest.mark.parametrize(
    ("total", "found_out"),
    [
        (2, True),  # 1 + 1
        (3, False),  # 1 + 2 or 2 + 1
        (9, False),
        (10, True),
        (11, True),  # no two people come to that: nothing is proven
    ],
)
def test_one_and_one_person_are_solved_for_at_the_ends_of_the_scale(
    total: float, found_out: bool
) -> None:
    assert solvable_from(total, ["a"], {"a": 1, "b": 1}, {}) == found_out


@pytest.mark.parametrize(
    ("total", "found_out"),
    [
        (2.5, True),  # 1 + 1.5 alone
        (3, False),  # 1 + 2 or 2 + 1
        (3.5, False),  # 1 + 2.5 or 2 + 1.5
        (9.5, True),
    ],
)
def test_of_two_people_half_levels_are_possible(total: float, found_out: bool) -> None:
    assert solvable_from(total, ["a"], {"a": 1, "b": 2}, {}) == found_out


def test_the_sum_of_a_group_alone_is_what_it_said() -> None:
    assert solvable_from(3, ["a"], {"a": 1}, {})


@pytest.mark.parametrize(
    ("total", "found_out"),
    [
        (7, False),  # 2 x 1 + 5, 2 x 2 + 3, 2 x 3 + 1
        (4, True),  # 2 x 1 + 2 alone
        (14, True),  # 2 x 5 + 4 alone
        (13, False),  # 2 x 5 + 3, 2 x 4 + 5
    ],
)
def test_a_group_that_is_not_named_weighs_one(total: float, found_out: bool) -> None:
    assert solvable_from(total, ["a"], {"a": 1, "b": 1}, {"a": 2.0}) == found_out


def test_a_group_without_weight_is_in_no_sum_and_stays_unknown() -> None:
    people, weights = {"a": 1, "b": 1}, {"a": 0.0}

    assert not solvable_from(3, ["a"], people, weights)
    assert not solvable_from(11, ["a"], people, weights), "whatever the sum"
    assert solvable_from(3, ["a", "b"], people, weights), "then b is the sum"


def test_one_that_may_be_found_out_is_enough() -> None:
    """10 a + b + c = 36: a is 3 alone, b and c are two of 1 and 5, 2 and 4, 3 and 3, ..."""
    people, weights = {"a": 1, "b": 1, "c": 1}, {"a": 10.0}

    assert solvable_from(36, ["a"], people, weights)
    assert solvable_from(36, ["b", "c", "a"], people, weights)
    assert not solvable_from(36, ["b", "c"], people, weights)


def test_sums_of_a_million_points_are_counted_through_and_larger_ones_not_proven() -> None:
    people, weights = {"a": 1, "b": 1, "c": 1}, {"a": 2e5, "b": 2e5}

    assert not solvable_from(1_000_000, ["a"], {"a": 1, "b": 1}, weights)
    assert solvable_from(1_000_001, ["a"], people, weights)
    assert not solvable_from(800_001, ["a"], people, weights)


def test_means_are_added_with_their_weights() -> None:
    sizes, means = {"a": 1, "b": 1}, {"a": 3.0, "b": 1.0}

    assert not solvable(["a"], ["a", "b"], sizes, means, {"a": 2.0})  # 7
    assert solvable(["a"], ["a", "b"], sizes, {"a": 1.0, "b": 2.0}, {"a": 2.0})  # 4


def test_of_siblings_some_are_withheld_whatever_their_number() -> None:
    people = {"a": 9, "b": 7, "c": 5, "d": 6}

    assert withheld(people, 3, also=["a"]) == {"a", "c"}
    assert withheld(people, 3, also=["a", "b"]) == {"a", "b"}
    assert withheld({**people, "a": 0}, 3, also=["a"]) == frozenset()
    assert withheld({"a": 3, "b": 9}, 3) == frozenset()
    assert withheld({"a": 1, "b": 9, "c": 8}, 3) == {"a", "c"}


@pytest.mark.parametrize(
    ("sizes", "means", "shown"),
    [
        ({"a": 3, "b": 3}, {"a": 5.0, "b": 5.0}, {"a", "b"}),
        ({"a": 1, "b": 2, "c": 9}, {"a": 3.0, "b": 3.0, "c": 4.0}, {"c"}),  # k together
        ({"a": 1, "b": 1, "c": 9}, {"a": 3.0, "b": 3.0, "c": 4.0}, set()),  # under k together
        ({"a": 1, "b": 2, "c": 9}, {"a": 1.0, "b": 1.0, "c": 4.0}, set()),  # found out
        ({"a": 2, "b": 4, "c": 9}, {"a": 3.0, "b": 3.0, "c": 4.0}, {"c"}),  # never one alone
        ({"a": 2, "b": 9, "c": 4, "d": 5}, {"a": 3, "b": 3, "c": 3, "d": 3}, {"b", "d"}),
    ],
)
def test_means_of_groups_that_may_be_shown(
    sizes: dict[str, int], means: dict[str, float], shown: set[str]
) -> None:
    assert shown_groups(sizes, means, {}, 3) == shown


@pytest.mark.parametrize(
    ("sizes", "means", "weights", "told"),
    [
        ({"a": 1, "b": 1}, {"a": 5.0, "b": 5.0}, {}, True),
        ({"a": 1, "b": 1}, {"a": 5.0, "b": 4.0}, {}, False),
        ({"a": 3, "b": 3}, {"a": 5.0, "b": 5.0}, {}, False),  # nobody is few
        # a, three people, is found out by its weight; b and c are not
        ({"a": 3, "b": 1, "c": 1}, {"a": 3.0, "b": 3.0, "c": 3.0}, {"a": 100.0}, False),
        # what a and b say together is known, and leaves several possibilities
        ({"a": 1, "b": 2, "c": 9}, {"a": 3.0, "b": 3.0, "c": 4.0}, {"c": 1e6}, False),
    ],
)
def test_what_a_score_tells_by_itself(
    sizes: dict[str, int], means: dict[str, float], weights: dict[str, float], told: bool
) -> None:
    assert readable(sizes, means, weights, 3) == told


def unknown(points: int, share: float = 0.5, n: int = 1, **more: object) -> Unknown:
    return Unknown(**{"question": "q", "protected": True, **more}, share=share, n=n, points=points)


@pytest.mark.parametrize(
    ("one", "other", "found_out"),
    [
        (unknown(3), unknown(3), False),
        (unknown(5), unknown(5), True),
        (unknown(1), unknown(1), True),
        (unknown(5), unknown(4), False),  # 4 and 5
        (unknown(1), unknown(2), False),
        (unknown(4), unknown(5), False),
        (unknown(5), unknown(1), False),
        (unknown(5), unknown(9, n=2), True),  # two points of the pair are one of the person
        (unknown(5), unknown(8, n=2), False),
        (unknown(1), unknown(3, n=2), True),
        (unknown(1), unknown(4, n=2), False),
        (unknown(5), unknown(1, share=0.2), True),  # 2.7: nothing else comes to it
        (unknown(5), unknown(5, share=0.0), True),
    ],
)
def test_two_that_are_withheld_hide_each_other_where_a_point_can_move(
    one: Unknown, other: Unknown, found_out: bool
) -> None:
    assert solvable_together([one, other]) == found_out
    assert solvable_together([other, one]) == found_out


def test_nothing_unknown_tells_nothing_and_one_alone_tells_itself() -> None:
    assert not solvable_together([])
    assert solvable_together([unknown(3)])
    assert not solvable_together([unknown(3, protected=False)])


def test_without_weight_nobody_is_in_the_sum() -> None:
    assert not solvable_together([unknown(3, share=0.0), unknown(5, share=0.0)])


def test_points_may_move_between_three() -> None:
    """2 x 5 + 3 x 4 + 4 = 26: no two can exchange, but 2 x 4 + 3 x 5 + 3 is 26 too."""
    three = [unknown(5, 2.0), unknown(4, 3.0), unknown(4, 1.0)]

    assert not solvable_together(three)
    assert solvable_together([unknown(5, 2.0), unknown(5, 3.0), unknown(5, 1.0)])


def test_points_of_pairs_may_move_between_three() -> None:
    """Steps of 2, 3 and 1, as above, with two people in each."""
    assert not solvable_together([unknown(10, 4.0, 2), unknown(9, 6.0, 2), unknown(9, 2.0, 2)])


def aiming(points: int, side: int, room: float, question: str, n: int = 1) -> Unknown:
    return unknown(points, n=n, side=side, room=room, question=question)


@pytest.mark.parametrize(
    ("one", "other", "found_out"),
    [
        (aiming(3, 1, 2.0, "q"), aiming(3, 1, 2.0, "r"), False),
        (aiming(3, 1, 2.0, "q"), aiming(3, -1, 2.0, "r"), True),  # under its target, and above
        (aiming(3, -1, 2.0, "q"), aiming(3, -1, 2.0, "r"), False),
        (aiming(3, 1, 0.5, "q"), aiming(3, 1, 0.5, "r"), False),  # exactly to the target
        (aiming(3, 1, 0.4, "q"), aiming(3, 1, 2.0, "r"), True),  # one of them would pass it
        (aiming(3, 1, 2.0, "q"), aiming(3, 1, 0.4, "r"), True),
        (aiming(3, 1, 0.0, "q"), aiming(3, -1, 0.0, "q"), False),  # one question, one score
        (aiming(5, 1, 0.0, "q"), aiming(5, 1, 0.0, "q"), True),
        (aiming(3, 1, 0.5 - 1e-9, "q"), aiming(3, 1, 0.5, "r"), False),  # short by the tolerance
        (aiming(3, 1, 0.5 - 1.5e-9, "q"), aiming(3, 1, 0.5, "r"), True),
        (aiming(4, 1, 2.0, "q"), aiming(5, 1, 2.0, "r"), False),  # from the end of the scale
        (aiming(1, 1, 2.0, "q"), aiming(2, 1, 2.0, "r"), False),  # to the end of the scale
        (aiming(6, 1, 0.4, "q", 2), aiming(3, 1, 0.4, "r"), True),  # two points of a pair
        (aiming(6, 1, 0.5, "q", 2), aiming(3, 1, 0.5, "r"), False),
    ],
)
def test_a_point_moves_unnoticed_on_one_side_of_the_target(
    one: Unknown, other: Unknown, found_out: bool
) -> None:
    assert solvable_together([one, other]) == found_out
    assert solvable_together([other, one]) == found_out


@pytest.mark.parametrize(("apart", "found_out"), [(0.9e-9, False), (1.5e-9, True)])
def test_points_of_equal_weight_up_to_the_tolerance_are_exchanged(
    apart: float, found_out: bool
) -> None:
    one, other = aiming(3, 1, 2.0, "q"), aiming(3, 1, 2.0, "r")
    heavier = dataclasses.replace(other, share=other.share * (1 + apart))

    assert solvable_together([one, heavier]) == found_out


@pytest.mark.parametrize(("people", "found_out"), [(60, False), (61, True)])
def test_a_point_is_exchanged_with_a_group_of_up_to_sixty_people(
    people: int, found_out: bool
) -> None:
    """Beyond it nothing is proven where targets bind."""
    one, many = aiming(3, 1, 2.0, "q"), aiming(3 * people, 1, 2.0, "q", people)

    assert solvable_together([one, many]) == found_out


def test_one_target_that_binds_is_enough_to_prove_nothing() -> None:
    free = [unknown(5, 2.0), unknown(4, 3.0)]

    assert not solvable_together([*free, unknown(4, 1.0)])
    assert solvable_together([*free, unknown(4, 1.0, question="r", side=1, room=math.inf)])


def test_without_target_a_question_can_move_as_far_as_the_scale() -> None:
    assert not solvable_together([unknown(3), unknown(3, question="r")])
    assert unknown(3).side == 0
