"""The same answers by other methods, and what must be said beside an index, on paper."""

from __future__ import annotations

import numpy as np
import pytest

from assess.questionnaire.instrument import Predicate
from assess.questionnaire.questions import Text
from assess.scoring.concordance import krippendorff_alpha
from assess.scoring.drivers import rank_drivers, sobol
from assess.scoring.figures import QuestionFigures, question_figures
from assess.scoring.ratings import Ratings
from assess.scoring.scheme import Scheme
from assess.scoring.scorecard import score_scheme
from assess.scoring.sensitivity import (
    Caution,
    Method,
    Sensitivity,
    cautions,
    panel_figures,
    profile_alpha,
    sensitivity,
)
from assess.scoring.tree import Node, Tree
from assess.scoring.tree_figures import TreeFigures, tree_figures
from tests.scoring.reading import a_survey, chance
from tests.scoring.test_robustness_by_hand import ONE, a_scheme, by_balance, constant

Rows = list[tuple[str, list[int]]]


def a_tree(questions: int, **more: object) -> Scheme:
    below = tuple(Node(f"q{n}") for n in range(questions))
    return Scheme(index=Tree(Node("index", 1, (Node("d", 1, (Node("s", 1, below),)),))), **more)


def figures_of(rows: Rows, scheme: Scheme) -> tuple[QuestionFigures, TreeFigures, Sensitivity]:
    figures = question_figures(a_survey(scheme, rows), scheme)
    part = tree_figures(scheme.index, slice(0, len(scheme.questions)), figures, scheme)
    return figures, part, sensitivity(figures, part, scheme)


def by_method(rows: Rows, scheme: Scheme) -> dict[Method, float]:
    return {m: float(x[0]) for m, x in figures_of(rows, scheme)[2].by_method.items()}


ROWS: Rows = [("a", [2]), ("a", [3]), ("a", [4]), ("a", [-1]), ("b", [5])]


def test_one_question_by_every_method() -> None:
    """Group a has 3, with its one who does not know 2.5; b has 5. Levels 2, 3, 4 a sixth each."""
    assert by_method(ROWS, a_tree(1)) == pytest.approx(
        {
            Method.MEAN: 4.0,
            Method.MEDIAN: 4.5,
            Method.HEAD_COUNT: 3.5,
            Method.LOWEST_GROUP: 3.0,
            Method.UNSURE_LOWEST: 3.75,
        }
    )


def test_declared_weights_hold_for_do_not_know_too() -> None:
    found = by_method(ROWS, a_tree(1, group_weights={"a": 3.0, "b": 1.0}))

    assert found[Method.MEAN] == pytest.approx((3 * 3 + 5) / 4)
    assert found[Method.UNSURE_LOWEST] == pytest.approx((3 * 2.5 + 5) / 4)


def test_a_group_without_weight_is_nobodys_lowest() -> None:
    found = by_method([*ROWS, ("c", [1])], a_tree(1, group_weights={"a": 1.0, "b": 1.0, "c": 0.0}))

    assert found[Method.LOWEST_GROUP] == 3.0
    assert found[Method.UNSURE_LOWEST] == pytest.approx(3.75)


def test_a_group_that_says_nothing_about_a_question_changes_no_method() -> None:
    scheme = a_tree(2)
    rows = [(group, [level, 3]) for group, (level,) in ROWS]

    silent = by_method([*rows, ("c", [0, 3]), ("d", [-2, 3])], scheme)

    assert silent == by_method(rows, scheme)


def test_where_everybody_does_not_know_only_one_method_has_a_value() -> None:
    found = by_method([("a", [-1]), ("b", [-1])], a_tree(1))

    assert found.pop(Method.UNSURE_LOWEST) == 1.0
    assert np.isnan(list(found.values())).all()


