"""From current state to target: gaps, what they contribute, and what comes first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from assess.scoring.comparison import ranks

Floats = npt.NDArray[np.float64]

TOLERANCE = 1e-9
LOW_EFFORT = 2.5  # on a scale of 1 to 5; at most this counts as low


class Quadrant(StrEnum):
    """Importance-performance quadrants (Martilla and James 1977)."""

    CONCENTRATE = "concentrate here"  # important, weak
    KEEP_UP = "keep up the good work"  # important, strong
    LOW_PRIORITY = "low priority"  # less important, weak
    OVERKILL = "possible overkill"  # less important, strong


class QuickWin(StrEnum):
    """Classes of the impact-effort matrix."""

    QUICK_WIN = "quick win"  # high impact, low effort
    MAJOR_PROJECT = "major project"  # high impact, high effort
    FILL_IN = "fill-in"  # low impact, low effort
    HARD_SLOG = "hard slog"  # low impact, high effort
    NO_GAP = "no gap"


def gap(score: Floats, target: Floats) -> Floats:
    """max(0, target - score) in levels; nan where either is undefined, never a gap to 5."""
    return np.maximum(0.0, target - score)


def surplus(score: Floats, target: Floats) -> Floats:
    """max(0, score - target) in levels: shown apart, it offsets no gap elsewhere."""
    return np.maximum(0.0, score - target)


def contribution(path_weight: Floats, gaps: Floats) -> Floats:
    """Path weight x gap; sums over leaves to the gross gap of the index."""
    return path_weight * gaps


def priority(contributions: Floats, importance: Floats) -> Floats:
    """Contribution x importance / mean importance (method section 10)."""
    mean: Floats = contributions * importance / importance.mean()
    return mean


@dataclass(frozen=True)
class IndexGap:
    """Gap of the whole, gross and net.

    gross : sum of contributions; surpluses offset nothing
    net : sum of path weight x (target - score); surpluses offset gaps
    shares : each contribution as a share of gross, nan where there is no gap at all
    """

    gross: float
    net: float
    shares: Floats


def index_gap(path_weight: Floats, score: Floats, target: Floats) -> IndexGap:
    """Decompose the gap of the index over leaves whose scores and targets are all defined.

    >>> found = index_gap(np.array([0.5, 0.5]), np.array([2.0, 4.0]), np.array([3.0, 3.0]))
    >>> found.gross, found.net, found.shares.tolist()
    (0.5, 0.0, [1.0, 0.0])
    """
    parts = contribution(path_weight, gap(score, target))
    gross = float(parts.sum())
    net = float((path_weight * (target - score)).sum())
    shares = parts / gross if gross > 0 else np.full(parts.shape, np.nan)
    return IndexGap(gross, net, shares)


def priority_ranks(priorities: Floats) -> npt.NDArray[np.int64]:
    """Rank 1 for the highest priority; ties within 1e-9 share the smallest rank.

    >>> priority_ranks(np.array([0.1, 0.3, 0.1 + 1e-12])).tolist()
    [2, 1, 2]
    """
    return ranks(priorities)


def quadrants(importance: Floats, score: Floats) -> list[Quadrant]:
    """Importance-performance quadrant of each item, cut at the means; equal counts as high."""
    important = importance >= importance.mean() - TOLERANCE
    strong = score >= score.mean() - TOLERANCE
    names = {
        (True, False): Quadrant.CONCENTRATE,
        (True, True): Quadrant.KEEP_UP,
        (False, False): Quadrant.LOW_PRIORITY,
        (False, True): Quadrant.OVERKILL,
    }
    return [names[bool(i), bool(s)] for i, s in zip(important, strong, strict=True)]


def quick_wins(contributions: Floats, effort: Floats) -> list[QuickWin]:
    """Class of each item in the impact-effort matrix.

    Impact is the contribution, high from the median of the positive ones on; effort is low up
    to 2.5. What contributes nothing has no gap, whatever its effort.
    """
    positive = contributions > TOLERANCE
    cut = np.median(contributions[positive]) if positive.any() else np.inf
    high = contributions >= cut - TOLERANCE
    low_effort = effort <= LOW_EFFORT + TOLERANCE
    names = {
        (True, True): QuickWin.QUICK_WIN,
        (True, False): QuickWin.MAJOR_PROJECT,
        (False, True): QuickWin.FILL_IN,
        (False, False): QuickWin.HARD_SLOG,
    }
    return [
        names[bool(h), bool(e)] if p else QuickWin.NO_GAP
        for p, h, e in zip(positive, high, low_effort, strict=True)
    ]
