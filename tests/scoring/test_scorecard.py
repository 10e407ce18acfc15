"""The rules of missing answers, coverage, levels, targets and weights, one by one."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from assess.scoring.ratings import Ratings
from assess.scoring.scheme import Scheme, TreeTableError, scheme_of_table
from assess.scoring.scorecard import Undefined, from_json, score_scheme, to_json
from assess.scoring.tree import Node, Tree
from tests.scoring.reading import a_survey, golden_rows, small_scheme, survey_ratings, survey_scheme

NA, DK, BLANK = -2, -1, 0


def test_groups_weigh_the_same_whatever_their_size() -> None:
    scheme = small_scheme()
    officials = [("opd", [2, 2, 2, 2])] * 9
    banker = [("bank", [4, 4, 4, 4])]

    card = score_scheme(a_survey(scheme, officials + banker), scheme)

    assert card.index.score == 3.0


def test_declared_group_weights_are_used() -> None:
    scheme = dataclasses.replace(small_scheme(), group_weights={"opd": 3.0, "bank": 1.0})
    people = [("opd", [2, 2, 2, 2]), ("bank", [4, 4, 4, 4])]

    card = score_scheme(a_survey(scheme, people), scheme)

    assert card.index.score == 2.5


def test_a_group_that_is_absent_is_named_and_its_weight_goes_to_the_others() -> None:
    weights = {"opd": 3.0, "bank": 1.0, "kadin": 4.0}
    scheme = dataclasses.replace(small_scheme(), group_weights=weights)
    people = [("opd", [2, 2, 2, 2]), ("bank", [4, 4, 4, 4])]

    card = score_scheme(a_survey(scheme, people), scheme)

    assert card.index.score == 2.5
    assert card.groups_present == ("opd", "bank")
    assert card.groups_absent == ("kadin",)


def test_an_undeclared_group_is_refused() -> None:
    scheme = dataclasses.replace(small_scheme(), group_weights={"opd": 1.0})

    with pytest.raises(ValueError, match="umkm"):
        score_scheme(a_survey(scheme, [("umkm", [1, 1, 1, 1])]), scheme)


@pytest.mark.parametrize("code", [NA, DK, BLANK])
def test_what_is_no_level_does_not_move_the_score(code: int) -> None:
    scheme = small_scheme()

    card = score_scheme(a_survey(scheme, [("a", [4] * 4), ("a", [code] * 4)]), scheme)

    assert card.index.score == 4.0
    assert card.questions["q1"].n == 1


def test_the_three_kinds_of_missing_are_counted_apart() -> None:
    scheme = small_scheme()
    people = [("a", [each, 1, 1, 1]) for each in (3, NA, NA, DK, DK, DK, BLANK)]

    question = score_scheme(a_survey(scheme, people), scheme).questions["q1"]

    assert (question.n, question.not_applicable, question.do_not_know, question.blank) == (
        1,
        2,
        3,
        1,
    )
    assert question.asked == 7
    assert question.do_not_know_share == 0.75


def test_two_of_three_equal_questions_are_exactly_enough() -> None:
    scheme = small_scheme()

    card = score_scheme(a_survey(scheme, [("a", [2, 3, DK, 1])]), scheme)

    assert card.subpillars["s1"].score == 2.5
    assert card.subpillars["s1"].coverage == pytest.approx(2 / 3)


def test_one_of_three_questions_is_not_enough() -> None:
    scheme = small_scheme()

    card = score_scheme(a_survey(scheme, [("a", [2, DK, BLANK, 1])]), scheme)

    assert card.subpillars["s1"].score is None
    assert card.subpillars["s1"].reason is Undefined.COVERAGE
    assert card.dimensions["d1"].score is None
    assert card.index.score is None
    assert card.questions["q2"].reason is Undefined.NO_VALID_ANSWER


def test_nobody_at_all_leaves_everything_undefined_with_a_reason() -> None:
    scheme = small_scheme()

    card = score_scheme(a_survey(scheme, []), scheme)

    assert card.index.score is None
    assert card.index.reason is Undefined.NO_VALID_ANSWER
    assert card.questions["q1"].histogram is None
    assert card.n_respondents == 0


def test_a_question_that_most_call_inapplicable_leaves_the_tree() -> None:
    scheme = small_scheme((2, 1, 1))
    people = [("a", [NA, 3, 5, 1]), ("b", [NA, 3, 5, 1]), ("b", [DK, 3, 5, 1])]

    card = score_scheme(a_survey(scheme, people), scheme)

    assert card.questions["q1"].reason is Undefined.NOT_APPLICABLE
    assert card.subpillars["s1"].score == 4.0
    assert card.subpillars["s1"].coverage == 1.0
    assert card.questions["q1"].path_weight == 0.0
    assert card.questions["q2"].path_weight == 0.25


def test_in_a_plain_table_an_inapplicable_question_counts_as_missing() -> None:
    scheme = small_scheme((2, 1, 1), inapplicable_leaves=False)

    card = score_scheme(a_survey(scheme, [("a", [NA, 3, 5, 1])]), scheme)

    assert card.questions["q1"].reason is Undefined.NOT_APPLICABLE
    assert card.subpillars["s1"].score is None
    assert card.subpillars["s1"].coverage == 0.5


def test_one_not_applicable_among_blanks_is_no_majority() -> None:
    scheme = small_scheme()
    people = [("a", [NA, 3, 5, 1]), ("a", [BLANK, 3, 5, 1])]

    card = score_scheme(a_survey(scheme, people), scheme)

    assert card.questions["q1"].reason is Undefined.NO_VALID_ANSWER
    assert card.subpillars["s1"].coverage == pytest.approx(2 / 3)


def test_one_valid_answer_keeps_a_question_in_the_tree() -> None:
    scheme = small_scheme()
    people = [("a", [NA, 3, 5, 1])] * 9 + [("b", [1, 3, 5, 1])]

    card = score_scheme(a_survey(scheme, people), scheme)

    assert card.questions["q1"].score == 1.0
    assert card.subpillars["s1"].score == 3.0


def test_a_dimension_without_applicable_questions_leaves_the_index() -> None:
    scheme = small_scheme()

    card = score_scheme(a_survey(scheme, [("a", [3, 3, 3, NA])]), scheme)

    assert card.dimensions["d2"].reason is Undefined.NOT_APPLICABLE
    assert (card.index.score, card.index.coverage) == (3.0, 1.0)


def test_a_recorded_decision_takes_a_question_out_although_people_answered_it() -> None:
    scheme = small_scheme()

    ratings = a_survey(scheme, [("a", [1, 3, 5, 1])])
    card = score_scheme(ratings, scheme, not_applicable=["q1"])

    assert card.questions["q1"].score is None
    assert card.questions["q1"].reason is Undefined.NOT_APPLICABLE
    assert card.questions["q1"].n == 1
    assert card.subpillars["s1"].score == 4.0


def test_the_level_needs_a_strict_majority() -> None:
    scheme = small_scheme()
    people = [("a", [1, 1, 1, 1])] * 5 + [("a", [5, 5, 5, 5])] * 5

    question = score_scheme(a_survey(scheme, people), scheme).questions["q1"]

    assert (question.score, question.level) == (3.0, 1)
    assert question.histogram == (0.5, 0.0, 0.0, 0.0, 0.5)


def test_a_tie_made_of_thirds_is_still_a_tie() -> None:
    """1/6 + 1/3 is a half, whatever floats make of it."""
    scheme = small_scheme()
    people = [
        *[("a", [5] * 4), ("a", [1] * 4), ("a", [1] * 4)],
        *[("b", [5] * 4), ("b", [5] * 4), ("b", [1] * 4)],
    ]

    assert score_scheme(a_survey(scheme, people), scheme).questions["q1"].level == 1


def test_weight_zero_keeps_a_question_in_the_display_and_out_of_the_score() -> None:
    scheme = small_scheme((0, 1, 1))

    card = score_scheme(a_survey(scheme, [("a", [5, 1, 3, 2])]), scheme)

    assert card.questions["q1"].score == 5.0
    assert card.questions["q1"].path_weight == 0.0
    assert card.subpillars["s1"].score == 2.0
    assert card.subpillars["s1"].level == 1


@pytest.mark.parametrize("weights", [(0, 0, 0), (-1, 1, 1)])
def test_impossible_weights_are_refused(weights: tuple[float, ...]) -> None:
    with pytest.raises(TreeTableError):
        small_scheme(weights)


def test_infinite_weights_are_refused() -> None:
    with pytest.raises(ValueError, match="not a number"):
        Tree(Node("index", 1, (Node("a", float("inf")), Node("b"))))


def test_targets_count_only_beside_a_valid_level() -> None:
    scheme = small_scheme()
    ratings = a_survey(scheme, [("a", [2] * 4), ("a", [DK] * 4), ("b", [4] * 4)])
    targets = np.array([[4] * 4, [1] * 4, [5] * 4], dtype=np.int8)

    card = score_scheme(dataclasses.replace(ratings, targets=targets), scheme)

    assert (card.questions["q1"].score, card.questions["q1"].target) == (3.0, 4.5)
    assert (card.questions["q1"].gap, card.index.gap) == (1.5, 1.5)


def test_without_targets_there_is_no_gap() -> None:
    scheme = small_scheme()

    card = score_scheme(a_survey(scheme, [("a", [2] * 4)]), scheme)

    assert card.questions["q1"].target is None
    assert (card.index.gap, card.index.surplus, card.index.contribution) == (None, None, None)


def test_a_surplus_offsets_no_gap() -> None:
    scheme = small_scheme()
    ratings = a_survey(scheme, [("a", [4, 2, 3, 3])])
    targets = np.array([[3, 4, 3, 3]], dtype=np.int8)

    card = score_scheme(dataclasses.replace(ratings, targets=targets), scheme)

    assert card.subpillars["s1"].gap == pytest.approx(2 / 3)
    assert card.subpillars["s1"].surplus == pytest.approx(1 / 3)
    assert card.index.gap == pytest.approx(1 / 3)


def test_contributions_sum_to_the_gap_of_the_index_also_where_answers_are_missing() -> None:
    scheme = survey_scheme()
    ratings = survey_ratings()["beta"]
    targets = np.where(ratings.levels > 0, np.minimum(ratings.levels + 1, 5), 0).astype(np.int8)

    card = score_scheme(dataclasses.replace(ratings, targets=targets), scheme)

    parts = [each.contribution for each in card.questions.values() if each.contribution is not None]
    assert sum(parts) == pytest.approx(card.index.gap)
    assert sum(node.contribution or 0 for node in card.dimensions.values()) == pytest.approx(
        card.index.gap
    )


def test_disagreement_names_the_two_groups() -> None:
    scheme = small_scheme()
    people = [("opd", [4] * 4), ("operator", [2] * 4), ("warga", [3] * 4)]

    question = score_scheme(a_survey(scheme, people), scheme).questions["q1"]

    assert (question.spread, question.spread_groups) == (2.0, ("operator", "opd"))
    assert question.disagreement


def test_one_group_has_no_spread() -> None:
    scheme = small_scheme()

    question = score_scheme(a_survey(scheme, [("opd", [4] * 4)]), scheme).questions["q1"]

    assert (question.spread, question.spread_groups, question.disagreement) == (None, None, False)


def test_a_question_goes_only_to_its_groups() -> None:
    scheme = dataclasses.replace(
        small_scheme(), group_weights={"a": 1.0, "b": 1.0}, asked={"q1": ("a",)}
    )
    people = [("a", [2] * 4), ("b", [BLANK, 4, 4, 4])]

    card = score_scheme(a_survey(scheme, people), scheme)

    assert (card.questions["q1"].asked, card.questions["q1"].blank) == (1, 0)
    assert card.questions["q1"].n_by_group == {"a": 1}
    assert card.questions["q2"].n_by_group == {"a": 1, "b": 1}


def test_a_question_without_a_column_counts_as_missing() -> None:
    scheme = small_scheme()
    ratings = Ratings(np.array([[2, 3, 4]], dtype=np.int8), ("a",), ("p",), ("q1", "q2", "q3"))

    card = score_scheme(ratings, scheme)

    assert card.dimensions["d1"].score == 3.0
    assert card.index.reason is Undefined.COVERAGE


def test_an_unknown_question_is_refused() -> None:
    scheme = small_scheme()
    ratings = Ratings(np.array([[2]], dtype=np.int8), ("a",), ("p",), ("q77",))

    with pytest.raises(ValueError, match="q77"):
        score_scheme(ratings, scheme)


def test_a_scorecard_survives_the_trip_through_json() -> None:
    ratings = survey_ratings()["beta"]
    targets = np.full_like(ratings.levels, 4)

    card = score_scheme(dataclasses.replace(ratings, targets=targets), survey_scheme())

    assert from_json(json.loads(json.dumps(to_json(card)))) == card


def test_a_table_lists_all_its_faults() -> None:
    rows = golden_rows("survey_questions")[:4]
    rows[1] = {**rows[1], "weight_in_subpillar": "x"}
    rows[2] = {**rows[2], "question": rows[0]["question"]}
    rows[3] = {**rows[3], "dimension_weight": "0.7"}

    with pytest.raises(TreeTableError) as refusal:
        scheme_of_table(enumerate(rows, start=2))

    assert [problem.split(":")[0] for problem in refusal.value.problems] == [
        "row 3",
        "row 4",
        "row 5",
    ]


def test_an_empty_table_is_refused() -> None:
    with pytest.raises(TreeTableError, match="no questions"):
        scheme_of_table([])


def test_schemes_share_one_engine() -> None:
    assert isinstance(survey_scheme(), Scheme)
    assert len(survey_scheme().questions) == 63