def test_other_means_at_the_top_are_over_the_dimensions() -> None:
    """4 and 1 by weights 1 and 3: 1.75, the fourth root of 4, and 1.75 less its variance."""
    _, _, found = figures_of([("a", [4, 1, 1])], a_scheme((1, 1), (3, 2), questions=1))

    assert found.geometric == pytest.approx(4**0.25)
    assert found.penalised == pytest.approx(1.75 - (0.25 * 2.25**2 + 0.75 * 0.75**2) / 1.75)
    assert found.imbalance_loss == pytest.approx(1.75 - 4**0.25)


def test_without_an_index_no_mean_at_the_top_is_defined() -> None:
    """The second dimension, two thirds of the weight, has no answer."""
    _, part, found = figures_of([("a", [4, -2, 0])], a_scheme((1, 1), (2, 2), questions=1))

    assert part.scores.values[part.tree.levels[1][0]] == 4.0
    assert np.isnan([found.geometric, found.penalised, found.imbalance_loss]).all()


def changes(rows: Rows, scheme: Scheme) -> bool:
    return bool(figures_of(rows, scheme)[2].changes[-1])


def bands(*limits: float) -> tuple[Predicate, ...]:
    return tuple(
        Predicate(min=low, max=high, name=Text(id=str(low), en=str(low)))
        for low, high in zip(limits, [*limits[1:], 5], strict=True)
    )


def test_a_node_changes_where_methods_reach_other_whole_levels() -> None:
    """Means 2.5 throughout against 1 to 4 by the lowest group."""
    assert changes([("a", [1]), ("b", [4])], a_tree(1))
    assert not changes([("a", [3]), ("b", [3])], a_tree(1))
    assert not changes([("a", [5]), ("b", [5])], a_tree(1))


def test_with_bands_only_another_band_is_a_change() -> None:
    """Mean 4.75, and 4.5 by the lowest group."""
    rows: Rows = [("a", [4]), ("a", [5]), ("b", [5]), ("b", [5])]

    assert not changes(rows, a_tree(1, predicates=bands(1, 2.6, 4.2)))
    assert changes(rows, a_tree(1, predicates=bands(1, 2.6, 4.6)))
    assert not changes(rows, a_tree(1, predicates=bands(1, 2.6, 4.5)))


def test_a_band_that_ends_where_another_begins_has_one_limit() -> None:
    """Lowest 4, mean 4.5, head count 4.67: all in the last of the bands, and 5 is no band."""
    rows: Rows = [("a", [4]), ("b", [5]), ("b", [5])]

    assert not changes(rows, a_tree(1, predicates=bands(1, 4)))
    assert not changes([("a", [5]), ("a", [5]), ("b", [5])], a_tree(1, predicates=bands(1, 5)))


@pytest.mark.parametrize("level", [2, 3, 4, 5])
def test_every_whole_level_is_a_limit_where_there_are_no_bands(level: int) -> None:
    """Seven say the level and one does not know: 1.875, 2.75, 3.625 and 4.5 as level 1."""
    assert changes([("a", [level])] * 7 + [("a", [-1])], a_tree(1))
    assert not changes([("a", [level])] * 8, a_tree(1))


def test_the_end_of_the_last_band_is_no_limit() -> None:
    """5 by the mean, 4.5 where who does not know is at level 1: both in the band up to 5."""
    assert not changes([("a", [5])] * 7 + [("a", [-1])], a_tree(1, predicates=bands(1, 2.6, 4.2)))


def test_what_has_no_value_by_some_method_does_not_change() -> None:
    assert not changes([("a", [-1]), ("b", [-1])], a_tree(1))


def alpha(rows: Rows, questions: int) -> float:
    return profile_alpha(*figures_of(rows, a_tree(questions))[:2])


def test_groups_that_see_the_same_profile_agree_on_it() -> None:
    same: Rows = [("a", [1, 3, 5]), ("b", [1, 3, 5]), ("b", [1, 3, 5])]

    assert alpha(same, 3) == pytest.approx(1.0)
    assert np.isnan(alpha([("a", [3, 3]), ("b", [3, 3])], 2))


