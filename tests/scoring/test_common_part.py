"""What regions with different panels are compared on, and what that must not tell."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.scoring.common_part import people_of, ratings_of_groups, shared_groups
from assess.scoring.solving import withheld
from tests.scoring.reading import a_survey, small_scheme

panels = st.lists(
    st.fixed_dictionaries({group: st.integers(0, 6) for group in "abcdef"}), min_size=2, max_size=4
)


def test_people_of_other_groups_are_left_out_with_their_answers() -> None:
    ratings = a_survey(
        small_scheme(), [("a", [1, 2, 3, 4]), ("b", [5, 5, 5, 5]), ("a", [2, 2, 2, 2])]
    )

    kept = ratings_of_groups(ratings, {"a"})

    assert kept.groups == ("a", "a")
    assert kept.respondents == ("p0", "p2")
    assert kept.levels.tolist() == [[1, 2, 3, 4], [2, 2, 2, 2]]


def test_targets_and_meetings_go_with_their_people() -> None:
    ratings = a_survey(small_scheme(), [("a", [1, 2, 3, 4]), ("b", [5, 5, 5, 5])])
    whole = type(ratings)(
        levels=ratings.levels,
        targets=np.array([[5, 5, 5, 5], [3, 3, 3, 3]], dtype=np.int8),
        groups=ratings.groups,
        respondents=ratings.respondents,
        questions=ratings.questions,
        sessions=("monday", "tuesday"),
    )

    kept = people_of(whole, np.array([False, True]))

    assert kept.sessions == ("tuesday",)
    assert kept.targets is not None
    assert kept.targets.tolist() == [[3, 3, 3, 3]]


@given(panels)
def test_a_shared_group_answered_everywhere(regions: list[dict[str, int]]) -> None:
    for group in shared_groups(regions, 3):
        assert all(panel[group] > 0 for panel in regions)


@given(panels)
def test_two_scores_of_one_region_never_leave_one_withheld_group_alone(
    regions: list[dict[str, int]],
) -> None:
    """By subtraction: neither among the shared groups, nor among those left out."""
    shared = set(shared_groups(regions, 3))

    for panel in regions:
        small = withheld(panel, 3)
        assert len(small & shared) != 1
        assert len(small - shared) != 1 or len([n for n in panel.values() if n > 0]) == 1


@pytest.mark.parametrize(
    ("regions", "shared"),
    [
        # two that are withheld stay together among the shared, or among those left out
        ([{"a": 1, "b": 2, "c": 9}, {"a": 1, "b": 2, "c": 9}], ("a", "b", "c")),
        (
            [{"a": 1, "b": 2, "c": 9, "d": 9, "e": 9}, {"c": 1, "d": 2, "e": 9}],
            ("c", "d", "e"),
        ),
        # one of the withheld shared and two left out, and the other way round
        ([{"a": 1, "b": 1, "c": 1, "d": 9}, {"a": 5, "d": 9}], ("d",)),
        ([{"a": 1, "b": 1, "c": 1, "d": 9}, {"a": 5, "b": 5, "d": 9}], ("d",)),
        # one on each side
        ([{"a": 1, "b": 2, "c": 9}, {"a": 5, "c": 9}], ("c",)),
        # nobody is withheld
        ([{"a": 3, "b": 4, "c": 9}, {"a": 5, "c": 9}], ("a", "c")),
    ],
)
def test_withheld_groups_are_shared_together_or_not_at_all(
    regions: list[dict[str, int]], shared: tuple[str, ...]
) -> None:
    assert shared_groups(regions, 3) == shared
    assert set(shared_groups(list(reversed(regions)), 3)) == set(shared)


def test_large_groups_that_all_have_are_shared_in_the_order_of_the_first() -> None:
    regions = [{"c": 4, "a": 5, "b": 3}, {"a": 3, "b": 9, "c": 7}]

    assert shared_groups(regions, 3) == ("c", "a", "b")
