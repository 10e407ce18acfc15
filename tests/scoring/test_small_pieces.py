"""The smallest pieces of the calculator, each at its edge."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from assess.scoring.aggregation import (
    Balance,
    balanced_histogram,
    balanced_mean,
    count_answers,
    group_means,
    histograms,
    majority_level,
    respondent_weights,
    staged_level,
    target_means,
)
from assess.scoring.gap import (
    QuickWin,
    contribution,
    gap,
    index_gap,
    priority,
    priority_ranks,
    quadrants,
    quick_wins,
    surplus,
)
from assess.scoring.means import arithmetic, divide, geometric, harmonic, penalised
from assess.scoring.rounding import display
from assess.scoring.scorecard import Caution, score_scheme
from assess.scoring.scores import NodeScore, QuestionScore
from tests.scoring.reading import a_survey, small_scheme

F = np.array


@pytest.mark.parametrize(
    ("value", "shown"), [(2.675, "2.68"), (0.125, "0.13"), (-0.001, "0.00"), (-1.005, "-1.01")]
)
def test_two_digits_half_up_and_no_negative_zero(value: float, shown: str) -> None:
    assert display(value) == shown


def test_as_many_digits_as_asked_for() -> None:
    assert (display(2.5, 0), display(2.25, 1), display(1.0005, 3)) == ("3", "2.3", "1.001")


def test_every_code_has_its_place() -> None:
    levels = np.int8([[-2, 5], [-1, 1], [0, 3]])

    counts = count_answers(levels, F([0, 1, 1]), 3)

    assert counts.shape == (3, 2, 8)
    assert counts[0, 0].tolist() == [1, 0, 0, 0, 0, 0, 0, 0]
    assert counts[1, 0].tolist() == [0, 1, 1, 0, 0, 0, 0, 0]
    assert counts[1, 1].tolist() == [0, 0, 0, 1, 0, 1, 0, 0]
    assert not counts[2].any()
    assert histograms(counts)[0, 1].tolist() == [0, 0, 0, 0, 1]
    assert group_means(counts)[:2, 1].tolist() == [5.0, 2.0]


def test_weights_are_those_declared_or_the_heads() -> None:
    counts = count_answers(np.int8([[3], [4], [5], [-1]]), F([0, 0, 1, 2]), 3)
    declared = F([2.0, 3.0, 4.0])

    assert respondent_weights(counts, declared, Balance.GROUPS)[:, 0].tolist() == [2.0, 3.0, 0.0]
    assert respondent_weights(counts, declared, Balance.PEOPLE)[:, 0].tolist() == [2.0, 1.0, 0.0]


def test_the_balanced_histogram_and_mean_take_every_group_by_its_weight() -> None:
    counts = count_answers(np.int8([[1], [2], [5]]), F([0, 0, 1]), 2)
    weights = F([[3.0], [1.0]])

    assert balanced_histogram(counts, weights)[0].tolist() == [0.375, 0.375, 0, 0, 0.25]
    assert balanced_mean(group_means(counts), weights).tolist() == [(3 * 1.5 + 5) / 4]
    assert np.isnan(balanced_histogram(counts, np.zeros((2, 1)))).all()


def test_a_level_needs_more_than_half_and_more_than_noise() -> None:
    noisy, limit, clear = 0.5 + 5e-10, 0.5 + 1e-9, 0.5 + 1.5e-9

    assert majority_level(F([1 - noisy, 0, 0, 0, noisy])) == 1
    assert majority_level(F([1 - limit, 0, 0, 0, limit])) == 1
    assert majority_level(F([1 - clear, 0, 0, 0, clear])) == 5
    assert majority_level(np.full(5, np.nan)) == 0


@pytest.mark.parametrize(
    ("children", "weights", "level"),
    [
        ((3, 3, 3, 3, 2), (1, 1, 1, 1, 1), 3),  # exactly four fifths
        ((3, 3, 3, 2, 2), (1, 1, 1, 1, 1), 2),
        ((5, 5, 5, 5, 3), (1, 1, 1, 1, 1), 4),  # one child more than a level below
        ((5, 5, 5, 5, 4), (1, 1, 1, 1, 1), 5),
        ((5, 1), (1, 0), 5),  # without weight
        ((5, 0), (1, 1), 5),  # without level
        ((0, 0), (1, 1), 0),
        ((4, 4, 1), (0.4, 0.4, 0.2), 2),  # 0.4 + 0.4 is less than 0.8 by noise alone
        ((4, 1), (0.8 - 1e-9, 0.2 + 1e-9), 2),  # short of it by the tolerance
        ((4, 1), (0.8 - 1.5e-9, 0.2 + 1.5e-9), 1),
        ((5,), (2,), 5),
        ((1,), (2,), 1),
    ],
)
def test_the_staged_level_needs_four_fifths_and_nobody_far_behind(
    children: tuple[int, ...], weights: tuple[float, ...], level: int
) -> None:
    assert staged_level(F(children), F(weights, dtype=float)) == level


def test_targets_of_those_with_a_valid_level_only() -> None:
    means, given = target_means(
        np.int8([[1], [0], [-1], [3]]), np.int8([[4], [5], [5], [0]]), F([0, 0, 0, 0]), 1
    )

    assert (means.tolist(), given.tolist()) == ([[4.0]], [[1]])


def test_four_means_by_hand() -> None:
    values, weights = F([2.0, 8.0, np.nan]), F([1.0, 3.0, 0.0])

    assert arithmetic(values, weights) == 6.5
    assert geometric(values, weights) == pytest.approx(2 ** (0.25 + 3 * 0.75))
    assert harmonic(values, weights) == pytest.approx(4 / (1 / 2 + 3 / 8))
    assert penalised(values, weights) == pytest.approx(6.5 - (0.25 * 4.5**2 + 0.75 * 1.5**2) / 6.5)


@pytest.mark.parametrize("mean", [arithmetic, geometric, harmonic, penalised])
def test_without_weight_no_mean_is_defined(mean: object) -> None:
    assert callable(mean)
    assert np.isnan(mean(F([2.0, 3.0]), F([0.0, 0.0])))
    assert mean(F([4.0, 4.0]), F([0.5, 0.25])) == pytest.approx(4.0)


def test_a_zero_leaves_ratio_means_undefined_unless_it_weighs_nothing() -> None:
    for mean in (geometric, harmonic):
        assert np.isnan(mean(F([0.0, 2.0]), F([1.0, 1.0])))
        assert np.isnan(mean(F([-1.0, 2.0]), F([1.0, 1.0])))
        assert mean(F([0.0, 2.0]), F([0.0, 1.0])) == pytest.approx(2.0)
        assert mean(F([0.5, 0.5]), F([1.0, 1.0])) == pytest.approx(0.5)


def test_a_mean_never_leaves_its_values_by_noise() -> None:
    for shares in ([0.1, 0.2, 0.3, 0.7, 0.05], [0.3, 0.1, 0.6, 0.2, 0.3], [0.4, 0.6, 0.7, 0.1, 0]):
        for level in range(1, 16):
            assert arithmetic(np.full(5, level / 3), F(shares)) == level / 3


def test_a_quotient_by_zero_is_undefined_and_never_zero() -> None:
    assert np.isnan(divide(F([0.0, 1.0]), F([0.0, 0.0]))).all()
    assert divide(F([[1.0], [3.0]]), F([2.0, 4.0])).tolist() == [[0.5, 0.25], [1.5, 0.75]]
    assert divide(F([1.0]), F([-2.0])).tolist() == [-0.5]


def test_gaps_by_hand() -> None:
    score, target = F([2.0, 4.0, 3.0, np.nan]), F([3.5, 3.0, 3.0, 3.0])

    assert gap(score, target)[:3].tolist() == [1.5, 0.0, 0.0]
    assert surplus(score, target)[:3].tolist() == [0.0, 1.0, 0.0]
    assert np.isnan(gap(score, target)[3])
    assert contribution(F([0.5, 0.25]), F([1.0, 2.0])).tolist() == [0.5, 0.5]
    assert priority(F([0.5, 0.2]), F([1.0, 3.0])).tolist() == pytest.approx([0.25, 0.3])
    assert priority_ranks(F([0.25, 0.3, 0.3])).tolist() == [3, 1, 1]


def test_the_gap_of_the_whole_gross_and_net() -> None:
    found = index_gap(F([0.25, 0.75]), F([2.0, 4.0]), F([4.0, 3.0]))

    assert (found.gross, found.net, found.shares.tolist()) == (0.5, -0.25, [1.0, 0.0])
    assert np.isnan(index_gap(F([1.0]), F([4.0]), F([3.0])).shares).all()
    assert index_gap(F([1.0]), F([2.9]), F([3.0])).shares.tolist() == [1.0]
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.gross = 0.0  # type: ignore[misc]


def test_equal_to_a_cut_counts_as_high_also_by_noise() -> None:
    found = quadrants(F([1.0, 3.0, 2.0, 2.0 - 5e-10]), F([3.0, 1.0, 2.0, 2.0]))

    assert [each.value for each in found] == [
        "possible overkill",
        "concentrate here",
        "keep up the good work",
        "keep up the good work",
    ]
    assert quadrants(F([1.0, 3.0]), F([1.0, 3.0]))[0].value == "low priority"
    assert quadrants(F([1.0, 1.0 + 6e-9]), F([1.0, 1.0 + 6e-9]))[0].value == "low priority"


def test_quick_wins_at_their_cuts() -> None:
    parts = F([0.4, 0.4 - 5e-10, 0.1, 0.1, 0.5, 0.0, 5e-10])
    effort = F([2.5, 2.5 + 5e-10, 2.6, 1.0, 3.0, 1.0, 1.0])

    assert quick_wins(parts, effort) == [
        QuickWin.QUICK_WIN,
        QuickWin.QUICK_WIN,
        QuickWin.HARD_SLOG,
        QuickWin.FILL_IN,
        QuickWin.MAJOR_PROJECT,
        QuickWin.NO_GAP,
        QuickWin.NO_GAP,
    ]
    assert quick_wins(F([0.2]), F([2.5 + 5e-9])) == [QuickWin.MAJOR_PROJECT]
    assert quick_wins(F([0.2, 0.2 - 5e-9, 0.3]), F([1.0] * 3))[1] is QuickWin.FILL_IN
    assert quick_wins(F([0.0]), F([1.0])) == [QuickWin.NO_GAP]
    assert quick_wins(F([1.5e-9]), F([1.0])) == [QuickWin.QUICK_WIN]


def test_figures_that_came_later_are_absent_from_older_scores_and_none_can_be_changed() -> None:
    question = QuestionScore("q", *[None] * 6, 0, 0, 0, 0, 0, {}, {}, None, None, None, False, 1, 1)
    node = NodeScore("d", *[None] * 4, 0, *[None] * 4, 0, {}, None, None, None, 1, 1)

    assert (question.effective_weight, question.skewed, question.hidden_conflict) == (
        0,
        False,
        False,
    )
    assert (node.effective_weight, node.no_variation, node.group_means) == (0, False, {})
    for score in (question, node):
        with pytest.raises(dataclasses.FrozenInstanceError):
            score.score = 5.0  # type: ignore[misc]


def test_the_share_of_do_not_know_is_over_those_who_could_have_said() -> None:
    question = QuestionScore("q", *[None] * 6, 3, 9, 1, 4, 1, {}, {}, None, None, None, False, 1, 1)
    nobody = dataclasses.replace(question, n=0, do_not_know=0)

    assert question.do_not_know_share == 0.25
    assert nobody.do_not_know_share is None


def test_one_assessor_who_speaks_for_an_office_is_enough_people() -> None:
    ratings = a_survey(small_scheme(), [("assessor", [2, 3, 4, 5])])
    of_people = score_scheme(ratings, small_scheme())
    of_office = score_scheme(ratings, dataclasses.replace(small_scheme(), of_offices=True))

    assert set(of_people.cautions) == {
        Caution.PROVISIONAL,
        Caution.ONE_GROUP,
        Caution.ONE_PERSON_WEIGHS_MUCH,
    }
    assert of_office.cautions == ()
