"""Figures of all nodes of one tree, as arrays: what the figures of the questions come to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assess.scoring.aggregation import Floats, Levels, staged_level
from assess.scoring.figures import QuestionFigures
from assess.scoring.scheme import Scheme
from assess.scoring.tree import Flags, RollUp, Tree, leaf_weights, path_weights, roll_up
from assess.scoring.uncertainty import (
    Intervals,
    Panel,
    Spread,
    inflated_by_session,
    linearised_spread,
    panel,
    t_intervals,
)


@dataclass(frozen=True)
class TreeFigures:
    """Figures of all nodes of one tree, in its positions (leaves first, root last).

    by_group : (G, n_nodes) score by the answers of one group alone, nan where undefined
    levels : (n_nodes,) majority level of leaves, staged level of nodes, 0 where undefined
    declared, effective : (n_nodes,) share of the root, see `QuestionScore`
    contributions : (n_nodes,) nan where there is no gap
    spread, intervals : sampling spread of all nodes, by linearisation
    """

    tree: Tree
    columns: slice
    scores: RollUp
    targets: RollUp
    gaps: RollUp
    surpluses: RollUp
    by_group: Floats
    levels: Levels
    declared: Floats
    effective: Floats
    contributions: Floats
    spread: Spread
    intervals: Intervals

    @cached_property
    def errors_by_session(self) -> Floats:
        """Standard errors if people of one meeting resembled each other: (n_nodes,)."""
        known = ~np.isnan(self.intervals.standard_error)
        return np.where(known, inflated_by_session(self.spread), np.nan)


def tree_figures(
    tree: Tree,
    columns: slice,
    questions: QuestionFigures,
    scheme: Scheme,
    sessions: tuple[str, ...] | None = None,
) -> TreeFigures:
    """Roll the figures of the questions in `columns` up the tree.

    sessions : meeting of each person, see `Ratings`
    """
    applicable = ~questions.inapplicable[columns]

    def up(leaves: Floats) -> RollUp:
        return roll_up(
            tree, leaves, minimum_coverage=scheme.minimum_coverage, applicable=applicable
        )

    scores, gaps = up(questions.scores[columns]), up(questions.gaps[columns])
    available = ~np.isnan(scores.values)
    spread = linearised_spread(
        panel_of(questions, columns, sessions), leaf_weights(tree, available)
    )
    with_gap = ~np.isnan(gaps.values)
    shares = path_weights(tree, with_gap)
    return TreeFigures(
        tree=tree,
        columns=columns,
        scores=scores,
        targets=up(questions.targets[columns]),
        gaps=gaps,
        surpluses=up(questions.surpluses[columns]),
        by_group=up(questions.means[:, columns]).values,
        levels=_staged_levels(tree, questions.levels[columns], available),
        declared=path_weights(tree, scores.applicable),
        effective=path_weights(tree, available),
        contributions=np.where(with_gap & with_gap[-1], shares * gaps.values, np.nan),
        spread=spread,
        intervals=t_intervals(scores.values, spread),
    )


def panel_of(questions: QuestionFigures, columns: slice, sessions: tuple[str, ...] | None) -> Panel:
    """Prepare the answers to the questions in `columns` for standard errors."""
    return panel(
        questions.codes[:, columns],
        questions.group_of_row,
        questions.means[:, columns],
        questions.weights[:, columns],
        sessions,
    )


def _staged_levels(tree: Tree, leaves: Levels, defined: Flags) -> Levels:
    levels = np.zeros(len(tree.nodes), dtype=np.int64)
    levels[: len(leaves)] = leaves
    for branch in tree.branches:
        if defined[branch.position]:
            levels[branch.position] = staged_level(levels[branch.children], branch.weights)
    return levels
