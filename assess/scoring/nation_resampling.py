"""Every region's index over replicated panels: the bootstrap of the whole nation.

The same draws as `resampling` makes for one region, rolled up at once where nothing is missing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assess.scoring.means import Floats
from assess.scoring.nation import Nation, NationFigures
from assess.scoring.resampling import resampled_questions
from assess.scoring.scheme import Scheme
from assess.scoring.tree import RollUp, Tree, leaf_weights, roll_up


def replicated_indices(
    nation: Nation,
    figures: NationFigures,
    scheme: Scheme,
    replicates: int,
    rng: np.random.Generator,
    *,
    regions: Sequence[int] | None = None,
) -> Floats:
    """Index of each region in every replicate; people are drawn inside groups, n - 1 of n.

    Parameters
    ----------
    regions : positions of the regions wanted, or None for all

    Returns
    -------
    array of shape (n_regions, replicates), nan where undefined
    """
    wanted = range(len(nation.regions)) if regions is None else regions
    groups, tree = len(nation.groups), scheme.index
    found = np.empty((len(wanted), replicates))
    for row, region in enumerate(wanted):
        starts = nation.starts[region * groups : (region + 1) * groups + 1]
        questions = resampled_questions(
            nation.levels[starts[0] : starts[-1]],
            np.repeat(np.arange(groups), np.diff(starts)),
            figures.weights[region],
            replicates,
            rng,
        )
        found[row] = _indices(tree, questions, _of_region(figures.nodes, region), scheme)
    return found


def _of_region(nodes: RollUp, region: int) -> RollUp:
    return RollUp(nodes.values[region], nodes.coverage[region], nodes.applicable[region])


def _indices(tree: Tree, questions: Floats, own: RollUp, scheme: Scheme) -> Floats:
    """Roll replicates up: by one product where they lack what the region lacks, else in full."""
    leaves = len(tree.leaves)
    available = ~np.isnan(own.values)
    missing = np.isnan(questions)
    same = (missing == ~available[:leaves]).all(1)
    weights = leaf_weights(tree, available)[:, -1]
    found = np.where(missing, 0.0, questions) @ weights
    if not available[-1]:
        found[:] = np.nan
    if not same.all():
        again = roll_up(
            tree,
            questions[~same],
            minimum_coverage=scheme.minimum_coverage,
            applicable=own.applicable[:leaves],
        )
        found[~same] = again.values[:, -1]
    return found
