"""From answers to question scores: counts, group balance, histogram, level.

Everything works on counts, an int array of shape (..., n_groups, n_questions, 8) whose last axis
is: not applicable, do not know, blank, level 1 .. level 5. Counts hold all that a point estimate
needs, and can be updated by one when an answer changes.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from assess.scoring.means import arithmetic, divide
from assess.scoring.ratings import BLANK, DO_NOT_KNOW, HIGHEST, LOWEST, NOT_APPLICABLE, Matrix

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Levels = npt.NDArray[np.int64]

TOLERANCE = 1e-9
LEVELS = np.arange(LOWEST, HIGHEST + 1)
MAJORITY = 0.5
STAGED_SHARE = 0.8

_CODES = HIGHEST - NOT_APPLICABLE + 1
AT_NOT_APPLICABLE = 0
AT_DO_NOT_KNOW = DO_NOT_KNOW - NOT_APPLICABLE
AT_BLANK = BLANK - NOT_APPLICABLE
_AT_LOWEST = LOWEST - NOT_APPLICABLE


class Balance(StrEnum):
    """Whose voices weigh the same."""

    GROUPS = "groups"  # every group, whatever its size: the default
    PEOPLE = "people"  # every person: large groups drown small ones; for sensitivity only


def count_answers(levels: Matrix, group_of_row: npt.NDArray[np.intp], n_groups: int) -> Counts:
    """Count the answers of each group to each question.

    Parameters
    ----------
    levels : int8 array of shape (n_respondents, n_questions), codes of `Ratings`
    group_of_row : int array of shape (n_respondents,), 0 .. n_groups - 1

    Returns
    -------
    int array of shape (n_groups, n_questions, 8); who was not asked is counted nowhere

    >>> count_answers(np.int8([[3], [3], [-1]]), np.array([0, 0, 0]), 1)[0, 0].tolist()
    [0, 1, 0, 0, 0, 2, 0, 0]
    """
    _, n_questions = levels.shape
    cells = group_of_row[:, None] * n_questions + np.arange(n_questions)
    codes = cells * _CODES + (levels.astype(np.intp) - NOT_APPLICABLE)
    was_asked = levels >= NOT_APPLICABLE
    flat = np.bincount(codes[was_asked], minlength=n_groups * n_questions * _CODES)
    return flat.reshape(n_groups, n_questions, _CODES)


def histograms(counts: Counts) -> Counts:
    """Numbers of valid answers at levels 1 to 5: shape (..., n_groups, n_questions, 5)."""
    return counts[..., _AT_LOWEST:]


def group_means(counts: Counts) -> Floats:
    """Mean of the valid answers of each group, 1..5, nan where it has none.

    Shape (..., n_groups, n_questions). Do not know, not applicable and blank never enter it.
    """
    by_level = histograms(counts)
    return divide(by_level @ LEVELS, by_level.sum(-1))


def respondent_weights(counts: Counts, declared: Floats, balance: Balance) -> Floats:
    """Weight of each group in each question: 0 where it gave no valid answer.

    Parameters
    ----------
    declared : array of shape (n_groups,), the groups' weights W_g; used by Balance.GROUPS

    Returns
    -------
    array of shape (..., n_groups, n_questions), relative within a question
    """
    n: Counts = histograms(counts).sum(-1)
    if balance is Balance.PEOPLE:
        return n.astype(np.float64)
    return np.where(n > 0, declared[:, None], 0.0)


def balanced_mean(values: Floats, weights: Floats) -> Floats:
    """Weighted mean over groups: s_q = sum W_g m_gq / sum W_g (method section 3).

    Parameters
    ----------
    values, weights : arrays of shape (..., n_groups, n_questions); weight 0 where nan

    Returns
    -------
    array of shape (..., n_questions), nan where nobody has weight

    A ministry of three and a bank of one weigh the same:

    >>> float(balanced_mean(np.array([[2.0], [4.0]]), np.array([[1.0], [1.0]]))[0])
    3.0
    """
    return arithmetic(np.moveaxis(values, -2, -1), np.moveaxis(weights, -2, -1))


def balanced_histogram(counts: Counts, weights: Floats) -> Floats:
    """Balanced share of answers at each level: mean over groups of the groups' own shares.

    Returns
    -------
    array of shape (..., n_questions, 5) that sums to 1 over levels, nan where nobody has weight
    """
    by_level = histograms(counts)
    shares = np.nan_to_num(divide(by_level, by_level.sum(-1)[..., None]))
    return divide((shares * weights[..., None]).sum(-3), weights.sum(-2)[..., None])


def majority_level(histogram: Floats) -> Levels:
    """Highest level that a strict majority of balanced weight reaches, 0 where undefined.

    max L with sum of h_l over l >= L above 1/2 (method section 4). Exact ties occur: five ones
    against five fives are level 1, so the comparison is > 1/2 + 1e-9.

    >>> majority_level(np.array([[0.5, 0, 0, 0, 0.5], [0, 0.4, 0.6, 0, 0]])).tolist()
    [1, 3]
    """
    reached = np.cumsum(histogram[..., ::-1], axis=-1) > MAJORITY + TOLERANCE
    level: Levels = reached.sum(-1)
    return level


def staged_level(levels: Levels, weights: Floats) -> Levels:
    """Staged level of a node from the levels of its children (method section 8).

    max L with at least 0.8 of the child weight at level L or above and no child under L - 1.
    A rule of our own: no outside oracle.

    Parameters
    ----------
    levels : int array of shape (..., n_children), 0 where undefined
    weights : array that broadcasts to it, 0 where a child is not counted

    >>> staged_level(np.array([3, 3, 3, 3, 1]), np.ones(5)).tolist()
    2
    """
    counted = (weights > 0) & (levels > 0)
    weight = np.where(counted, weights, 0.0)
    total = weight.sum(-1)
    lowest = np.where(counted, levels, HIGHEST).min(-1, initial=HIGHEST)
    at_least = levels[..., None, :] >= LEVELS[:, None]
    share = divide((at_least * weight[..., None, :]).sum(-1), total[..., None])
    holds = (share >= STAGED_SHARE - TOLERANCE) & (lowest[..., None] >= LEVELS - 1)
    level: Levels = np.where(holds, LEVELS, 0).max(-1)
    return level


def target_means(
    levels: Matrix, targets: Matrix, group_of_row: npt.NDArray[np.intp], n_groups: int
) -> tuple[Floats, Counts]:
    """Mean target of each group among those with a valid current level, and their number.

    Returns
    -------
    means : array of shape (n_groups, n_questions), nan where none was given
    given : int array of the same shape
    """
    counted = np.where(levels >= LOWEST, targets, BLANK).astype(np.int8)
    counts = count_answers(counted, group_of_row, n_groups)
    return group_means(counts), histograms(counts).sum(-1)
