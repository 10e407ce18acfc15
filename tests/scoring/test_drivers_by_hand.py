"""What moves ranks, against tables of rank shifts worked out on paper."""

from __future__ import annotations

import numpy as np
import pytest

from assess.scoring.drivers import FACTORS, Driver, rank_drivers, sobol
from assess.scoring.ratings import Ratings
from assess.scoring.scheme import Scheme
from tests.scoring.reading import a_survey, chance
from tests.scoring.test_robustness_by_hand import a_scheme, constant


def about(found: dict[str, Driver]) -> dict[str, tuple[float, float]]:
    return {name: (round(each.first, 9), round(each.total, 9)) for name, each in found.items()}


def place(sums: list[float]) -> list[int]:
    return [1 + sum(other > own for other in sums) for own in sums]


# Three sub-pillars of one question. Leaving nothing out, or the first, the second, the third, leaves
# these sums: with one of two who do not know the first left aside, and with that one at level 1.
SUMS = {
    "unsure aside": [[9, 8, 7], [5, 5, 5], [8, 5, 4], [5, 6, 5]],
    "unsure lowest": [[7.5, 8, 7], [5, 5, 5], [6.5, 5, 4], [3.5, 6, 5]],
}


def three_regions() -> tuple[Scheme, list[Ratings]]:
    """The fourth question, in a dimension without weight, puts the regions in reverse."""
    scheme = a_scheme((1, 3), (0, 1), questions=1)
    regions = [
        a_survey(scheme, [("a", [4, 1, 4, 1]), ("a", [-1, 1, 4, 1])]),
        a_survey(scheme, [("a", [3, 3, 2, 3])]),
        a_survey(scheme, [("a", [2, 3, 2, 5])]),
    ]
    return scheme, regions


def test_shares_are_those_of_the_shifts_against_the_declared_method() -> None:
    """Leaving the question without weight out is as leaving nothing out: the first sums again."""
    scheme, regions = three_regions()
    table = np.zeros((2, 2, 5, 2, 2))
    for u, sums in enumerate(SUMS.values()):
        for o, each in enumerate([*sums, sums[0]]):
            shifts = [abs(one - was) for one, was in zip(place(each), [1, 2, 3], strict=True)]
            table[:, u, o] = sum(shifts) / 3

    found = rank_drivers(regions, scheme, chance(1))

    assert about(found) == about(sobol(table))
    assert found["unsure"].total > found["unsure"].first > 0


def test_a_region_that_loses_its_index_by_a_choice_shifts_nobody() -> None:
    """Two of three sub-pillars are enough; without one of these there is no score."""
    scheme = a_scheme((1, 3), questions=1)
    whole = a_survey(scheme, [("a", [5, 5, 5])])
    bare = a_survey(scheme, [("a", [3, 3, 0])])

    assert rank_drivers([whole, bare], scheme, chance(1)) == {}


def test_weights_vary_around_those_declared() -> None:
    """At about 3/4 of the first dimension the uneven region has 4.5, which 11/3 never reaches."""
    scheme = a_scheme((3, 2), (1, 2), questions=1)
    uneven = a_survey(scheme, [("a", [5, 5, 3, 3])])
    unsure = constant(scheme, a1=5, a2=5, a3=-1)

    found = rank_drivers([uneven, unsure], scheme, chance(1))

    assert about(found) == {**dict.fromkeys(FACTORS, (0.0, 0.0)), "unsure": (1.0, 1.0)}


@pytest.mark.parametrize("scale", [0.01, 2, 16])
def test_weights_are_relative(scale: float) -> None:
    schemes = [a_scheme((each, 2), (each, 2), questions=1) for each in (1, scale)]
    levels = [[5, 5, 2, 2], [2, 2, 4, 4]]

    one, other = (
        rank_drivers([a_survey(scheme, [("a", each)]) for each in levels], scheme, chance(5))
        for scheme in schemes
    )

    assert one["weights"].first > 0
    assert about(one) == about(other)
