"""The bootstrap of the nation is that of its regions."""

from __future__ import annotations

import numpy as np

from assess.scoring.nation import nation_errors, nation_figures, nation_of
from assess.scoring.nation_resampling import replicated_indices
from assess.scoring.resampling import resampled_questions
from assess.scoring.tree import roll_up
from tests.scoring.reading import a_survey, chance, small_scheme, survey_ratings, survey_scheme


def test_replicates_are_those_of_the_full_roll_up() -> None:
    """With silent questions and groups of one, where some replicates lack a question."""
    rng, scheme = chance(7), small_scheme((2, 1, 1))
    regions = {}
    for number in range(12):
        levels = rng.choice([-2, -1, 0, 1, 3, 5], size=(6, 4)).tolist()
        regions[f"r{number}"] = a_survey(scheme, list(zip("aaabbc", levels, strict=True)))
    nation = nation_of(regions, scheme)
    figures = nation_figures(nation, scheme)

    found = replicated_indices(nation, figures, scheme, 50, chance(1))

    again = chance(1)
    for place in range(len(regions)):
        rows = slice(nation.starts[place * 3], nation.starts[place * 3 + 3])
        questions = resampled_questions(
            nation.levels[rows],
            np.array([0, 0, 0, 1, 1, 2]),
            figures.weights[place],
            50,
            again,
        )
        expected = roll_up(
            scheme.index,
            questions,
            minimum_coverage=2 / 3,
            applicable=figures.nodes.applicable[place, :4],
        ).values[:, -1]
        np.testing.assert_allclose(found[place], expected, rtol=0, atol=1e-12)


def test_replicates_spread_as_the_standard_error_says() -> None:
    scheme = survey_scheme()
    nation = nation_of(survey_ratings(), scheme)
    figures = nation_figures(nation, scheme)
    errors = nation_errors(nation, figures, scheme)

    found = replicated_indices(nation, figures, scheme, 4000, chance(2), regions=[0, 1])

    for region in (0, 1):
        index, error = figures.nodes.values[region, -1], errors.standard_error[region, -1]
        assert abs(np.nanmean(found[region]) - index) < 0.1 * error
        assert 0.85 < np.nanstd(found[region]) / error < 1.15


def test_a_region_without_index_has_none_in_any_replicate() -> None:
    """q1 alone is a quarter of its sub-pillar; with q9 missing there is no index either."""
    scheme = small_scheme((1, 1, 2), inapplicable_leaves=False)
    regions = {
        "without": a_survey(scheme, [("a", [3, 4, -1, -1])] * 3),
        "with": a_survey(scheme, [("a", [3, -1, 4, 5])] * 3),
    }
    nation = nation_of(regions, scheme)

    found = replicated_indices(nation, nation_figures(nation, scheme), scheme, 10, chance(1))

    assert np.isnan(found[0]).all()
    assert found[1].tolist() == [(11 / 3 + 5) / 2] * 10
