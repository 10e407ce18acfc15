"""What moves ranks is named; who stayed away is counted."""

from __future__ import annotations

import numpy as np
import pytest

from assess.scoring.drivers import FACTORS, rank_drivers, sobol
from assess.scoring.evidence import evidence_strength, verified
from assess.scoring.response import Shortfall, response
from assess.scoring.scorecard import score_scheme
from tests.scoring.reading import a_survey, chance, small_scheme, survey_ratings, survey_scheme


def test_shares_of_an_additive_outcome_sum_to_one() -> None:
    steps = [chance(n).normal(size=3) for n in range(5)]
    table = sum(np.meshgrid(*steps, indexing="ij"))

    found = sobol(table)

    assert sum(driver.first for driver in found.values()) == pytest.approx(1)
    assert all(d.first == pytest.approx(d.total) for d in found.values())


def test_a_pure_interaction_has_no_first_order_share() -> None:
    signs = np.array([-1.0, 1.0])
    table = np.einsum("a,b->ab", signs, signs)[:, :, None, None, None] * np.ones((2, 2, 2, 2, 2))

    found = sobol(table)

    assert (found["balance"].first, found["balance"].total) == (0.0, 1.0)


def test_head_counting_drives_ranks_where_groups_disagree_by_size() -> None:
    scheme = small_scheme()
    crowd = a_survey(scheme, [("opd", [5] * 4)] * 9 + [("umkm", [1] * 4)])
    even = a_survey(scheme, [("opd", [4] * 4), ("umkm", [3] * 4)])

    found = rank_drivers([crowd, even], scheme, chance(1))

    assert set(found) == set(FACTORS)
    assert found["balance"].first == pytest.approx(1)


def test_where_no_choice_moves_a_rank_there_is_no_driver() -> None:
    scheme = small_scheme()
    regions = [a_survey(scheme, [("a", [level] * 4)]) for level in (1, 5)]

    assert rank_drivers(regions, scheme, chance(1)) == {}


def test_drivers_of_the_survey_are_repeatable() -> None:
    regions = list(survey_ratings().values())

    one, other = (rank_drivers(regions, survey_scheme(), chance(3)) for _ in range(2))

    assert one == other


def test_groups_that_stayed_away_make_a_result_provisional() -> None:
    answered = {"a": 5, "b": 4, "c": 3, "d": 1}

    assert response(answered, {"a": 5, "b": 8, "c": 3, "d": 1}).provisional is False
    assert response(answered, {"a": 5, "b": 9, "c": 3, "d": 1}).low == ("b",)
    assert response({"a": 9, "b": 9, "c": 9}, {}).provisional
    assert response({"a": 1, "b": 1, "c": 1, "d": 1}, {}).provisional


def test_a_provisional_result_says_why() -> None:
    few = response({"a": 1, "b": 1, "c": 1}, {"a": 3})
    enough = response({"a": 2, "b": 2, "c": 2, "d": 2}, {"a": 4, "d": 2})

    assert few.reasons == (Shortfall.FEW_GROUPS, Shortfall.FEW_PEOPLE, Shortfall.LOW_RESPONSE)
    assert enough.reasons == ()


@pytest.mark.parametrize("n", [1, 2])
def test_a_rate_does_not_tell_how_few_of_a_small_group_answered(n: int) -> None:
    answered = {"a": 5, "b": 4, "c": 3, "d": n}
    told = response(answered, {"a": 6, "b": 4, "c": 3, "d": 3}, k=3)

    assert told.rates == {"a": 5 / 6, "b": 1.0, "c": 1.0, "d": None}
    assert told.low == ()
    assert response(answered, {"d": 5}, k=3).low == ("d",)


def test_walk_ins_are_no_response_over_one_hundred_percent() -> None:
    assert response({"a": 9}, {"a": 3, "b": 2}).rates == {"a": 1.0, "b": 0.0}
    assert response({"c": 1}, {}).rates == {"c": None}


def test_a_verified_score_is_never_above_the_claimed_one() -> None:
    scheme = small_scheme()
    claimed = a_survey(scheme, [("a", [5, 4, 1, -1]), ("b", [3, 2, 1, 5])])

    checked = verified(claimed, {"q1": 5, "q2": 1}, cap=2)

    assert checked.levels.tolist() == [[5, 2, 1, -1], [3, 2, 1, 2]]
    assert claimed.levels.tolist() == [[5, 4, 1, -1], [3, 2, 1, 5]]
    assert score_scheme(checked, scheme).index.score < score_scheme(claimed, scheme).index.score
    assert evidence_strength(claimed, {"q1": 5, "q2": 1}, cap=2) == 0.5
    assert evidence_strength(a_survey(scheme, [("a", [1, 2, 2, 1])]), {}, cap=2) is None
