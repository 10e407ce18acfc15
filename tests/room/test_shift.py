"""Two rounds beside each other: means, spread, who moved, and what may not be told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.room.shift import Moved, Round, Shift, shifts
from assess.scoring.ratings import DO_NOT_KNOW, Ratings
from tests.room.rooms import a_room_of, shown

QUESTION, K = "GOV-BUR-1", 3
LEVELS = st.lists(st.sampled_from([DO_NOT_KNOW, 0, 1, 2, 3, 4, 5]), min_size=9, max_size=9)


def room(*groups: Sequence[int]) -> Ratings:
    names = ("diskominfo", "kadin", "akademisi")
    return a_room_of({QUESTION: dict(zip(names, groups, strict=False))})


def compared(before: Ratings, after: Ratings) -> Shift:
    rounds = [Round(each, shown(each, K).questions) for each in (before, after)]
    return shifts(rounds[0], rounds[1], [QUESTION], K)[0]


def test_groups_that_come_closer_narrow_the_spread() -> None:
    shift = compared(room([1, 1, 1, 1], [5, 5, 5, 5]), room([3, 3, 3, 3], [4, 4, 4, 4]))

    assert (shift.spread_before, shift.spread_after) == (4.0, 1.0)
    assert shift.narrowed
    assert not shift.widened
    assert [(each.before, each.after) for each in shift.groups if each.before is not None] == [
        (1.0, 3.0),
        (5.0, 4.0),
    ]
    assert shift.moved == Moved(people=8, moved=8, stayed=0, up=4, down=4)
    assert shift.agreement_before is not None
    assert shift.agreement_after is not None
    assert shift.agreement_after > shift.agreement_before


def test_nobody_moved_is_told_plainly() -> None:
    same = room([1, 2, 3, 4], [5, 5, 5, 5])

    shift = compared(same, same)

    assert shift.moved == Moved(people=8, moved=0, stayed=8, up=0, down=0)
    assert shift.narrowed is False
    assert shift.widened is False


def test_one_or_two_who_moved_are_not_counted_out() -> None:
    shift = compared(room([2, 2, 2, 2], [4, 4, 4, 4]), room([5, 2, 2, 2], [4, 4, 4, 4]))

    assert shift.moved == Moved(people=8, moved=None, stayed=None, up=None, down=None)


def test_the_direction_is_not_told_where_few_went_one_way() -> None:
    shift = compared(room([2, 2, 2, 2], [4, 4, 4, 4]), room([3, 3, 3, 1], [4, 4, 4, 4]))

    assert shift.moved == Moved(people=8, moved=4, stayed=4, up=None, down=None)


@pytest.mark.parametrize("late", [[2, 2, 2, 5], [2, 2, 2, 1]])
def test_no_count_where_one_more_answered_whose_answer_would_follow(late: list[int]) -> None:
    shift = compared(room([2, 2, 2, 0], [4, 4, 4, 4]), room(late, [4, 4, 4, 4]))

    assert shift.moved is None


def test_a_group_that_is_hidden_in_one_round_is_compared_in_none() -> None:
    shift = compared(
        room([1, 1, 1, 1], [5, 5, 5, 5], [3, 3, 0, 0]),
        room([1, 1, 1, 1], [5, 5, 5, 5], [3, 3, 3, 3]),
    )

    hidden = {each.group for each in shift.groups if each.before is None}
    assert "akademisi" in hidden
    assert all(each.after is None for each in shift.groups if each.before is None)


@given(LEVELS, LEVELS)
def test_counts_of_few_people_are_never_told(before: list[int], after: list[int]) -> None:
    first, second = room(before[:5], before[5:]), room(after[:5], after[5:])

    moved = compared(first, second).moved

    if moved is not None:
        told = [moved.people, moved.moved, moved.stayed, moved.up, moved.down]
        assert not [count for count in told if count is not None and 0 < count < K]
        assert (moved.up is None) == (moved.down is None)
        if moved.moved is not None and moved.stayed is not None:
            assert moved.moved + moved.stayed == moved.people


@given(LEVELS, LEVELS)
def test_the_rounds_swapped_tell_the_opposite(before: list[int], after: list[int]) -> None:
    first, second = room(before[:5], before[5:]), room(after[:5], after[5:])

    there, back = compared(first, second), compared(second, first)

    assert (there.before, there.spread_before) == (back.after, back.spread_after)
    assert there.narrowed == back.widened
    if there.moved is not None and back.moved is not None:
        assert (there.moved.up, there.moved.down) == (back.moved.down, back.moved.up)
