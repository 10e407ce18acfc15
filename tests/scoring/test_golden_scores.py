"""Figures of independent implementations come out, to the last digits of a double."""

from __future__ import annotations

import numpy as np
import pytest

from assess.scoring.aggregation import Balance
from assess.scoring.gap import (
    contribution,
    gap,
    index_gap,
    priority,
    priority_ranks,
    quadrants,
    quick_wins,
    surplus,
)
from assess.scoring.rounding import display
from assess.scoring.scorecard import score_scheme
from tests.scoring.reading import golden, survey_ratings, survey_scheme

PIPELINE = golden("survey_pipeline")
CITIES = ["alpha", "beta", "gamma"]


@pytest.mark.parametrize("city", CITIES)
def test_every_node_of_the_survey_has_the_expected_score(city: str) -> None:
    expected = PIPELINE["expected"]["default"][city]

    card = score_scheme(survey_ratings()[city], survey_scheme())

    assert card.index.score == pytest.approx(expected["index"], abs=1e-12)
    for kind, found in (
        ("question", card.questions),
        ("subpillar", card.subpillars),
        ("dimension", card.dimensions),
    ):
        assert set(found) == set(expected[kind])
        for key, value in expected[kind].items():
            assert found[key].score == (value if value is None else pytest.approx(value, abs=1e-12))
            assert (found[key].reason is None) == (value is not None)


@pytest.mark.parametrize("city", CITIES)
def test_levels_and_counts_of_the_survey_are_exact(city: str) -> None:
    expected = PIPELINE["expected"]["default"][city]

    card = score_scheme(survey_ratings()[city], survey_scheme())

    assert {key: each.level for key, each in card.questions.items()} == expected["level"]
    counts = {
        key: {
            "valid": each.n,
            "dk": each.do_not_know,
            "na": each.not_applicable,
            "blank": each.blank,
            "groups_with_valid": len(each.group_means),
        }
        for key, each in card.questions.items()
    }
    assert counts == expected["counts"]


@pytest.mark.parametrize("city", CITIES)
def test_head_counting_gives_the_other_expected_index(city: str) -> None:
    expected = PIPELINE["expected"]["headcount"][city]

    card = score_scheme(survey_ratings()[city], survey_scheme(), balance=Balance.PEOPLE)

    assert card.index.score == pytest.approx(expected["index"], abs=1e-12)
    for key, value in expected["dimension"].items():
        assert card.dimensions[key].score == pytest.approx(value, abs=1e-12)


def test_gaps_priorities_and_classes_are_as_published() -> None:
    case = golden("gap_priority")
    given, expected = case["input"], case["expected"]
    score, target, importance, effort = (
        np.array(given[name], dtype=float) for name in ("score", "target", "importance", "effort")
    )
    path = np.repeat(np.array(given["dimension_weights"]) / 3, 3)

    gaps = gap(score, target)
    parts = contribution(path, gaps)
    priorities = priority(parts, importance)
    whole = index_gap(path, score, target)

    def near(name: str) -> object:
        return pytest.approx(expected[name], abs=1e-12)

    assert gaps.tolist() == near("gap")
    assert surplus(score, target).tolist() == near("surplus")
    assert parts.tolist() == near("contribution")
    assert whole.shares.tolist() == near("contribution_share")
    assert (whole.gross, whole.net) == (near("gross_index_gap"), near("net_index_gap"))
    assert priorities.tolist() == near("priority")
    assert priority_ranks(priorities).tolist() == expected["priority_rank"]
    assert quadrants(importance, score) == expected["ipa_quadrant"]
    assert quick_wins(parts, effort) == expected["quick_win_class"]


@pytest.mark.parametrize("case", golden("display_rounding")["cases"], ids=lambda c: str(c["value"]))
def test_display_rounds_half_up_as_a_person_would(case: dict[str, object]) -> None:
    assert display(case["value"]) == case["expected_2_decimals"]
