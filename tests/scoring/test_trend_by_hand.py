"""Change between two years, worked on paper: everybody gives one level to all five questions."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from scipy.special import stdtrit

from assess.scoring.ratings import Ratings
from assess.scoring.scheme import Scheme
from assess.scoring.scorecard import score_scheme
from assess.scoring.tree import Node, Tree
from assess.scoring.trend import Change, change
from tests.scoring.reading import a_survey


def a_scheme(*weights_of_dimensions: float, questions: int = 5) -> Scheme:
    dimensions = tuple(
        Node(
            f"d{d}", weight, (Node(f"s{d}", 1, tuple(Node(f"q{d}.{q}") for q in range(questions))),)
        )
        for d, weight in enumerate(weights_of_dimensions)
    )
    return Scheme(index=Tree(Node("index", 1, dimensions)))


ONE = a_scheme(1)


def a_year(people: dict[str, int], scheme: Scheme = ONE) -> Ratings:
    """People by name, the first letter is their group; each gives one level throughout."""
    rated = a_survey(
        scheme, [(name[0], [level] * len(scheme.questions)) for name, level in people.items()]
    )
    return dataclasses.replace(rated, respondents=tuple(people))


def changed(
    before: dict[str, int], after: dict[str, int], scheme: Scheme = ONE, **sessions: tuple[str, ...]
) -> Change | None:
    later = dataclasses.replace(a_year(after, scheme), **sessions)
    return change(a_year(before, scheme), later, scheme, scheme.questions)


def found(*years: dict[str, int]) -> Change:
    change_found = changed(*years)
    assert change_found is not None
    return change_found


def test_variances_of_other_people_add_up() -> None:
    """2, 3, 4 and then 3, 4, 5: each 1/3 with two degrees. Together 2/3 with four, t 2.776445."""
    step = found({"a1": 2, "a2": 3, "a3": 4}, {"a4": 3, "a5": 4, "a6": 5})

    error = np.sqrt(2 / 3)
    assert (step.difference, step.paired) == (1.0, 0)
    assert step.standard_error == pytest.approx(error)
    assert step.interval == pytest.approx((1 - 2.776445 * error, 1 + 2.776445 * error))
    assert not step.detectable


def test_unequal_variances_share_their_degrees_after_satterthwaite() -> None:
    """Variances 1/3 of three people and 4/3 of others: df = (5/3)^2 / ((1/9 + 16/9) / 2) = 2.941, t = 3.2188."""
    step = found({"a1": 2, "a2": 3, "a3": 4}, {"a4": 1, "a5": 3, "a6": 5})

    assert step.standard_error == pytest.approx(np.sqrt(5 / 3))
    assert step.interval is not None
    assert step.interval[1] == pytest.approx(3.2187586 * np.sqrt(5 / 3), rel=1e-6)


def test_whoever_answers_twice_takes_the_shared_part_out() -> None:
    """z is -1/3, 0, 1/3 and then -1/3, 1/3, 0: the covariance is 3/2 x 1/9."""
    step = found({"a1": 2, "a2": 3, "a3": 4}, {"a1": 3, "a2": 5, "a3": 4})

    assert step.paired == 3
    assert step.standard_error == pytest.approx(np.sqrt(2 / 3 - 2 / 6))


def test_the_same_step_of_everybody_is_certain() -> None:
    step = found({"a1": 2, "a2": 3, "a3": 4}, {"a1": 3, "a2": 4, "a3": 5})

    assert step.standard_error == pytest.approx(0.0, abs=1e-7)
    assert step.detectable


def test_people_who_moved_apart_make_it_less_certain() -> None:
    """The covariance is -3/2 x 2/9, and the variance 2/3 + 2/3."""
    step = found({"a1": 2, "a2": 3, "a3": 4}, {"a1": 5, "a2": 4, "a3": 3})

    assert step.standard_error == pytest.approx(np.sqrt(4 / 3))


def test_pairs_are_those_of_one_group_each() -> None:
    """Half of each year is b, where one person alone came twice: no pair to learn from."""
    before = {"a1": 2, "a2": 3, "a3": 4, "b1": 1, "b2": 3}
    after = {"a1": 3, "a2": 5, "a3": 4, "b1": 2, "b9": 4}

    step = found(before, after)

    own, other = 1 / 3 / 4, 2 / 2 / 4
    assert step.paired == 4
    assert step.standard_error == pytest.approx(np.sqrt(2 * (own + other) - 2 * (1 / 6) / 4))


def test_the_deviations_of_pairs_are_from_the_mean_of_the_pairs() -> None:
    """Two of three came again. z: -1, 0, 1 thirds, and -1, 1, 0; the pairs' z differ by 1/3 and 2/3.

    Covariance 2/1 x (1/6 x 2/6 + 1/6 x 2/6) = 2/9.
    """
    step = found({"a1": 2, "a2": 3, "a3": 4}, {"a1": 3, "a2": 5, "a9": 4})

    assert step.paired == 2
    assert step.standard_error == pytest.approx(np.sqrt(2 / 3 - 2 * 2 / 9))


def test_pairs_whose_mean_is_not_that_of_their_group() -> None:
    """z is -1/3, 0 in both years, -1/6 on average: 2/1 x (1/36 + 1/36) = 1/9."""
    step = found({"a1": 2, "a2": 3, "a3": 4}, {"a1": 3, "a2": 4, "a9": 5})

    assert step.standard_error == pytest.approx(np.sqrt(2 / 3 - 2 / 9))


def test_it_is_the_index_that_is_compared_and_not_a_question() -> None:
    """One of five questions varies, another one each year: node scores 2.6, 3, 3.4."""
    before = [("a", [1, 3, 3, 3, 3]), ("a", [3] * 5), ("a", [5, 3, 3, 3, 3])]
    after = [("a", [3, 1, 3, 3, 3]), ("a", [3] * 5), ("a", [3, 5, 3, 3, 4])]

    same = change(a_survey(ONE, before), a_survey(ONE, before), ONE, ONE.questions)
    other = change(a_survey(ONE, before), a_survey(ONE, after), ONE, ONE.questions)

    assert same is not None
    assert other is not None
    assert other.difference == pytest.approx(1 / 15)
    assert same.standard_error == pytest.approx(0, abs=1e-8)
    own, later, both = 3 / 2 * 2 * 0.16 / 9, 3 / 2 * (49 + 1 + 64) / 225 / 9, 3 / 2 * 0.4 / 9
    assert other.standard_error == pytest.approx(np.sqrt(own + later - 2 * both))


THREE_AND_ONE = a_scheme(3, 1)


def two_dimensions(*people: tuple[int, int]) -> Ratings:
    """Everybody of one group, with a level for each dimension of five questions."""
    return a_survey(THREE_AND_ONE, [("a", [first] * 5 + [second] * 5) for first, second in people])


def test_whoever_all_came_again_is_compared_with_themselves() -> None:
    """The error of three quarters of one dimension and a quarter of the other, by pairs."""
    before = [(1, 5), (2, 3), (4, 4), (3, 1)]
    after = [(3, 5), (2, 5), (4, 1), (5, 2)]

    step = change(
        two_dimensions(*before),
        two_dimensions(*after),
        THREE_AND_ONE,
        THREE_AND_ONE.questions,
    )

    own = (np.array(after) - np.array(before)) @ [0.75, 0.25]
    assert step is not None
    assert step.difference == pytest.approx(own.mean())
    assert step.standard_error == pytest.approx(own.std(ddof=1) / 2)


def test_degrees_of_freedom_are_those_of_the_index() -> None:
    """Two groups; only one of them differs in the first dimension, and both in the second."""
    years = [
        a_survey(THREE_AND_ONE, [(g, [x] * 5 + [y] * 5) for g, x, y in rows])
        for rows in (
            [("a", 2, 1), ("a", 3, 5), ("a", 4, 2), ("b", 3, 1), ("b", 3, 5)],
            [("a", 2, 5), ("a", 5, 1), ("b", 3, 2), ("b", 3, 4), ("b", 3, 5)],
        )
    ]
    again = dataclasses.replace(years[1], respondents=tuple("vwxyz"))
    one, other = (score_scheme(each, THREE_AND_ONE).index for each in years)
    assert one.standard_error is not None
    assert other.standard_error is not None
    assert one.degrees_of_freedom is not None
    assert other.degrees_of_freedom is not None
    first, second = one.standard_error**2, other.standard_error**2
    degrees = first**2 / one.degrees_of_freedom + second**2 / other.degrees_of_freedom
    df = (first + second) ** 2 / degrees

    step = change(years[0], again, THREE_AND_ONE, THREE_AND_ONE.questions)

    assert step is not None
    assert step.interval is not None
    reach = (step.interval[1] - step.interval[0]) / 2
    assert reach == pytest.approx(float(stdtrit(df, 0.975)) * np.sqrt(first + second))


def test_one_degree_of_freedom_is_kept() -> None:
    """Only the two of a differ: one degree, and t is 12.7062."""
    step = found({"a1": 2, "a2": 4, "b1": 3, "b2": 3}, {"a5": 3, "a6": 3, "b5": 3, "b6": 3})

    assert step.interval == pytest.approx((-12.7062047 * 0.5, 12.7062047 * 0.5))


def test_two_groups_of_pairs_each_bring_their_covariance() -> None:
    before = {"a1": 2, "a2": 4, "b1": 1, "b2": 3}
    after = {"a1": 3, "a2": 5, "b1": 4, "b2": 2}

    step = found(before, after)

    assert step.standard_error == pytest.approx(np.sqrt(4 * 0.25 - 2 * (0.25 - 0.25)))


@pytest.mark.parametrize("silent", [{"a1": 3, "a2": 4}, {"a1": 3}])
def test_without_an_error_in_both_years_there_is_no_interval(silent: dict[str, int]) -> None:
    three = {"a5": 2, "a6": 3, "a7": 4}

    for years in ((silent, three), (three, silent)):
        step = found(*years)
        assert (step.standard_error, step.interval, step.detectable) == (None, None, False)


def test_where_nobody_differs_in_either_year_any_change_shows() -> None:
    step = found({"a1": 2, "a2": 2, "a3": 2}, {"a4": 3, "a5": 3, "a6": 3})

    assert (step.standard_error, step.interval) == (0.0, (1.0, 1.0))
    assert step.detectable


def test_no_change_at_all_is_not_detectable() -> None:
    step = found({"a1": 2, "a2": 2, "a3": 2}, {"a4": 2, "a5": 2, "a6": 2})

    assert (step.difference, step.detectable) == (0.0, False)


def test_one_year_without_variation_leaves_the_degrees_of_the_other() -> None:
    """t with two degrees is 4.302653."""
    step = found({"a1": 3, "a2": 3, "a3": 3}, {"a4": 3, "a5": 4, "a6": 5})

    assert step.interval is not None
    assert step.interval[1] == pytest.approx(1 + 4.302653 * np.sqrt(1 / 3))


def test_five_common_questions_are_enough_and_four_are_not() -> None:
    people = {"a1": 2, "a2": 3, "a3": 4}

    assert changed(people, people, a_scheme(1, questions=5)) is not None
    assert changed(people, people, a_scheme(1, questions=4)) is None


@pytest.mark.parametrize(
    ("kept", "whole"), [(0.6, True), (0.6 - 5e-10, True), (0.6 - 1.5e-9, False), (0.59, False)]
)
def test_six_tenths_of_the_dimension_weight_are_enough(kept: float, whole: bool) -> None:
    scheme = a_scheme(10 * kept, 10 * (1 - kept))
    people = {"a1": 2, "a2": 3, "a3": 4}

    step = change(
        a_year(people, scheme), a_year(people, scheme), scheme, [f"q0.{q}" for q in range(5)]
    )

    assert (step is not None) == whole


def test_a_dimension_that_one_year_cannot_score_does_not_count_as_common() -> None:
    scheme = a_scheme(0.5, 0.5)
    before, after = a_year({"a1": 2, "a2": 3}, scheme), a_year({"a1": 2, "a2": 3}, scheme)
    levels = after.levels.copy()
    levels[:, 5:] = -1

    half = dataclasses.replace(after, levels=levels)

    assert change(before, half, scheme, scheme.questions) is None
    assert change(half, before, scheme, scheme.questions) is None


@pytest.mark.parametrize("share", [0.5, 0.62])
def test_without_an_index_in_one_year_there_is_no_change(share: float) -> None:
    scheme = a_scheme(share, 1 - share)
    whole = a_year({"a1": 2, "a2": 3, "a3": 4}, scheme)
    part = unsure_from(whole, 5, 10)

    assert change(whole, part, scheme, scheme.questions) is None
    assert change(part, whole, scheme, scheme.questions) is None


def test_dimensions_count_as_common_where_both_years_score_them() -> None:
    """0.4, 0.3 and 0.3: the one year lacks the second, the other the third."""
    scheme = a_scheme(0.4, 0.3, 0.3)
    whole = a_year({"a1": 2, "a2": 3, "a3": 4}, scheme)
    second, third = unsure_from(whole, 5, 10), unsure_from(whole, 10, 15)

    assert change(second, third, scheme, scheme.questions) is None
    assert change(third, second, scheme, scheme.questions) is None
    assert change(whole, third, scheme, scheme.questions) is not None
    assert change(second, whole, scheme, scheme.questions) is not None
    assert change(second, second, scheme, scheme.questions) is not None


def unsure_from(ratings: Ratings, first: int, last: int) -> Ratings:
    levels = ratings.levels.copy()
    levels[:, first:last] = -1
    return dataclasses.replace(ratings, levels=levels)


@pytest.mark.parametrize("silence", [0, -1, -2])
def test_a_group_that_gives_no_level_was_not_heard(silence: int) -> None:
    people = {"a1": 2, "a2": 3, "a3": 4, "b1": silence}

    step = found(people, {"a1": 2, "a2": 3, "a3": 4, "b1": 5})

    assert (step.groups, step.difference) == (("a",), 0.0)
    assert changed({"b1": -1}, {"b1": 2}) is None
    assert changed({"b1": 0}, {"b1": 1}) is None
    assert changed({"b1": 1}, {"b1": 1}) is not None


def test_only_questions_of_both_years_are_compared() -> None:
    scheme = a_scheme(1, questions=7)
    one = a_year({"a1": 2, "a2": 3, "a3": 4}, scheme)
    without = dataclasses.replace(one, levels=one.levels[:, 1:], questions=one.questions[1:])

    step = change(one, without, scheme, scheme.questions[:-1])

    assert step is not None
    assert step.questions == scheme.questions[1:-1]
