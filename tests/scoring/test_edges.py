"""Exactly at the edge: what counts there and what does not."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from assess.questionnaire.instrument import Predicate
from assess.questionnaire.questions import Text
from assess.scoring.comparison import rank_intervals
from assess.scoring.ratings import Ratings
from assess.scoring.scheme import Scheme
from assess.scoring.scorecard import score_scheme
from assess.scoring.tree import Node, Tree, path_weights
from assess.scoring.uncertainty import normal_draws, t_quantile
from tests.scoring.reading import a_survey, chance, small_scheme


def a_band(low: float, high: float, name: str) -> Predicate:
    return Predicate(min=low, max=high, name=Text(id=name, en=name))


BANDS = (a_band(1, 1.8, "Kurang"), a_band(1.8, 2.6, "Cukup"), a_band(2.6, 5, "Baik"))


def one_question(levels: list[int], groups: list[str] | None = None) -> tuple[Ratings, Scheme]:
    node = Node("index", 1, (Node("d", 1, (Node("s", 1, (Node("q"),)),)),))
    scheme = Scheme(index=Tree(node), predicates=BANDS)
    names = groups or ["a"] * len(levels)
    return a_survey(scheme, [(g, [x]) for g, x in zip(names, levels, strict=True)]), scheme


def test_a_target_beside_the_lowest_level_counts() -> None:
    ratings, scheme = one_question([1])
    aimed = dataclasses.replace(ratings, targets=np.array([[3]], dtype=np.int8))

    assert score_scheme(aimed, scheme).questions["q"].gap == 2.0


def test_a_spread_of_exactly_the_limit_is_flagged() -> None:
    at = score_scheme(*one_question([1, 2, 3, 3], ["a", "a", "b", "b"])).questions["q"]
    under = score_scheme(*one_question([2, 2, 3, 3], ["a", "a", "b", "b"])).questions["q"]

    assert (at.spread, at.disagreement) == (1.5, True)
    assert (under.spread, under.disagreement) == (1.0, False)


def test_half_a_level_between_mean_and_median_is_not_skewed_and_more_is() -> None:
    under = score_scheme(*one_question([1, 1, 1, 2])).questions["q"]
    over = score_scheme(*one_question([1, 1, 1, 1, 1, 5, 5])).questions["q"]

    assert not under.skewed
    assert over.skewed


@pytest.mark.parametrize(
    ("levels", "predicate"),
    [
        ([2, 2, 3, 3, 3], "Baik"),  # 2.6
        ([2, 2, 2, 2, 1], "Cukup"),  # 1.8
        ([2, 2, 2, 1, 1], "Kurang"),
        ([5], "Baik"),
        ([1], "Kurang"),
    ],
)
def test_a_band_starts_at_its_lower_limit(levels: list[int], predicate: str) -> None:
    assert score_scheme(*one_question(levels)).index.predicate == predicate


def test_float_noise_does_not_cost_a_band() -> None:
    """0.1 of 2 and 0.3 of 5 over 0.4 are 4.25, and floats need not agree to the last digit."""
    low, high = Node("q1", 0.1), Node("q2", 0.3)
    node = Node("index", 1, (Node("d", 1, (Node("s", 1, (low, high)),)),))
    scheme = Scheme(index=Tree(node), predicates=(a_band(1, 4.25, "x"), a_band(4.25, 5, "y")))

    card = score_scheme(a_survey(scheme, [("a", [2, 5])]), scheme)

    assert card.index.score == pytest.approx(4.25)
    assert card.index.predicate == "y"


def test_a_score_that_only_shows_as_the_limit_stays_below_it() -> None:
    levels = [3] * 149 + [2] * 101  # 2.596 shows as 2.60

    assert score_scheme(*one_question(levels)).index.predicate == "Cukup"


def test_one_of_ten_people_weighs_ten_percent_and_no_more() -> None:
    ten = score_scheme(*one_question([3] * 10)).cautions
    nine = score_scheme(*one_question([3] * 9)).cautions

    assert "one_person_weighs_much" not in ten
    assert "one_person_weighs_much" in nine


def test_four_groups_and_eight_people_are_no_longer_provisional() -> None:
    groups = ["a", "b", "c", "d"] * 2

    assert "provisional" not in score_scheme(*one_question([3] * 8, groups)).cautions
    assert "provisional" in score_scheme(*one_question([3] * 7, groups[:7])).cautions
    assert "provisional" in score_scheme(*one_question([3] * 9, ["a", "b", "c"] * 3)).cautions


def test_a_dimension_without_score_is_left_out_of_every_mean_at_the_top() -> None:
    dimensions = tuple(Node(f"d{n}", 1, (Node(f"s{n}", 1, (Node(f"q{n}"),)),)) for n in range(3))
    scheme = Scheme(index=Tree(Node("index", 1, dimensions)))

    card = score_scheme(a_survey(scheme, [("a", [2, 4, -1])]), scheme)

    assert card.index.score == 3.0
    assert card.geometric_index == pytest.approx(np.sqrt(8))
    assert card.weakest_dimension == "d0"


def test_without_an_index_there_is_no_other_mean_either() -> None:
    card = score_scheme(a_survey(small_scheme(), [("a", [2, -1, -1, 4])]), small_scheme())

    assert card.index.score is None
    assert (card.geometric_index, card.penalised_index, card.imbalance_loss) == (None,) * 3


def test_draws_carry_the_covariance_and_the_wider_tails() -> None:
    covariance = np.array([[0.04, 0.02], [0.02, 0.09]])

    draws = normal_draws(np.array([2.0, 3.0]), covariance, 8.0, 40_000, chance(1))

    wider = (float(t_quantile(np.array(8.0))) / 1.959964) ** 2
    assert draws.mean(0) == pytest.approx([2.0, 3.0], abs=0.01)
    assert np.cov(draws.T) == pytest.approx(covariance * wider, rel=0.05)


def test_equal_regions_without_any_error_share_their_rank() -> None:
    best, worst = rank_intervals(np.array([3.0, 3.0]), np.zeros(2), chance(1))

    assert (best.tolist(), worst.tolist()) == ([1, 1], [2, 2])


def test_what_is_not_available_has_no_path_weight() -> None:
    tree = Tree(Node("index", 1, (Node("a", 1), Node("b", 3))))

    assert path_weights(tree, np.array([True, False, True])).tolist() == [1.0, 0.0, 1.0]
    assert path_weights(tree, np.array([True, True, False])).tolist() == [0.0, 0.0, 0.0]
