"""Regions beside each other: ranks that treat ties as ties."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

TIE = 1e-9


def ranks(scores: Floats) -> npt.NDArray[np.int64]:
    """Rank 1 for the highest; ties share the smallest rank; 0 where the score is undefined.

    Rank = 1 + number strictly better. Scores closer than 1e-9 are tied, so that float noise
    decides nothing.

    Parameters
    ----------
    scores : array of shape (n,), nan where undefined

    >>> ranks(np.array([0.1 + 0.2, 0.3, 0.5, np.nan])).tolist()
    [2, 2, 1, 0]
    """
    defined = np.sort(scores[~np.isnan(scores)])
    better = len(defined) - np.searchsorted(defined, scores + TIE, side="right")
    found: npt.NDArray[np.int64] = np.where(np.isnan(scores), 0, 1 + better).astype(np.int64)
    return found
