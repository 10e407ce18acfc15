"""Forty-three mistakes that this calculator refuses, in the numbering of its method (section 17).

Each stands here as a test that fails where the mistake is made, or in ELSEWHERE with the test
that refuses it on a page, in a report or in a file.
"""

from __future__ import annotations

import ast
import dataclasses
import math
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from assess.report.gap_report import gap_report
from assess.scoring.common_part import ratings_on, scheme_on
from assess.scoring.comparison import ranks
from assess.scoring.concordance import krippendorff_alpha
from assess.scoring.data_quality import careless_signs
from assess.scoring.disclosure import PUBLIC_MINIMUM, STAFF_MINIMUM, disclosed
from assess.scoring.evidence import verified
from assess.scoring.resampling import resampled_questions
from assess.scoring.rounding import display
from assess.scoring.scheme import Scheme
from assess.scoring.scorecard import Scorecard, Undefined, score_scheme, to_json
from assess.scoring.sensitivity import Caution
from assess.scoring.tree import Node, Tree
from assess.scoring.trend import change
from assess.web.result_lines import shade
from tests.report.sample import some_inputs, the_questionnaire
from tests.scoring.reading import a_survey, chance, small_scheme, survey_ratings, survey_scheme

ROOT = Path(__file__).parents[2]
STAFF = "tests/web/staff"
ELSEWHERE = {
    14: ["tests/scoring/test_properties.py::test_the_order_of_people_and_questions_is_irrelevant"],
    22: ["tests/scoring/test_layers_and_standing.py::test_ranks_come_with_their_interval_where_scores_are_reliable"],
    23: [
        "tests/scoring/test_layers_and_standing.py::test_unreliable_scores_get_tiers_only",
        "tests/scoring/test_layers_and_standing.py::test_a_small_difference_is_not_detectable",
    ],
    28: [
        "tests/cli/test_score.py::test_a_seed_adds_the_regions_beside_each_other_and_makes_them_repeatable",
        "tests/scoring/test_layers_and_standing.py::test_companions_survive_being_stored",
    ],
    30: [
        f"{STAFF}/test_comparison.py::test_versions_are_compared_on_what_they_share_and_marked",
        f"{STAFF}/test_comparison.py::test_different_questionnaires_are_refused",
    ],
    31: [
        "tests/scoring/test_comparison.py::test_robustness_is_reproducible_and_says_what_moves_ranks",
        "tests/cli/test_score.py::test_a_seed_adds_the_regions_beside_each_other_and_makes_them_repeatable",
    ],
    34: [f"{STAFF}/test_meetings.py::test_results_of_the_other_meetings_stay_when_one_is_reopened"],
    38: ["tests/scoring/test_layers_and_standing.py::test_haste_alone_is_no_fault_and_unknown_time_flags_nobody"],
    39: ["tests/scoring/test_disclosure_solver.py::test_no_answer_of_a_withheld_group_is_the_only_one_possible"],
    40: ["tests/report/test_verification.py::test_nothing_in_the_bundle_is_about_few_people_of_a_group"],
    42: [
        f"{STAFF}/test_results.py::test_results_say_that_they_are_claims",
        "tests/report/test_gap_report.py::test_levels_are_called_claims_and_not_verified_results",
    ],
}  # fmt: skip


def card_of(people: list[tuple[str, list[int]]], scheme: Scheme | None = None) -> Scorecard:
    known = scheme or small_scheme()
    return score_scheme(a_survey(known, people), known)


def test_01_a_head_count_mean_is_not_the_score() -> None:
    card = card_of([("opd", [1] * 4)] * 9 + [("bank", [5] * 4)])

    assert card.index.score == 3.0
    assert card.methods["head_count"]["index"] == pytest.approx(1.4)


@pytest.mark.parametrize("code", [-2, -1, 0])
def test_02_no_kind_of_missing_enters_a_mean(code: int) -> None:
    with_it = card_of([("a", [4] * 4), ("a", [code] * 4)])

    assert with_it.index.score == 4.0
    assert with_it.questions["q1"].n == 1


def test_03_not_applicable_and_do_not_know_are_counted_apart() -> None:
    question = card_of([("a", [3] * 4), ("a", [-1] * 4), ("a", [-2] * 4), ("a", [0] * 4)]).questions

    assert (question["q1"].do_not_know, question["q1"].not_applicable, question["q1"].blank) == (
        1,
        1,
        1,
    )
    assert question["q1"].do_not_know_share == 0.5


def test_04_a_missing_group_is_flagged() -> None:
    scheme = dataclasses.replace(small_scheme(), group_weights={"a": 1.0, "b": 1.0})
    card = card_of([("a", [4] * 4)], scheme)

    assert card.groups_absent == ("b",)
    assert Caution.INCOMPLETE_PANEL in card.cautions


def test_05_nothing_is_rounded_before_it_is_shown() -> None:
    people = [("a", [1, 2, 2, 3]), ("a", [2, 3, 5, 3]), ("a", [2, 2, 4, 4])]

    expected = ((5 / 3 + 7 / 3 + 11 / 3) / 3 + 10 / 3) / 2
    assert card_of(people).index.score == pytest.approx(expected, abs=1e-14)


