"""What holds for every survey, whatever people answer."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.scoring.ratings import Ratings
from assess.scoring.scheme import Scheme, scheme_of_table
from assess.scoring.scorecard import Scorecard, score_scheme
from tests.scoring.reading import a_survey

GROUPS = ["opd", "umkm", "kadin"]


def rows_of(weights: list[float]) -> list[dict[str, str]]:
    """Six questions, three sub-pillars, two dimensions."""
    return [
        {
            "question": f"q{number}",
            "subpillar": f"s{number // 2}",
            "dimension": f"d{number // 4}",
            "weight_in_subpillar": repr(weights[number]),
            "subpillar_weight_in_dimension": repr(weights[6 + number // 2]),
            "dimension_weight": repr(weights[9 + number // 4]),
        }
        for number in range(6)
    ]


def scheme_with(weights: list[float]) -> Scheme:
    return scheme_of_table(enumerate(rows_of(weights), start=2))


weights = st.lists(
    st.floats(0.05, 20, allow_nan=False, allow_infinity=False), min_size=11, max_size=11
)
people = st.lists(
    st.tuples(st.sampled_from(GROUPS), st.lists(st.integers(-2, 5), min_size=6, max_size=6)),
    max_size=8,
)


def scores(card: Scorecard) -> dict[str, float | None]:
    entries = {**card.dimensions, **card.subpillars, **card.questions, "index": card.index}
    return {key: entry.score for key, entry in entries.items()}


def assert_same(one: dict[str, float | None], other: dict[str, float | None]) -> None:
    assert one.keys() == other.keys()
    for key, value in one.items():
        assert other[key] == (None if value is None else pytest.approx(value, abs=1e-12)), key


@given(people, weights, st.randoms(use_true_random=False))
def test_the_order_of_people_and_questions_is_irrelevant(
    answers: list[tuple[str, list[int]]], given_weights: list[float], shuffler: Any
) -> None:
    scheme = scheme_with(given_weights)
    rows = rows_of(given_weights)
    order = list(range(6))
    shuffler.shuffle(order)
    turned_people = list(answers)
    shuffler.shuffle(turned_people)
    turned = scheme_of_table(enumerate([rows[at] for at in order], start=2))

    assert_same(
        scores(score_scheme(a_survey(scheme, answers), scheme)),
        scores(score_scheme(a_survey(scheme, turned_people), turned)),
    )


@given(people, weights)
def test_the_names_and_order_of_groups_are_irrelevant(
    answers: list[tuple[str, list[int]]], given_weights: list[float]
) -> None:
    scheme = scheme_with(given_weights)
    renamed = {"opd": "z", "umkm": "y", "kadin": "x"}
    others = [(renamed[group], levels) for group, levels in answers]

    assert_same(
        scores(score_scheme(a_survey(scheme, answers), scheme)),
        scores(score_scheme(a_survey(scheme, others), scheme)),
    )


@given(people, weights)
def test_doubling_one_group_leaves_every_score(
    answers: list[tuple[str, list[int]]], given_weights: list[float]
) -> None:
    scheme = scheme_with(given_weights)
    doubled = answers + [each for each in answers if each[0] == "opd"]

    assert_same(
        scores(score_scheme(a_survey(scheme, answers), scheme)),
        scores(score_scheme(a_survey(scheme, doubled), scheme)),
    )


@given(people, weights, st.floats(0.01, 100))
def test_scaling_all_weights_changes_nothing(
    answers: list[tuple[str, list[int]]], given_weights: list[float], factor: float
) -> None:
    scheme = dataclasses.replace(
        scheme_with(given_weights), group_weights={"opd": 2.0, "umkm": 1.0, "kadin": 0.5}
    )
    scaled = dataclasses.replace(
        scheme_with([weight * factor for weight in given_weights]),
        group_weights={key: w * factor for key, w in scheme.group_weights.items()},
    )
    ratings = a_survey(scheme, answers)

    assert_same(scores(score_scheme(ratings, scheme)), scores(score_scheme(ratings, scaled)))


@given(people, weights)
def test_scores_and_levels_stay_in_the_scale(
    answers: list[tuple[str, list[int]]], given_weights: list[float]
) -> None:
    scheme = scheme_with(given_weights)

    card = score_scheme(a_survey(scheme, answers), scheme)

    entries = [*card.dimensions.values(), *card.subpillars.values(), *card.questions.values()]
    for entry in [*entries, card.index]:
        assert (entry.score is None) == (entry.reason is not None) == (entry.level is None)
        if entry.score is not None:
            assert 1 <= entry.score <= 5
            assert entry.level in (1, 2, 3, 4, 5)


@given(people, weights, st.integers(0, 7), st.integers(0, 5))
def test_a_better_answer_never_lowers_a_score_or_a_level(
    answers: list[tuple[str, list[int]]], given_weights: list[float], person: int, question: int
) -> None:
    scheme = scheme_with(given_weights)
    ratings = a_survey(scheme, answers)
    levels = ratings.levels.copy()
    if person < len(answers) and 1 <= levels[person, question] < 5:
        levels[person, question] += 1

    before = score_scheme(ratings, scheme)
    after = score_scheme(dataclasses.replace(ratings, levels=levels), scheme)

    for old, new in zip(scores(before).values(), scores(after).values(), strict=True):
        assert old is None or new >= old - 1e-12
    nodes_before = [before.index, *before.dimensions.values(), *before.subpillars.values()]
    nodes_after = [after.index, *after.dimensions.values(), *after.subpillars.values()]
    for old_node, new_node in zip(nodes_before, nodes_after, strict=True):
        assert (old_node.level or 0) <= (new_node.level or 0)


@given(st.integers(1, 5), weights, st.lists(st.sampled_from(GROUPS), min_size=1, max_size=6))
def test_unanimous_answers_score_exactly_that_level_everywhere(
    level: int, given_weights: list[float], groups: list[str]
) -> None:
    scheme = scheme_with(given_weights)

    card = score_scheme(a_survey(scheme, [(group, [level] * 6) for group in groups]), scheme)

    assert set(scores(card).values()) == {float(level)}
    assert card.index.level == level
    assert card.index.spread in (None, 0.0)


@given(people, weights)
def test_path_weights_of_the_questions_sum_to_one(
    answers: list[tuple[str, list[int]]], given_weights: list[float]
) -> None:
    scheme = dataclasses.replace(scheme_with(given_weights), inapplicable_leaves=True)

    card = score_scheme(a_survey(scheme, answers), scheme)

    declared = sum(each.path_weight for each in card.questions.values())
    effective = sum(each.effective_weight for each in card.questions.values())
    gone = card.index.reason is not None and card.index.reason.value == "not_applicable"
    assert declared == pytest.approx(0 if gone else 1)
    assert effective == pytest.approx(0 if card.index.score is None else 1)


@settings(max_examples=50)
@given(people, weights)
def test_the_index_is_the_effective_weights_times_the_scores(
    answers: list[tuple[str, list[int]]], given_weights: list[float]
) -> None:
    scheme = scheme_with(given_weights)

    card = score_scheme(a_survey(scheme, answers), scheme)

    summed = sum(
        each.effective_weight * each.score
        for each in card.questions.values()
        if each.score is not None
    )
    assert card.index.score is None or summed == pytest.approx(card.index.score)


def test_adding_a_region_changes_no_other() -> None:
    """Regions are scored one by one; nothing of another region can reach the function."""
    scheme = scheme_with([1.0] * 11)
    one = a_survey(scheme, [("opd", [1, 2, 3, 4, 5, 1])])
    other = Ratings(np.full((3, 6), 5, np.int8), ("x",) * 3, ("a", "b", "c"), scheme.questions)

    before = score_scheme(one, scheme)
    score_scheme(other, scheme)

    assert score_scheme(one, scheme) == before
