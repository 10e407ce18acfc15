"""What is left of a scorecard must not tell what few people said: attacked by brute force."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assess.scoring.solving import shown_groups, withheld

LEVELS = range(1, 6)


def _mean(levels: tuple[int, ...]) -> float:
    return sum(levels) / len(levels)


rooms = st.lists(
    st.lists(st.integers(1, 5), min_size=1, max_size=6).map(tuple), min_size=2, max_size=4
)


@given(rooms)
def test_no_hidden_group_can_be_solved_for_from_the_score_and_the_others(
    room: list[tuple[int, ...]],
) -> None:
    names = [f"g{number}" for number in range(len(room))]
    means = {name: _mean(levels) for name, levels in zip(names, room, strict=True)}
    sizes = {name: len(levels) for name, levels in zip(names, room, strict=True)}
    shown = shown_groups(sizes, means, {}, k=3)
    hidden = [name for name in names if name not in shown]
    assume(hidden and shown)
    known = sum(means[name] for name in hidden)

    choices = [
        sorted({total / sizes[name] for total in range(sizes[name], 5 * sizes[name] + 1)})
        for name in hidden
    ]
    possible = [values for values in itertools.product(*choices) if abs(sum(values) - known) < 1e-9]

    for place in range(len(hidden)):
        assert len({round(values[place], 9) for values in possible}) > 1


@given(rooms)
def test_no_group_under_three_is_ever_shown(room: list[tuple[int, ...]]) -> None:
    means = {str(number): _mean(levels) for number, levels in enumerate(room)}
    sizes = {str(number): len(levels) for number, levels in enumerate(room)}

    shown = shown_groups(sizes, means, {}, k=3)

    assert all(sizes[name] >= 3 for name in shown)


def test_large_groups_are_all_shown() -> None:
    means = {"a": 2.0, "b": 5.0}

    assert shown_groups({"a": 3, "b": 30}, means, {}, k=3) == {"a", "b"}


def test_declared_weights_are_known_to_the_attacker_too() -> None:
    """With weight 1000 the sum gives both away: 1000 x 2 + 3 has one solution."""
    means = {"a": 2.0, "b": 3.0, "c": 4.0}

    shown = shown_groups({"a": 1, "b": 2, "c": 9}, means, {"a": 1000.0}, k=3)

    assert shown == frozenset()


@pytest.mark.parametrize(
    ("people", "hidden"),
    [
        ({"a": 9, "b": 9}, set()),
        ({"a": 2, "b": 9, "c": 5}, {"a", "c"}),
        ({"a": 2, "b": 1, "c": 5}, {"a", "b"}),
        ({"a": 0, "b": 1}, {"b"}),
        ({"a": 0, "b": 0}, set()),
    ],
)
def test_a_sibling_is_never_withheld_alone_beside_others(
    people: dict[str, int], hidden: set[str]
) -> None:
    assert withheld(people, 3) == hidden
