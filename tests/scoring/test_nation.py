"""All regions at once give the figures of each region alone."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from assess.scoring.aggregation import count_answers
from assess.scoring.nation import count_nation, nation_errors, nation_figures, nation_of
from assess.scoring.ratings import NOT_ASKED, Ratings
from assess.scoring.scheme import Scheme
from assess.scoring.scorecard import score_scheme
from tests.scoring.reading import a_survey, chance, small_scheme, survey_ratings, survey_scheme


def awkward_regions() -> tuple[dict[str, Ratings], Scheme]:
    """Groups of one, absent groups, silent and inapplicable questions, an empty region."""
    rng, scheme = chance(4), small_scheme((2, 1, 1))
    regions = {}
    for number in range(40):
        people = int(rng.integers(1, 9))
        levels = rng.choice([-2, -1, 0, 1, 2, 3, 4, 5], size=(people, 4))
        levels[:, int(rng.integers(0, 4))] = rng.choice([-2, -1, 3])
        groups = rng.choice(["a", "b", "c"], size=people)
        rows = [(str(group), row.tolist()) for group, row in zip(groups, levels, strict=True)]
        regions[f"r{number}"] = a_survey(scheme, rows)
    return regions | {"empty": a_survey(scheme, [("a", [0, 0, 0, 0])])}, scheme


def plain_regions() -> tuple[dict[str, Ratings], Scheme]:
    """Two of every group everywhere; one group weighs nothing, and one region has no variation."""
    rng, scheme = chance(6), small_scheme((2, 1, 1))
    scheme = dataclasses.replace(scheme, group_weights={"a": 2.0, "b": 1.0, "c": 0.0})
    regions = {
        f"r{number}": a_survey(
            scheme,
            [(group, rng.choice([1, 2, 3, 4, 5, -1], size=4).tolist()) for group in "aabbcc"],
        )
        for number in range(3)
    }
    return regions | {"same": a_survey(scheme, [(group, [3] * 4) for group in "aabbc"])}, scheme


@pytest.mark.parametrize(
    "given",
    [(survey_ratings(), survey_scheme()), awkward_regions(), plain_regions()],
    ids=["survey", "awkward", "plain"],
)
def test_the_nation_equals_its_regions(given: tuple[dict[str, Ratings], Scheme]) -> None:
    regions, scheme = given
    nation = nation_of(regions, scheme)

    figures = nation_figures(nation, scheme)
    errors = nation_errors(nation, figures, scheme)

    tree = scheme.index
    for place, ratings in enumerate(regions.values()):
        card = score_scheme(ratings, scheme)
        nodes = {"index": card.index, **card.dimensions, **card.subpillars}
        for at, key in enumerate(tree.leaves):
            question = card.questions[key]
            assert same(figures.scores[place, at], question.score)
            assert (figures.levels[place, at] or None) == question.level
            if question.n > 1:
                assert same(figures.agreement[place, at], question.agreement)
                assert same(figures.average_deviation[place, at], question.average_deviation)
        for at, node in enumerate(tree.nodes[len(tree.leaves) :]):
            want = nodes[node.key]
            assert same(figures.nodes.values[place, len(tree.leaves) + at], want.score)
            if want.n >= 3:
                assert same(errors.standard_error[place, at], want.standard_error)
                if want.degrees_of_freedom is not None:
                    assert same(errors.degrees_of_freedom[place, at], want.degrees_of_freedom)


def test_where_nobody_differs_the_degrees_have_no_end() -> None:
    regions, scheme = plain_regions()
    nation = nation_of(regions, scheme)

    errors = nation_errors(nation, nation_figures(nation, scheme), scheme)

    assert not errors.standard_error[-1].any()
    assert np.isinf(errors.degrees_of_freedom[-1]).all()


def same(found: float, expected: float | None) -> bool:
    if expected is None:
        return math.isnan(found)
    return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12)


def test_what_nobody_was_asked_is_counted_nowhere() -> None:
    """Some of the people sat at a table without the first, and others without the last."""
    regions, scheme = plain_regions()
    rng = chance(3)
    for name, ratings in regions.items():
        levels = ratings.levels.copy()
        levels[rng.random(len(levels)) < 0.4, 0] = NOT_ASKED
        levels[rng.random(len(levels)) < 0.4, -1] = NOT_ASKED
        regions[name] = dataclasses.replace(ratings, levels=levels)
    nation = nation_of(regions, scheme)

    counts = count_nation(nation)
    scores = nation_figures(nation, scheme).nodes.values[:, -1]

    assert (nation.levels == NOT_ASKED).any()
    assert counts.sum() == (nation.levels != NOT_ASKED).sum()
    for place, ratings in enumerate(regions.values()):
        own = np.array(["abc".index(group) for group in ratings.groups])
        assert np.array_equal(counts[place], count_answers(ratings.levels, own, 3))
        assert same(scores[place], score_scheme(ratings, scheme).index.score)


def test_counts_hold_every_answer_once() -> None:
    nation = nation_of(survey_ratings(), survey_scheme())

    counts = count_nation(nation)

    assert counts.sum() == nation.levels.size
    assert np.array_equal(counts[..., 3:].sum((0, 1, 3)), (nation.levels > 0).sum(0))
