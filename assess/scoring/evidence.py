"""Claimed and verified: what people say, and what is left of it where proof is missing."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np

from assess.scoring.ratings import LOWEST, Ratings


def verified(ratings: Ratings, proven: Mapping[str, int], cap: int) -> Ratings:
    """Lower answers above what accepted evidence proves; the claimed ones stay as they are.

    Score the result like any other ratings: the difference to the claimed score is what rests on
    word alone.

    Parameters
    ----------
    proven : highest level that accepted evidence proves, by question; not named: none
    cap : level that is believed without evidence (`ScoringRules.unproven_level_cap`)

    >>> claimed = Ratings(np.int8([[5, 5, -1]]), ("opd",), ("a",), ("q1", "q2", "q3"))
    >>> verified(claimed, {"q1": 4}, cap=2).levels.tolist()
    [[4, 2, -1]]
    """
    highest = np.array([max(cap, proven.get(key, cap)) for key in ratings.questions], dtype=np.int8)
    believed = np.minimum(ratings.levels, highest)
    levels = np.where(ratings.levels >= LOWEST, believed, ratings.levels).astype(np.int8)
    return dataclasses.replace(ratings, levels=levels)


def evidence_strength(ratings: Ratings, proven: Mapping[str, int], cap: int) -> float | None:
    """Share of the answers above the cap that evidence carries; None where nobody claims any.

    >>> claimed = Ratings(np.int8([[5, 3]]), ("opd",), ("a",), ("q1", "q2"))
    >>> evidence_strength(claimed, {"q1": 5}, cap=2)
    0.5
    """
    claims = ratings.levels > cap
    carried = claims & (verified(ratings, proven, cap).levels == ratings.levels)
    return float(carried.sum() / claims.sum()) if claims.any() else None