def test_06_display_rounds_half_up_whatever_the_float() -> None:
    assert [display(x) for x in (2.675, 1.005, 0.125, 2.665)] == ["2.68", "1.01", "0.13", "2.67"]


def test_07_a_score_brings_people_groups_and_coverage() -> None:
    index = card_of([("a", [4, 4, 4, 0]), ("b", [3, 3, 3, 3])]).index

    assert (index.n, index.n_by_group, index.coverage) == (2, {"a": 1, "b": 1}, 1.0)


def test_08_what_is_undefined_is_no_zero() -> None:
    card = card_of([("a", [-1] * 4)])

    assert card.index.score is None
    assert card.index.reason is Undefined.NO_VALID_ANSWER
    assert to_json(card)["questions"]["q1"]["score"] is None


def test_09_a_third_of_the_questions_makes_no_node() -> None:
    card = card_of([("a", [5, -1, -1, 3])])

    assert card.subpillars["s1"].score is None
    assert card.subpillars["s1"].reason is Undefined.COVERAGE


def test_10_exactly_two_thirds_are_enough_whatever_the_float() -> None:
    for weight in (1.0, 0.1, 0.7, 1 / 3, 1e-3):
        card = card_of([("a", [5, 4, -1, 3])], small_scheme((weight, weight, weight)))
        assert card.subpillars["s1"].score == 4.5


def test_11_rescaled_weights_are_told() -> None:
    card = card_of([("a", [5, 4, -1, 3])])
    declared = [card.questions[f"q{n}"].path_weight for n in (1, 2, 3)]
    effective = [card.questions[f"q{n}"].effective_weight for n in (1, 2, 3)]

    assert declared == pytest.approx([1 / 6] * 3)
    assert effective == pytest.approx([1 / 4, 1 / 4, 0])
    assert card.subpillars["s1"].coverage == pytest.approx(2 / 3)


@pytest.mark.parametrize("weights", [(-1, 1, 1), (0, 0, 0), (math.nan, 1, 1), (math.inf, 1, 1)])
def test_12_impossible_weights_are_refused(weights: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError):
        Tree(Node("index", 1, tuple(Node(str(n), w) for n, w in enumerate(weights))))


def test_13_a_city_more_changes_no_score() -> None:
    scheme, cities = survey_scheme(), survey_ratings()
    alone = {name: score_scheme(each, scheme).index for name, each in cities.items()}

    again = {name: score_scheme(cities[name], scheme).index for name in reversed(cities)}

    assert alone == again


def test_15_a_level_is_a_majority_and_no_rounded_mean() -> None:
    card = card_of([("a", [2] * 4), ("a", [3] * 4)])

    assert (card.questions["q1"].score, card.questions["q1"].level) == (2.5, 2)


def test_16_one_person_is_no_consensus() -> None:
    question = card_of([("a", [4] * 4)]).questions["q1"]

    assert (question.agreement, question.average_deviation, question.rwg) == (None, None, None)


def test_17_a_split_does_not_pass_for_moderate_spread() -> None:
    split = card_of([("a", [1] * 4)] * 3 + [("a", [5] * 4)] * 3).questions["q1"]

    assert (split.score, split.level, split.agreement) == (3.0, 1, -1.0)


def test_18_disagreement_of_groups_is_told_with_their_names() -> None:
    question = card_of([("a", [1] * 4)] * 2 + [("b", [4] * 4)] * 2).questions["q1"]

    assert (question.disagreement, question.spread, question.spread_groups) == (
        True,
        3.0,
        ("a", "b"),
    )
    assert question.hidden_conflict


def test_19_reliability_is_no_consensus_of_one_question() -> None:
    """Everybody at one level agrees fully, where alpha has nothing to tell."""
    same = card_of([("a", [2] * 4)] * 4)

    assert same.questions["q1"].agreement == 1.0
    assert math.isnan(krippendorff_alpha(np.full((4, 1), 2.0)))
    assert not {"alpha", "icc"} & {field.name for field in dataclasses.fields(same.questions["q1"])}


def test_20_without_variation_alpha_is_neither_0_nor_1() -> None:
    assert card_of([("a", [3] * 4), ("b", [3] * 4)]).profile_alpha is None


def test_21_agreement_inside_groups_is_not_that_of_the_city() -> None:
    question = card_of([("a", [1] * 4)] * 5 + [("b", [5] * 4)] * 5).questions["q1"]

    assert question.agreement == -1.0


def test_24_people_are_resampled_and_not_answers() -> None:
    """Two people, one always 1 and one always 5: every replicate is one of them throughout."""
    levels = np.int8([[1] * 6, [5] * 6])
    found = resampled_questions(levels, np.array([0, 0]), np.ones((1, 6)), 200, chance(3))

    assert (found == found[:, :1]).all()
    assert set(found[:, 0].tolist()) == {1.0, 5.0}