def test_a_groups_view_is_its_majority_and_silence_is_none() -> None:
    """One of two at 5 is no majority: both groups stand at 1, 3, 5, the third left one out."""
    rows: Rows = [
        ("a", [1, 3, 5]),
        ("a", [5, 5, 5]),
        ("b", [1, 3, 5]),
        ("c", [1, 0, 5]),
    ]

    assert alpha(rows, 3) == pytest.approx(1.0)


def test_groups_at_one_level_throughout_and_at_the_lowest_have_a_view_too() -> None:
    """The majorities stand at 1, 3, 5, 5 and 1, 5, 5, 1."""
    rows: Rows = [("a", [1, 3, 5, 5])] * 2 + [("b", [1, 5, 5, 1])]

    assert alpha(rows, 4) == pytest.approx(
        krippendorff_alpha(np.array([[1.0, 3, 5, 5], [1, 5, 5, 1]]))
    )
    assert alpha(rows, 4) < 0.8


def test_people_count_once_they_answered_anything() -> None:
    """Nine of a, three of b: 1 / ((1/4)/9 + (1/4)/3) = 9, and one of b is a sixth."""
    rows: Rows = [("a", [3, 0])] * 4 + [("a", [0, 3])] * 5 + [("b", [2, 2])] * 3 + [("b", [0, -1])]

    figures, _, _ = figures_of(rows, a_tree(2))

    assert panel_figures(figures, a_tree(2)) == pytest.approx((9.0, 1 / 6))


def said(rows: Rows, scheme: Scheme, largest: float = 0.0, **more: bool) -> set[Caution]:
    figures, part, found = figures_of(rows, scheme)
    return set(cautions(figures, part, found, largest, (), **more))


def test_one_group_is_said_and_two_or_none_are_not() -> None:
    one, two = [("a", [3])] * 9, [("a", [3]), ("b", [3])]

    assert Caution.ONE_GROUP in said(one, a_tree(1))
    assert Caution.ONE_GROUP not in said(two, a_tree(1))
    assert Caution.ONE_GROUP not in said([("a", [0])], a_tree(1))
    assert said([("a", [3])], a_tree(1), 1.0, of_offices=True) == set()


@pytest.mark.parametrize(
    ("groups", "few"), [("aabbccdd", False), ("abbccdd", True), ("aabbccc" * 2, True)]
)
def test_four_groups_and_eight_people_are_enough_of_both(groups: str, few: bool) -> None:
    assert (Caution.PROVISIONAL in said([(each, [3]) for each in groups], a_tree(1))) == few


@pytest.mark.parametrize(
    ("groups", "few"), [("aabbccdd", False), ("abbccdd", True), ("aaaaaaaa", True)]
)
def test_four_groups_of_two_are_enough_also_where_nobody_answered_everything(
    groups: str, few: bool
) -> None:
    rows = [(group, [[3, 0], [0, 3]][n % 2]) for n, group in enumerate(groups)]

    assert (Caution.PROVISIONAL in said(rows, a_tree(2))) == few


@pytest.mark.parametrize(
    ("largest", "much"),
    [(0.1, False), (0.1 + 5e-10, False), (0.1 + 1e-9, False), (0.1 + 2e-9, True)],
)
def test_over_a_tenth_is_much_for_one_person(largest: float, much: bool) -> None:
    assert (Caution.ONE_PERSON_WEIGHS_MUCH in said(ROWS, a_tree(1), largest)) == much


def test_an_index_that_do_not_know_moves_beyond_its_interval_depends_on_it() -> None:
    """Only the second question varies: half-width 0.894, of the index 0.447.

    In the first, three of eight do not know: it falls by 1.5 of 4, and the index by 0.75.
    """
    second = [2, 2, 2, 2, 4, 4, 4, 4]
    first = [5, 5, 5, 5, 5, -1, -1, -1]
    one = [5, 5, 5, 5, 5, 5, 5, -1]

    many = [("a", [x, y]) for x, y in zip(first, second, strict=True)]
    few = [("a", [x, y]) for x, y in zip(one, second, strict=True)]

    assert Caution.DEPENDS_ON_UNSURE in said(many, a_tree(2))
    assert Caution.DEPENDS_ON_UNSURE not in said(few, a_tree(2))


