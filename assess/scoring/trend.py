"""One region over time: change on common questions and common groups, with its interval.

Levels of two questionnaire versions are never subtracted from each other; the line is chained.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from assess.scoring.common_part import people_of, ratings_of_groups, ratings_on, scheme_on
from assess.scoring.figures import QuestionFigures, question_figures
from assess.scoring.means import Floats
from assess.scoring.ratings import Ratings
from assess.scoring.scheme import Scheme
from assess.scoring.tree import leaf_weights
from assess.scoring.tree_figures import TreeFigures, panel_of, tree_figures
from assess.scoring.uncertainty import influences, t_quantile

FEWEST_QUESTIONS = 5
LEAST_DIMENSION_WEIGHT = 0.6


@dataclass(frozen=True)
class Change:
    """Change of the index from an earlier to a later assessment of one region.

    difference : later minus earlier on the common part, in levels
    standard_error, interval : None where one of the two years has none
    detectable : whether the difference is larger than its interval allows for chance
    questions, groups : the common part
    paired : people who answered in both years
    """

    difference: float
    standard_error: float | None
    interval: tuple[float, float] | None
    detectable: bool
    questions: tuple[str, ...]
    groups: tuple[str, ...]
    paired: int


def change(
    earlier: Ratings, later: Ratings, scheme: Scheme, unchanged: Collection[str]
) -> Change | None:
    """Compare two assessments on what they have in common.

    Both are scored on the common questions with the weights of `scheme`, rescaled, so that the
    difference comes from the answers alone.

    Parameters
    ----------
    earlier, later : ratings with the same ids for the same questions
    scheme : of the later version
    unchanged : questions whose wording and anchors stayed the same

    Returns
    -------
    None where the series is broken: under 5 common questions, under 60 % of the dimension weight
    on them, or no common group
    """
    common = set(unchanged) & set(earlier.questions) & set(later.questions)
    questions = tuple(each for each in scheme.index.leaves if each in common)
    groups = tuple(sorted(_groups_heard(earlier, common) & _groups_heard(later, common)))
    if len(questions) < FEWEST_QUESTIONS or not groups:
        return None
    part = dataclasses.replace(scheme_on(scheme, common), readiness=None)
    years = [ratings_of_groups(ratings_on(each, questions), groups) for each in (earlier, later)]
    scored = [_scored(each, part) for each in years]
    if _dimension_weight(scheme, scored) < LEAST_DIMENSION_WEIGHT - 1e-9:
        return None
    before, after = (float(tree.scores.values[-1]) for _, tree in scored)
    if math.isnan(before) or math.isnan(after):
        return None
    paired, covariance = _pairs(years, scored, part)
    error, df = _error(scored, covariance)
    reach = float(t_quantile(np.array(df))) * error
    difference = after - before
    known = not math.isnan(error)
    return Change(
        difference=difference,
        standard_error=error if known else None,
        interval=(difference - reach, difference + reach) if known else None,
        detectable=known and abs(difference) > reach,
        questions=questions,
        groups=groups,
        paired=paired,
    )


def chained(first: float, changes: Sequence[Change | None]) -> list[float | None]:
    """Trend line: the first score, then each change on top of it; None once it is broken.

    The published level of each year stands as it was reported; this is the line beside it.
    """
    line: list[float | None] = [first]
    for step in changes:
        before = line[-1]
        line.append(None if before is None or step is None else before + step.difference)
    return line


def _groups_heard(ratings: Ratings, questions: Collection[str]) -> set[str]:
    valid = np.asarray((ratings_on(ratings, questions).levels > 0).any(1))
    return set(people_of(ratings, valid).groups)


def _scored(ratings: Ratings, scheme: Scheme) -> tuple[QuestionFigures, TreeFigures]:
    figures = question_figures(ratings, scheme)
    columns = slice(0, len(scheme.index.leaves))
    return figures, tree_figures(scheme.index, columns, figures, scheme, ratings.sessions)


def _dimension_weight(
    scheme: Scheme, scored: Sequence[tuple[QuestionFigures, TreeFigures]]
) -> float:
    """Share of the whole instrument's dimension weight that both years have a score for."""
    root = scheme.index.root
    first, second = (
        {
            tree.tree.nodes[at].key
            for at in tree.tree.levels[1]
            if not math.isnan(tree.scores.values[at])
        }
        for _, tree in scored
    )
    kept = sum(node.weight for node in root.children if node.key in first & second)
    return kept / sum(node.weight for node in root.children)


def _pairs(
    years: Sequence[Ratings],
    scored: Sequence[tuple[QuestionFigures, TreeFigures]],
    scheme: Scheme,
) -> tuple[int, float]:
    """People of both years, and the covariance of the two scores through them."""
    first, second = (
        _influence_by_person(each, *found, scheme)
        for each, found in zip(years, scored, strict=True)
    )
    both = sorted(first.keys() & second.keys())
    covariance = 0.0
    for group in {group for group, _ in both}:
        pairs = [(first[key], second[key]) for key in both if key[0] == group]
        n = len(pairs)
        if n > 1:
            one, other = np.transpose(pairs - np.mean(pairs, 0))
            covariance += n / (n - 1) * float(one @ other)
    return len(both), covariance


def _influence_by_person(
    ratings: Ratings, figures: QuestionFigures, tree: TreeFigures, scheme: Scheme
) -> dict[tuple[str, str], float]:
    given = panel_of(figures, tree.columns, ratings.sessions)
    weights = leaf_weights(scheme.index, ~np.isnan(tree.scores.values))
    z: Floats = influences(given, weights)[0][:, -1]
    return {
        (ratings.groups[row], ratings.respondents[row]): float(value)
        for row, value in zip(given.order, z, strict=True)
    }


def _error(
    scored: Sequence[tuple[QuestionFigures, TreeFigures]], covariance: float
) -> tuple[float, float]:
    variances = np.array([tree.intervals.standard_error[-1] ** 2 for _, tree in scored])
    degrees = np.array([tree.intervals.degrees_of_freedom[-1] for _, tree in scored])
    total, below = float(variances.sum()), float((variances**2 / degrees).sum())
    df = total**2 / below if below > 0 else math.inf
    return math.sqrt(np.maximum(total - 2 * covariance, 0.0)), df  # nan where one of them is