def test_25_a_group_of_one_has_a_variance_and_small_groups_their_full_one() -> None:
    several = [("a", [1] * 4), ("a", [3] * 4)]
    pair = card_of([*several, ("a", [2] * 4)]).index
    with_one = card_of([*several, ("b", [3] * 4)]).index

    assert pair.standard_error == pytest.approx(1 / math.sqrt(3))  # s / root n with n - 1
    assert with_one.standard_error == pytest.approx(math.sqrt(1 / 4 + 2 / 4))


def test_26_no_interval_leaves_the_scale() -> None:
    for level in (1, 5):
        index = card_of([("a", [level] * 4)] * 3 + [("a", [3] * 4)]).index
        assert index.interval is not None
        assert index.interval[0] >= 1
        assert index.interval[1] <= 5


def test_27_no_variation_is_said_and_no_certainty() -> None:
    index = card_of([("a", [3] * 4)] * 4).index

    assert (index.standard_error, index.no_variation) == (0.0, True)


def test_29_float_noise_and_names_break_no_tie() -> None:
    assert ranks(np.array([0.1 + 0.2, 0.3, 0.5])).tolist() == [2, 2, 1]


def test_32_years_are_compared_on_common_questions_only() -> None:
    scheme, alpha = survey_scheme(), survey_ratings()["alpha"]
    common = scheme.questions[:-1]
    fewer = ratings_on(alpha, set(common))

    found = change(alpha, fewer, scheme_on(scheme, set(common)), common)

    assert found is not None
    assert found.difference == pytest.approx(0.0, abs=1e-12)


def test_33_a_change_has_an_interval() -> None:
    scheme, alpha = survey_scheme(), survey_ratings()["alpha"]

    found = change(alpha, alpha, scheme, scheme.questions)

    assert found is not None
    assert {"standard_error", "interval"} & {field.name for field in dataclasses.fields(found)}


def with_targets(levels: list[int], targets: list[int]) -> Scorecard:
    scheme = small_scheme()
    ratings = dataclasses.replace(a_survey(scheme, [("a", levels)]), targets=np.int8([targets]))
    return score_scheme(ratings, scheme)


def test_35_the_gap_is_to_the_target_and_not_to_five() -> None:
    card = with_targets([2, 2, 2, 2], [3, 3, 3, 3])

    assert card.index.gap == 1.0
    assert card_of([("a", [2] * 4)]).index.gap is None


def test_36_a_surplus_offsets_no_gap() -> None:
    index = with_targets([2, 2, 2, 4], [3, 3, 3, 3]).index

    assert (index.gap, index.surplus) == (0.5, 0.5)


def test_37_a_careless_person_is_flagged_and_stays_in_the_score() -> None:
    people = [("a", [3, 3, 3, 3]), ("a", [1, 4, 2, 5])]
    signs = careless_signs(np.int8([levels for _, levels in people]))

    assert signs.flagged.tolist() == [True, False]
    assert card_of(people).index.n == 2


@pytest.mark.parametrize("k", [STAFF_MINIMUM, PUBLIC_MINIMUM])
def test_39_a_small_group_is_neither_shown_nor_left_alone(k: int) -> None:
    people = [("a", [2, 3, 4, 1])] * (k - 1) + [("b", [4, 3, 2, 2])] * k + [("c", [3] * 4)] * 9

    card = disclosed(card_of(people), {}, 1.5, k)

    for score in (*card.questions.values(), card.index, *card.dimensions.values()):
        assert set(score.group_means) <= {"c"}


def test_41_a_report_tells_method_weights_version_and_data_cut() -> None:
    report = gap_report(some_inputs())
    front, annexes = repr(report.front), repr(report.annexes)

    assert "Versi metode penilaian" in front
    assert "18 November 2026" in front
    assert the_questionnaire().version in front
    assert "obot" in annexes + repr(report.chapters)


def test_42_claimed_and_verified_are_two_scores() -> None:
    scheme = small_scheme()
    claimed = a_survey(scheme, [("a", [5, 5, 5, 5])])

    believed = verified(claimed, {"q1": 4}, cap=2)

    assert score_scheme(claimed, scheme).index.score == 5.0
    assert score_scheme(believed, scheme).index.score == pytest.approx(((4 + 2 + 2) / 3 + 2) / 2)


def test_43_a_class_has_the_limits_of_its_text() -> None:
    """A cell is as dark as the figure in it says, at every hundredth."""
    from_text = {f"{n / 100:.2f}": min(5, n // 100) for n in range(100, 501)}

    assert {display(n / 100): shade(n / 100) for n in range(100, 501)} == from_text
    assert (shade(2.996), display(2.996)) == (3, "3.00")


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    names = (node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return frozenset(name for name in names if name.startswith("test_"))


def own_numbers() -> Iterator[int]:
    for name in names_in("tests/scoring/test_mistakes_refused.py"):
        number = name.split("_")[1]
        if number.isdigit():
            yield int(number)


def test_each_of_the_forty_three_has_a_test_that_exists() -> None:
    assert set(own_numbers()) | set(ELSEWHERE) == set(range(1, 44))
    missing = [
        each
        for tests in ELSEWHERE.values()
        for each in tests
        if each.split("::")[1] not in names_in(each.split("::")[0])
    ]
    assert missing == []
