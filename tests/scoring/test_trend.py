"""Years are compared on common questions and groups, with an interval, or not at all."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from assess.scoring.common_part import ratings_on
from assess.scoring.ratings import Ratings
from assess.scoring.trend import chained, change
from tests.scoring.reading import chance, survey_ratings, survey_scheme

SCHEME = survey_scheme()


def a_year_later(ratings: Ratings, *, better: float, seed: int = 1) -> Ratings:
    rng = chance(seed)
    step = (rng.uniform(size=ratings.levels.shape) < better).astype(np.int8)
    levels = np.where(ratings.levels > 0, np.minimum(ratings.levels + step, 5), ratings.levels)
    return dataclasses.replace(ratings, levels=levels.astype(np.int8))


def without(ratings: Ratings, gone: str) -> Ratings:
    rows = [n for n, group in enumerate(ratings.groups) if group != gone]
    return dataclasses.replace(
        ratings,
        levels=ratings.levels[rows],
        groups=tuple(ratings.groups[row] for row in rows),
        respondents=tuple(ratings.respondents[row] for row in rows),
    )


def test_the_same_answers_of_the_same_people_are_no_change() -> None:
    alpha = without(survey_ratings()["alpha"], "bank")

    found = change(alpha, alpha, SCHEME, SCHEME.questions)

    assert found is not None
    assert (found.difference, found.detectable, found.paired) == (0.0, False, 30)
    assert found.standard_error == pytest.approx(0.0, abs=1e-9)


def test_people_who_answer_in_both_years_make_the_interval_narrower() -> None:
    alpha = survey_ratings()["alpha"]
    later = a_year_later(alpha, better=0.3)
    strangers = dataclasses.replace(later, respondents=tuple(f"x{n}" for n in range(31)))

    paired = change(alpha, later, SCHEME, SCHEME.questions)
    unpaired = change(alpha, strangers, SCHEME, SCHEME.questions)

    assert paired is not None
    assert unpaired is not None
    assert paired.difference == pytest.approx(unpaired.difference)
    assert paired.standard_error < 0.7 * unpaired.standard_error
    assert (paired.detectable, unpaired.paired) == (True, 0)


def test_a_change_is_not_detectable_where_the_interval_holds_zero() -> None:
    cities = survey_ratings()
    strangers = dataclasses.replace(
        a_year_later(cities["alpha"], better=0.05), respondents=tuple(f"x{n}" for n in range(31))
    )

    found = change(cities["alpha"], strangers, SCHEME, SCHEME.questions)

    assert found is not None
    assert found.interval is not None
    assert found.interval[0] < 0 < found.interval[1]
    assert not found.detectable


def test_only_common_questions_and_groups_count() -> None:
    alpha = survey_ratings()["alpha"]
    kept = [each for each in SCHEME.questions if not each.startswith("branding.2")]
    later = ratings_on(a_year_later(alpha, better=0.2), kept)
    found = change(alpha, without(later, "bank"), SCHEME, SCHEME.questions)

    assert found is not None
    assert set(found.questions) == set(kept)
    assert "bank" not in found.groups


def test_a_reworded_question_is_not_compared() -> None:
    alpha = survey_ratings()["alpha"]

    found = change(alpha, alpha, SCHEME, [q for q in SCHEME.questions if q != "living.1.1"])

    assert found is not None
    assert "living.1.1" not in found.questions


def test_too_few_common_questions_break_the_series() -> None:
    alpha = survey_ratings()["alpha"]

    assert change(alpha, alpha, SCHEME, SCHEME.questions[:4]) is None


def test_too_little_common_weight_breaks_the_series() -> None:
    alpha = survey_ratings()["alpha"]
    half = [q for q in SCHEME.questions if q.startswith(("governance", "living"))]
    most = [q for q in SCHEME.questions if q.startswith(("governance", "living", "society"))]

    assert change(alpha, alpha, SCHEME, half) is None
    assert change(alpha, alpha, SCHEME, most) is not None


def test_no_common_group_breaks_the_series() -> None:
    alpha = survey_ratings()["alpha"]
    others = dataclasses.replace(alpha, groups=tuple(f"{g}-baru" for g in alpha.groups))

    assert change(alpha, others, SCHEME, SCHEME.questions) is None


def test_the_line_is_chained_and_ends_where_it_breaks() -> None:
    alpha = survey_ratings()["alpha"]
    up = change(alpha, a_year_later(alpha, better=0.5), SCHEME, SCHEME.questions)

    assert up is not None
    assert chained(2.0, [up, up, None, up]) == [
        2.0,
        2.0 + up.difference,
        2.0 + up.difference + up.difference,
        None,
        None,
    ]
