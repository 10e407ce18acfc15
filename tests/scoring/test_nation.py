"""All regions at once give the figures of each region alone."""

from __future__ import annotations

import math

import numpy as np
import pytest

from assess.scoring.nation import count_nation, nation_errors, nation_figures, nation_of
from assess.scoring.ratings import Ratings
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


@pytest.mark.parametrize(
    "given", [(survey_ratings(), survey_scheme()), awkward_regions()], ids=["survey", "awkward"]
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


def same(found: float, expected: float | None) -> bool:
    if expected is None:
        return math.isnan(found)
    return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12)


def test_counts_hold_every_answer_once() -> None:
    nation = nation_of(survey_ratings(), survey_scheme())

    counts = count_nation(nation)

    assert counts.sum() == nation.levels.size
    assert np.array_equal(counts[..., 3:].sum((0, 1, 3)), (nation.levels > 0).sum(0))
