"""From arrays to the named scores of a scorecard: nan becomes None, and gets its reason."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from assess.questionnaire.instrument import Predicate
from assess.scoring.agreement import hidden_conflict
from assess.scoring.figures import QuestionFigures
from assess.scoring.scheme import DEPTH, Scheme
from assess.scoring.scores import NodeScore, QuestionScore, Undefined, spread_of
from assess.scoring.tree_figures import TreeFigures

TOLERANCE = 1e-9
SKEWED_BY = 0.5  # levels between score and interpolated median from which both are shown

Floats = npt.NDArray[np.float64]


def questions_of(
    figures: QuestionFigures, part: TreeFigures, scheme: Scheme
) -> dict[str, QuestionScore]:
    """Scores of all questions of one tree, in its order."""
    offset = part.columns.start
    return {
        key: _question(key, offset + leaf, leaf, figures, part, scheme)
        for leaf, key in enumerate(part.tree.leaves)
    }


def _question(
    key: str,
    column: int,
    leaf: int,
    figures: QuestionFigures,
    part: TreeFigures,
    scheme: Scheme,
) -> QuestionScore:
    means = _by_group(figures.groups, figures.means[:, column])
    spread, extremes = spread_of(means)
    n, unsure = int(figures.valid[:, column].sum()), int(figures.do_not_know[column])
    says_not_applicable, blank = int(figures.not_applicable[column]), int(figures.blank[column])
    histogram = figures.histogram[column]
    return QuestionScore(
        key=key,
        score=_defined(figures.scores[column]),
        reason=_reason_of_question(figures, column),
        level=int(figures.levels[column]) or None,
        target=_defined(figures.targets[column]),
        gap=_defined(figures.gaps[column]),
        surplus=_defined(figures.surpluses[column]),
        n=n,
        asked=n + unsure + says_not_applicable + blank,
        do_not_know=unsure,
        not_applicable=says_not_applicable,
        blank=blank,
        n_by_group={
            group: int(valid)
            for group, valid, asked in zip(
                figures.groups, figures.valid[:, column], figures.goes_to[:, column], strict=True
            )
            if asked or valid
        },
        group_means=means,
        histogram=None if np.isnan(histogram).any() else tuple(histogram.tolist()),
        spread=spread,
        spread_groups=extremes,
        disagreement=spread is not None and spread >= scheme.disagreement_range - TOLERANCE,
        weight=part.tree.nodes[leaf].weight,
        path_weight=float(part.declared[leaf]),
        effective_weight=float(part.effective[leaf]),
        contribution=_defined(part.contributions[leaf]),
        standard_error=_defined(part.intervals.standard_error[leaf]),
        interval=_interval(leaf, part),
        target_means=_by_group(figures.groups, figures.target_means[:, column]),
        n_targets={
            group: int(given)
            for group, given in zip(figures.groups, figures.targets_given[:, column], strict=True)
            if given
        },
        **_agreement(column, n, spread, figures, scheme),
    )


def _agreement(
    column: int, n: int, spread: float | None, figures: QuestionFigures, scheme: Scheme
) -> dict[str, Any]:
    """Measures of agreement on one question; nobody agrees with oneself."""
    score, middle = figures.scores[column], figures.interpolated_medians[column]
    conflict = spread is not None and bool(
        hidden_conflict(
            figures.agreement_inside[:, column], np.array(spread), scheme.disagreement_range
        )
    )
    several = not math.isnan(score) and n > 1
    return {
        "agreement": _defined(figures.agreement[column]) if several else None,
        "average_deviation": _defined(figures.average_deviation[column]) if several else None,
        "rwg": _defined(figures.rwg[column]) if several else None,
        "interpolated_median": _defined(middle),
        "skewed": bool(abs(score - middle) > SKEWED_BY + TOLERANCE),
        "hidden_conflict": conflict,
    }


def _interval(position: int, part: TreeFigures) -> tuple[float, float] | None:
    low, high = part.intervals.low[position], part.intervals.high[position]
    return None if math.isnan(low) else (float(low), float(high))


def _reason_of_question(figures: QuestionFigures, column: int) -> Undefined | None:
    if not math.isnan(figures.scores[column]):
        return None
    says_so = figures.inapplicable[column] or figures.called_inapplicable[column]
    return Undefined.NOT_APPLICABLE if says_so else Undefined.NO_VALID_ANSWER


def nodes_at(
    depth: str, figures: QuestionFigures, part: TreeFigures, scheme: Scheme
) -> dict[str, NodeScore]:
    """Scores of all nodes at one depth of a tree ("index", "dimensions" or "subpillars")."""
    positions = part.tree.levels[DEPTH.index(depth)]
    return {
        part.tree.nodes[position].key: _node(position, figures, part, scheme)
        for position in positions
    }


def _node(position: int, figures: QuestionFigures, part: TreeFigures, scheme: Scheme) -> NodeScore:
    node = part.tree.nodes[position]
    below = np.flatnonzero(part.tree.below[position]) + part.columns.start
    means = _by_group(figures.groups, part.by_group[:, position])
    spread, extremes = spread_of(means)
    n_by_group = _people_by_group(figures, below)
    score = _defined(part.scores.values[position])
    return NodeScore(
        key=node.key,
        score=score,
        reason=_reason_of_node(position, sum(n_by_group.values()), part),
        level=int(part.levels[position]) or None,
        predicate=None if score is None else _predicate(score, scheme.predicates),
        coverage=float(part.scores.coverage[position]),
        target=_defined(part.targets.values[position]),
        gap=_defined(part.gaps.values[position]),
        surplus=_defined(part.surpluses.values[position]),
        contribution=_defined(part.contributions[position]),
        n=sum(n_by_group.values()),
        n_by_group=n_by_group,
        do_not_know_share=_do_not_know_share(figures, below),
        spread=spread,
        spread_groups=extremes,
        weight=node.weight,
        path_weight=float(part.declared[position]),
        children=tuple(child.key for child in node.children),
        effective_weight=float(part.effective[position]),
        group_means=means,
        standard_error=_defined(part.intervals.standard_error[position]),
        interval=_interval(position, part),
        degrees_of_freedom=_finite(part.intervals.degrees_of_freedom[position]),
        no_variation=bool(part.intervals.no_variation[position]),
        error_by_session=_defined(part.errors_by_session[position]),
    )


def _reason_of_node(position: int, n: int, part: TreeFigures) -> Undefined | None:
    if not math.isnan(part.scores.values[position]):
        return None
    if not part.scores.applicable[position]:
        return Undefined.NOT_APPLICABLE
    return Undefined.COVERAGE if n else Undefined.NO_VALID_ANSWER


def _people_by_group(figures: QuestionFigures, columns: npt.NDArray[np.intp]) -> dict[str, int]:
    """People with at least one valid answer in the columns; groups that were asked any."""
    spoke = np.asarray(figures.answered[:, columns].any(1))
    n = np.bincount(figures.group_of_row[spoke], minlength=len(figures.groups))
    asked = np.asarray(figures.goes_to[:, columns].any(1))
    return {
        group: int(people)
        for group, people, was_asked in zip(figures.groups, n, asked, strict=True)
        if was_asked or people
    }


def _do_not_know_share(figures: QuestionFigures, columns: npt.NDArray[np.intp]) -> float | None:
    unsure = int(figures.do_not_know[columns].sum())
    total = unsure + int(figures.valid[:, columns].sum())
    return unsure / total if total else None


def _predicate(score: float, bands: tuple[Predicate, ...]) -> str | None:
    """Indonesian name of the band of a score.

    Compared with a tolerance, never rounded: 2.6 that comes out as 2.5999999999999996 is in the
    band that starts at 2.6, 2.596 is not.
    """
    reached = [band for band in bands if band.min <= score + TOLERANCE]
    return max(reached, key=lambda band: band.min).name.id if reached else None


def _by_group(groups: tuple[str, ...], values: Floats) -> dict[str, float]:
    return {
        group: float(value)
        for group, value in zip(groups, values, strict=True)
        if not math.isnan(value)
    }


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _defined(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
