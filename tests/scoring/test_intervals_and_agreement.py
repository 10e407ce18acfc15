"""What the scorecard says about stability and agreement, and when it says nothing."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.scoring.agreement import average_deviation, rwg, van_der_eijk
from assess.scoring.disclosure import disclosed
from assess.scoring.scorecard import Scorecard, score_scheme
from tests.scoring.reading import a_survey, small_scheme, survey_ratings, survey_scheme


def card_of(people: list[tuple[str, list[int]]]) -> Scorecard:
    scheme = small_scheme()
    return score_scheme(a_survey(scheme, people), scheme)


def test_the_interval_of_the_index_surrounds_it_and_stays_in_the_scale() -> None:
    card = card_of([("a", [5, 5, 5, 5]), ("a", [4, 5, 5, 5]), ("b", [5] * 4), ("b", [5] * 4)])

    assert card.index.interval is not None
    low, high = card.index.interval
    assert low < card.index.score < high == 5.0


def test_nobody_differing_is_said_and_is_no_certainty() -> None:
    card = card_of([("a", [3] * 4)] * 2 + [("b", [2] * 4)] * 2)

    assert card.index.standard_error == 0.0
    assert card.index.no_variation
    assert card.index.degrees_of_freedom is None


def test_a_group_of_one_borrows_its_variance() -> None:
    several = [("a", [1, 2, 1, 2]), ("a", [3, 4, 3, 4]), ("a", [2, 2, 2, 2])]

    alone = card_of([*several, ("b", [3] * 4)])
    without = card_of(several)

    assert alone.index.standard_error > without.index.standard_error / 2
    assert alone.index.interval is not None


def test_without_any_group_of_two_there_is_no_interval() -> None:
    card = card_of([("a", [1] * 4), ("b", [3] * 4), ("c", [5] * 4)])

    assert card.index.score == 3.0
    assert (card.index.standard_error, card.index.interval) == (None, None)


def test_under_three_people_there_is_no_interval() -> None:
    card = card_of([("a", [1] * 4), ("a", [3] * 4)])

    assert (card.index.standard_error, card.index.interval) == (None, None)


def test_one_person_agrees_with_nobody() -> None:
    question = card_of([("a", [4] * 4)]).questions["q1"]

    assert (question.agreement, question.average_deviation, question.rwg) == (None, None, None)


def test_a_split_is_seen_where_the_mean_is_not() -> None:
    question = card_of([("a", [1] * 4), ("a", [5] * 4)]).questions["q1"]

    assert (question.score, question.agreement, question.average_deviation) == (3.0, -1.0, 2.0)


def test_groups_that_agree_inside_and_differ_outside_are_a_hidden_conflict() -> None:
    card = card_of([("a", [1] * 4)] * 3 + [("b", [4] * 4)] * 3)

    assert card.questions["q1"].hidden_conflict
    assert not card_of([("a", [1] * 4)] * 3 + [("b", [2] * 4)] * 3).questions["q1"].hidden_conflict


def test_meetings_are_the_units_where_a_group_met_twice() -> None:
    scheme = small_scheme()
    people = [("a", [1] * 4)] * 3 + [("a", [3] * 4)] * 3
    ratings = a_survey(scheme, people)
    twice = dataclasses.replace(ratings, sessions=("pagi",) * 3 + ("sore",) * 3)

    by_person = score_scheme(ratings, scheme).index
    by_meeting = score_scheme(twice, scheme).index

    assert by_meeting.standard_error > 2 * by_person.standard_error
    assert by_meeting.degrees_of_freedom == 1.0


def test_one_meeting_hides_what_a_second_would_show() -> None:
    index = card_of([("a", [1] * 4), ("a", [3] * 4), ("a", [2] * 4)]).index

    assert index.error_by_session == pytest.approx(index.standard_error * np.sqrt(1.4))


def test_the_standard_error_does_not_know_the_order_of_people() -> None:
    scheme, ratings = survey_scheme(), survey_ratings()["alpha"]
    turned = dataclasses.replace(
        ratings,
        levels=ratings.levels[::-1],
        groups=ratings.groups[::-1],
        respondents=ratings.respondents[::-1],
    )

    one, other = score_scheme(ratings, scheme).index, score_scheme(turned, scheme).index

    assert one.standard_error == pytest.approx(other.standard_error, abs=1e-12)


histograms = st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(lambda h: sum(h) > 1)


@given(histograms)
def test_agreement_stays_in_its_range_and_does_not_know_the_direction(counts: list[int]) -> None:
    one, mirrored = np.array(counts), np.array(counts[::-1])

    assert -1 <= van_der_eijk(one) <= 1
    assert van_der_eijk(one) == pytest.approx(float(van_der_eijk(mirrored)), abs=1e-12)
    assert 0 <= average_deviation(one) <= 2
    assert 0 <= rwg(one) <= 1


@given(histograms, st.integers(2, 9))
def test_agreement_depends_on_shares_alone(counts: list[int], factor: int) -> None:
    one = np.array(counts)

    assert van_der_eijk(one * factor) == pytest.approx(float(van_der_eijk(one)), abs=1e-12)


@given(st.integers(1, 5), st.integers(2, 20))
def test_unanimous_answers_give_full_agreement(level: int, n: int) -> None:
    counts = np.zeros(5, dtype=np.int64)
    counts[level - 1] = n

    assert (van_der_eijk(counts), average_deviation(counts), rwg(counts)) == (1.0, 0.0, 1.0)


def test_withheld_cells_keep_no_figure_at_all() -> None:
    card = card_of([("a", [1] * 4), ("a", [3] * 4), ("b", [2] * 4)])

    hidden = disclosed(card, {}, 1.5, k=5)

    counts = {"n", "asked", "do_not_know", "not_applicable", "blank", "n_by_group"}
    weights = {"weight", "path_weight", "effective_weight", "key", "reason"}
    for entry in [*hidden.questions.values()]:
        for name, value in vars(entry).items():
            assert name in counts | weights or value in (None, False, {}), name
    for node in [hidden.index, *hidden.subpillars.values()]:
        for name, value in vars(node).items():
            kept = counts | weights | {"coverage", "children"}
            assert name in kept or value in (None, False, {}), name
    assert all(not scores for scores in hidden.methods.values())
    assert (hidden.geometric_index, hidden.weakest_dimension, hidden.profile_alpha) == (None,) * 3


def test_a_small_group_is_not_told_through_the_least_content_one() -> None:
    people = [("a", [1] * 4), *[("b", [3] * 4)] * 6, *[("c", [4] * 4)] * 6]

    assert "lowest_group" in card_of(people).methods
    assert "lowest_group" not in disclosed(card_of(people), {}, 1.5, k=5).methods


def test_the_methods_stand_side_by_side() -> None:
    people = [("a", [2, 2, 2, 2])] * 3 + [("b", [4, 4, 4, 4]), ("b", [-1, -1, -1, -1])]

    methods = {key: each["index"] for key, each in card_of(people).methods.items()}

    assert methods == {
        "mean": 3.0,
        "median": 3.0,
        "head_count": 2.5,
        "lowest_group": 2.0,
        "unsure_lowest": 2.25,
    }


def test_a_node_whose_level_depends_on_the_method_is_marked() -> None:
    people = [("a", [2, 2, 2, 3])] * 3 + [("b", [4, 4, 4, 3])]

    assert card_of(people).method_dependent == ("index", "d1", "s1")


def test_imbalance_is_what_the_geometric_mean_loses() -> None:
    card = card_of([("a", [2, 2, 2, 4])])

    assert card.index.score == 3.0
    assert card.geometric_index == pytest.approx(np.sqrt(8))
    assert card.imbalance_loss == pytest.approx(3 - np.sqrt(8))
    assert card.penalised_index == pytest.approx(3 - 1 / 3)
    assert card.weakest_dimension == "d1"


def test_effective_people_and_the_weight_of_one_are_told() -> None:
    card = card_of([("a", [2] * 4)] * 9 + [("b", [4] * 4)])

    assert card.effective_respondents == pytest.approx(3.6)
    assert card.largest_person_weight == 0.5
    assert set(card.cautions) >= {"provisional", "one_person_weighs_much"}


def test_do_not_know_that_moves_the_index_beyond_its_interval_is_a_caution() -> None:
    sure = [("a", [4] * 4), ("a", [4] * 4), ("a", [4, 4, 4, 3]), ("b", [4] * 4), ("b", [4] * 4)]
    unsure = [(group, [-1] * 4) for group in ("a", "b") for _ in range(4)]

    assert "depends_on_unsure" not in card_of(sure).cautions
    assert "depends_on_unsure" in card_of(sure + unsure).cautions


def test_groups_with_one_profile_agree_fully_and_without_variation_nothing_is_said() -> None:
    same = [("a", [1, 2, 3, 4]), ("b", [1, 2, 3, 4])]

    assert card_of(same).profile_alpha == 1.0
    assert card_of([("a", [2] * 4), ("b", [2] * 4)]).profile_alpha is None
    assert card_of([("a", [1, 2, 3, 4])]).profile_alpha is None
