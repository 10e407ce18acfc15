"""Regions are ranked only as far as they can be told apart."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from assess.scoring.comparison import (
    detectable,
    probability_above,
    rank_intervals,
    ranks,
    ranks_may_be_shown,
    score_draws,
    tiers,
)
from assess.scoring.robustness import rank_robustness
from assess.scoring.scorecard import score_scheme
from tests.scoring.reading import a_survey, chance, survey_ratings, survey_scheme


def test_float_noise_breaks_no_tie() -> None:
    assert ranks(np.array([0.3, 0.1 + 0.2, 0.2])).tolist() == [1, 1, 3]


def test_a_region_without_score_has_no_rank_and_takes_none_away() -> None:
    assert ranks(np.array([np.nan, 2.0, 3.0])).tolist() == [0, 2, 1]


def test_probabilities_of_a_pair_sum_to_one() -> None:
    draws = chance(1).normal(size=(5, 400)).round(1)

    above = probability_above(draws)

    assert above + above.T == pytest.approx(np.ones((5, 5)))


def test_a_region_without_score_is_compared_with_nobody() -> None:
    above = probability_above(np.array([[1.0, 1.0], [np.nan, np.nan]]))

    assert np.isnan(above[0, 1])
    assert np.isnan(above[1, 0])
    assert not detectable(above).any()


def test_many_regions_are_compared_in_blocks_without_a_seam() -> None:
    draws = np.arange(150.0)[:, None].repeat(3, axis=1)

    above = probability_above(draws)

    assert np.array_equal(above, np.tri(150, k=-1) + 0.5 * np.eye(150))


def test_clearly_different_regions_have_a_single_rank() -> None:
    best, worst = rank_intervals(np.array([1.0, 5.0, 3.0]), np.full(3, 0.01), chance(1))

    assert best.tolist() == worst.tolist() == [3, 1, 2]


def test_regions_that_cannot_be_told_apart_share_the_whole_range() -> None:
    best, worst = rank_intervals(np.array([3.0, 3.1, 2.9]), np.full(3, 0.5), chance(1))

    assert best.tolist() == [1, 1, 1]
    assert worst.tolist() == [3, 3, 3]


def test_a_rank_lies_inside_its_interval() -> None:
    rng = chance(3)
    scores, errors = rng.uniform(1, 5, 20), rng.uniform(0.05, 0.5, 20)

    best, worst = rank_intervals(scores, errors, rng)

    assert (best <= ranks(scores)).all()
    assert (ranks(scores) <= worst).all()


def test_without_error_ranks_are_exact_and_ties_stay_ties() -> None:
    best, worst = rank_intervals(np.array([2.0, 2.0, 1.0]), np.zeros(3), chance(1))

    assert (best.tolist(), worst.tolist()) == ([1, 1, 3], [2, 2, 3])


def test_one_region_has_nobody_to_be_ranked_against() -> None:
    best, worst = rank_intervals(np.array([2.0, np.nan]), np.array([0.1, np.nan]), chance(1))

    assert (best.tolist(), worst.tolist()) == ([1, 0], [1, 0])


def test_rank_intervals_cover_the_truth_at_their_rate() -> None:
    rng = chance(5)
    truth = np.array([2.0, 2.0, 2.0, 3.0, 3.1, 4.0])
    errors = np.full(6, 0.2)
    hits = np.zeros(6)
    for _ in range(300):
        best, worst = rank_intervals(truth + rng.normal(size=6) * errors, errors, rng, draws=300)
        low, high = ranks(truth), np.array([3, 3, 3, 3, 2, 1]) + np.array([3, 3, 3, 0, 0, 0])
        hits += (best <= low) & (worst >= np.minimum(high, low))

    assert (hits / 300 >= 0.92).all()


def test_a_tier_holds_who_cannot_be_told_from_its_first() -> None:
    scores = np.array([4.0, 3.95, 2.0, np.nan, 1.9])
    draws = score_draws(scores, np.full(5, 0.1), np.full(5, 30.0), 2000, chance(2))

    found = tiers(scores, probability_above(draws))

    assert found.tolist() == [1, 1, 2, 0, 2]


def test_equal_scores_share_a_tier_even_without_error() -> None:
    scores = np.array([3.0, 3.0, 2.0])

    assert tiers(scores, probability_above(scores[:, None].repeat(9, 1))).tolist() == [1, 1, 2]


def test_ranks_are_withheld_where_scores_are_mostly_noise() -> None:
    scores = np.array([2.0, 2.1, 2.2, 2.3, 2.4])

    assert ranks_may_be_shown(scores, np.full(5, 0.01))
    assert not ranks_may_be_shown(scores, np.full(5, 0.15))
    assert not ranks_may_be_shown(scores[:4], np.full(4, 0.01))


def test_draws_have_the_spread_they_were_asked_for() -> None:
    draws = score_draws(np.array([3.0]), np.array([0.2]), np.array([np.inf]), 20_000, chance(1))

    assert draws.mean() == pytest.approx(3.0, abs=0.01)
    assert draws.std() == pytest.approx(0.2, abs=0.01)


def test_robustness_is_reproducible_and_says_what_moves_ranks() -> None:
    regions, scheme = list(survey_ratings().values()), survey_scheme()

    one = rank_robustness(regions, scheme, chance(7), runs=200)
    other = rank_robustness(regions, scheme, chance(7), runs=200)

    assert one.nominal.tolist() == [3, 2, 1]
    assert one.median.tolist() == [3, 2, 1]
    assert (one.low <= one.median).all()
    assert (one.median <= one.high).all()
    assert one.in_top.tolist() == [1.0, 1.0, 1.0]
    assert one.mean_shift == other.mean_shift
    assert set(one.shift_by_choice) >= {"mean_geometric", "balance_people", "unsure_lowest"}


def test_no_choice_of_method_moves_what_is_better_everywhere() -> None:
    scheme = survey_scheme()
    regions = [
        a_survey(scheme, [("a", [level] * len(scheme.questions))] * 3) for level in (2, 4, 3)
    ]

    found = rank_robustness(regions, scheme, chance(1), runs=100)

    assert found.low.tolist() == found.high.tolist() == [3, 1, 2]
    assert found.mean_shift == 0.0


def test_a_region_without_index_is_left_unranked() -> None:
    scheme, regions = survey_scheme(), list(survey_ratings().values())
    empty = dataclasses.replace(regions[0], levels=np.zeros_like(regions[0].levels))

    found = rank_robustness([*regions, empty], scheme, chance(1), runs=50)

    assert found.nominal.tolist() == [3, 2, 1, 0]
    assert found.median[:3].tolist() == [3, 2, 1]
    assert np.isnan(found.median[3])


def test_the_index_itself_moves_with_the_method_and_the_declared_one_lies_within() -> None:
    cities = [*survey_ratings().values()]
    found = rank_robustness(cities, survey_scheme(), chance(3), runs=200)
    declared = [score_scheme(each, survey_scheme()).index.score for each in cities]

    for low, own, high in zip(found.index_low, declared, found.index_high, strict=True):
        assert low < high
        assert own is None or low - 0.3 < own < high + 0.3
        assert 1 <= low <= high <= 5


def test_leading_can_mean_fewer_ranks() -> None:
    cities = [*survey_ratings().values()]
    ten = rank_robustness(cities, survey_scheme(), chance(3), runs=100)
    first = rank_robustness(cities, survey_scheme(), chance(3), runs=100, top=1)

    assert np.nanmin(ten.in_top) == 1.0
    assert abs(np.nansum(first.in_top) - 1) < 0.05
