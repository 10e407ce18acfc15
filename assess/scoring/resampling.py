"""Rescaled bootstrap of people inside groups (Rao and Wu 1988): n - 1 draws with replacement.

For what is not linear in the answers. Drawing n would miss (n - 1)/n of each group's variance;
in groups of three that is a third.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from assess.scoring.means import divide
from assess.scoring.ratings import LOWEST, Matrix
from assess.scoring.uncertainty import CONFIDENCE, NORMAL_QUANTILE, t_quantile

Floats = npt.NDArray[np.float64]


def draw_counts(people: int, draws: int, replicates: int, rng: np.random.Generator) -> Floats:
    """How often each person is drawn: shape (replicates, people), rows summing to `draws`."""
    drawn = rng.integers(0, people, size=(replicates, draws))
    rows = np.arange(replicates)[:, None] * people
    flat = np.bincount((drawn + rows).ravel(), minlength=replicates * people)
    return flat.reshape(replicates, people).astype(np.float64)


def resampled_questions(
    levels: Matrix,
    group_of_row: npt.NDArray[np.intp],
    weights: Floats,
    replicates: int,
    rng: np.random.Generator,
) -> Floats:
    """Question scores of replicated panels.

    Parameters
    ----------
    levels : (P, Q) codes of `Ratings`
    weights : (G, Q) relative weights of groups, 0 where a group gave no level

    Returns
    -------
    (replicates, Q), nan where nobody drawn gave a level. A group of one keeps its answers and
    takes the deviation of a person drawn from the other groups; alone, it does not vary.
    """
    valid = levels >= LOWEST
    answers = np.where(valid, levels, 0).astype(np.float64)
    deviations = _donor_deviations(answers, valid, group_of_row)
    total = np.zeros((replicates, levels.shape[1]))
    weight = np.zeros_like(total)
    for group in range(len(weights)):
        rows = np.flatnonzero(group_of_row == group)
        if len(rows) == 0:
            continue
        means = (
            _replicated_means(answers[rows], valid[rows], replicates, rng)
            if len(rows) > 1
            else _borrowing_means(answers[rows[0]], valid[rows[0]], deviations, replicates, rng)
        )
        counted = np.where(np.isnan(means), 0.0, weights[group])
        total += counted * np.nan_to_num(means)
        weight += counted
    return divide(total, weight)


def _replicated_means(
    answers: Floats, valid: npt.NDArray[np.bool_], replicates: int, rng: np.random.Generator
) -> Floats:
    people = len(answers)
    counts = draw_counts(people, people - 1, replicates, rng)
    return divide(counts @ answers, counts @ valid.astype(np.float64))


def _donor_deviations(
    answers: Floats, valid: npt.NDArray[np.bool_], group_of_row: npt.NDArray[np.intp]
) -> Floats:
    """Deviations of people in groups of two or more, of full variance: x sqrt(n/(n-1))."""
    found = [np.zeros((0, answers.shape[1]))]
    for group in np.unique(group_of_row):
        rows = group_of_row == group
        n = int(rows.sum())
        if n > 1:
            means = divide(answers[rows].sum(0), valid[rows].sum(0))
            centred = np.where(valid[rows], answers[rows] - means, 0.0)
            found.append(centred * np.sqrt(n / (n - 1)))
    return np.concatenate(found)


def _borrowing_means(
    answers: Floats,
    valid: npt.NDArray[np.bool_],
    deviations: Floats,
    replicates: int,
    rng: np.random.Generator,
) -> Floats:
    own = np.where(valid, answers, np.nan)
    if len(deviations) == 0:
        return np.broadcast_to(own, (replicates, len(own)))
    return np.asarray(own + deviations[rng.integers(0, len(deviations), size=replicates)])


def percentile_interval(
    score: float, replicates: Floats, df: float, confidence: float = CONFIDENCE
) -> tuple[float, float]:
    """Percentiles of the replicates, their deviations from the score inflated by t_df / z."""
    known = replicates[~np.isnan(replicates)]
    scale = float(t_quantile(np.array(df), confidence)) / NORMAL_QUANTILE
    tail = (1 - confidence) / 2
    low, high = np.quantile(score + scale * (known - score), [tail, 1 - tail])
    return float(low), float(high)