@pytest.mark.parametrize(
    ("seed", "depends"), [(3, False), (20, False), (46, False), (5, True), (24, True), (28, True)]
)
def test_it_is_the_index_that_must_not_depend_on_do_not_know_and_no_part_of_it(
    seed: int, depends: bool
) -> None:
    """Surveys in which a part of the index, or a third of the interval, would tell otherwise."""
    scheme, rng = a_scheme((2, 1), (1, 2), questions=1), chance(seed)
    levels = rng.integers(3, 6, (24, 3))
    unsure = rng.random((24, 3)) < [0.1, 0.1, 0.2]
    answers = np.where(unsure, -1, levels).tolist()

    card = score_scheme(a_survey(scheme, [("a", each) for each in answers]), scheme)

    assert card.index.interval is not None
    low, high = card.index.interval
    moved = abs(card.methods["unsure_lowest"]["index"] - card.index.score)
    assert depends == (moved > (high - low) / 2)
    assert depends == (Caution.DEPENDS_ON_UNSURE in card.cautions)


def test_without_do_not_know_nothing_depends_on_it() -> None:
    assert Caution.DEPENDS_ON_UNSURE not in said([("a", [3])] * 9, a_tree(1))


# What drives the ranks


def drivers(regions: list[Ratings], scheme: Scheme) -> dict[str, float]:
    found = rank_drivers(regions, scheme, chance(1))
    assert all(each.first <= each.total + 1e-9 for each in found.values())
    return {name: round(each.first, 6) for name, each in found.items()}


NONE = {"balance": 0.0, "unsure": 0.0, "left_out": 0.0, "weights": 0.0, "mean": 0.0}


def test_the_choice_that_moves_the_ranks_is_the_whole_driver() -> None:
    scheme = a_scheme((1, 3))
    unsure = [constant(scheme, a1=4, a2=-1), constant(scheme, a1=3, a2=3)]
    uneven = [a_survey(scheme, [("a", [1, 1, 4, 4, 4, 4])]), a_survey(scheme, [("a", [3, 4] * 3)])]

    assert drivers(by_balance(scheme), scheme) == {**NONE, "balance": 1.0}
    assert drivers(unsure, scheme) == {**NONE, "unsure": 1.0}
    assert drivers(uneven, scheme) == {**NONE, "left_out": 1.0}


def test_a_region_without_index_and_a_dimension_without_weight_drive_nothing() -> None:
    scheme = a_scheme((1, 3), (0, 1))
    silent = constant(scheme, a1=0)

    assert drivers([*by_balance(scheme), silent], scheme) == {**NONE, "balance": 1.0}
    assert drivers([silent], scheme) == {}


def test_a_region_that_only_one_choice_ranks_drives_nothing() -> None:
    unsure = constant(ONE, a1=-1)

    assert drivers([constant(ONE, a1=4), unsure], ONE) == {}


def test_the_mean_at_the_top_drives_where_dimensions_differ() -> None:
    """Uneven 4 and 2.5 give 3.25, 3.16 and 3.08; even are 3.2."""
    scheme = a_scheme((1, 3), (1, 3), questions=1)
    levels = [[4] * 3 + [2] * 3, [4] * 3 + [3] * 3]
    even = constant(scheme, a1=3, a2=3, a3=3, a4=3, a5=4)

    found = drivers([a_survey(scheme, [("a", each) for each in levels]), even], scheme)

    assert found["mean"] > 0.1
    assert found["balance"] == found["unsure"] == found["left_out"] == 0.0


@pytest.mark.parametrize(("variance", "driven"), [(0.9e-12, False), (1.5e-12, True)])
def test_float_noise_is_no_variance(variance: float, driven: bool) -> None:
    table = np.zeros((2, 2, 2, 2, 2))
    table[0] = 2 * np.sqrt(variance)

    assert bool(sobol(table)) == driven
