"""Answers that look careless: flagged, shown with and without, never left out of the score.

In a region at level 1 an honest person answers 1 throughout; a flag is a question, no verdict.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assess.scoring.means import divide
from assess.scoring.ratings import LOWEST, Matrix

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

LONGEST_RUN_SHARE = 0.6
LOWEST_VARIABILITY_PERCENTILE = 1
FASTEST_SECONDS = 2.0
NOTABLE_CHANGE = 0.1  # levels by which the score must move to be shown without flagged people


def _runs(row: npt.NDArray[np.int8]) -> Counts:
    """Lengths of runs of one level; what is no level ends a run and is none."""
    if len(row) == 0:
        return np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(np.concatenate([[True], row[1:] != row[:-1]]))
    lengths = np.diff(np.append(starts, len(row)))
    return np.asarray(lengths[row[starts] >= LOWEST], dtype=np.int64)


def longest_runs(shown: Matrix) -> Counts:
    """Longest run of the same level of each person: shape (n_people,), 0 without any.

    shown : (n_people, n_questions) codes of `Ratings`, columns in the order in which the
        questions were shown; in another order a run means nothing

    >>> longest_runs(np.array([[3, 3, 0, 3, 1]], dtype=np.int8)).tolist()
    [2]
    """
    return np.array([_runs(row).max(initial=0) for row in shown], dtype=np.int64)


def average_runs(shown: Matrix) -> Floats:
    """Mean length of the runs of each person, nan without any."""
    runs = [_runs(row) for row in shown]
    return divide(np.array([each.sum() for each in runs]), np.array([len(each) for each in runs]))


def variability(levels: Matrix) -> Floats:
    """IRV: standard deviation (n - 1) of each person's answers (Dunn et al. 2018).

    Shape (n_people,), nan with fewer than two answers.
    """
    valid = levels >= LOWEST
    n = valid.sum(1)
    mean = divide(np.where(valid, levels, 0).sum(1), n)
    squares = np.where(valid, (levels - mean[:, None]) ** 2, 0.0).sum(1)
    return np.asarray(np.sqrt(divide(squares, np.where(n < 2, 0, n - 1))))


def modal_share(levels: Matrix) -> Floats:
    """Share of each person's most frequent level among their answers, nan without any."""
    counts = np.stack([(levels == level).sum(1) for level in range(1, 6)], axis=1)
    return divide(counts.max(1), counts.sum(1))


@dataclass(frozen=True)
class CarelessSigns:
    """Signs of each person; `flagged` asks for a look, it excludes nobody."""

    longest_run: Counts
    average_run: Floats
    variability: Floats
    modal_share: Floats
    flagged: Flags


def careless_signs(shown: Matrix, seconds_per_question: Floats | None = None) -> CarelessSigns:
    """Flag a run over 60 % of the questions shown, or hardly any variation within seconds.

    Parameters
    ----------
    shown : (n_people, n_questions), columns in the order shown; NA, DK and blank end a run
    seconds_per_question : (n_people,) nan where unknown; without it nobody is flagged for the
        lack of variation alone
    """
    run, spread = longest_runs(shown), variability(shown)
    flagged = run > LONGEST_RUN_SHARE * shown.shape[1]
    known = spread[~np.isnan(spread)]
    if seconds_per_question is not None and len(known):
        low = spread <= np.percentile(known, LOWEST_VARIABILITY_PERCENTILE)
        flagged = flagged | (low & (seconds_per_question < FASTEST_SECONDS))
    return CarelessSigns(run, average_runs(shown), spread, modal_share(shown), flagged)


def unusual_profiles(profiles: Floats) -> Floats:
    """Squared Mahalanobis distance of each person's sub-pillar means from all others'.

    Parameters
    ----------
    profiles : (n_people, n_subpillars); people with a gap get nan

    Returns
    -------
    (n_people,); nan throughout unless more than three people per variable are complete
    """
    complete = ~np.isnan(profiles).any(1)
    distances = np.full(len(profiles), np.nan)
    if complete.sum() <= 3 * profiles.shape[1]:
        return distances
    centred = profiles[complete] - profiles[complete].mean(0)
    inverse = np.linalg.pinv(np.atleast_2d(np.cov(centred, rowvar=False)))
    distances[complete] = np.einsum("ij,jk,ik->i", centred, inverse, centred)
    return distances
