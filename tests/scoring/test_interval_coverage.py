"""Intervals hold the true index at the stated rate, also in small and uneven panels.

`python -m tests.scoring.test_interval_coverage` prints the table of docs/methodology.md.
"""

from __future__ import annotations

import sys

import numpy as np
import pytest
from scipy import special

from assess.scoring.figures import question_figures
from assess.scoring.ratings import Ratings
from assess.scoring.scheme import Scheme
from assess.scoring.tree import Node, Tree
from assess.scoring.tree_figures import tree_figures
from tests.scoring.reading import chance

PERSON_SD, ANSWER_SD = 0.5, 0.7
PANELS = {
    "2 each": (2,) * 6,
    "3 each": (3,) * 6,
    "5 each": (5,) * 6,
    "10 each": (10,) * 6,
    "30 each": (30,) * 6,
    "12, 2, 3, 4, 1, 9": (12, 2, 3, 4, 1, 9),
    "20, 3, 1, 5, 1, 11": (20, 3, 1, 5, 1, 11),
}


def sixty_questions() -> Scheme:
    def subpillar(d: int, s: int) -> Node:
        return Node(f"s{d}.{s}", 1, tuple(Node(f"q{d}.{s}.{n}") for n in range(5)))

    dimensions = tuple(Node(f"d{d}", 1, (subpillar(d, 0), subpillar(d, 1))) for d in range(6))
    return Scheme(index=Tree(Node("index", 1, dimensions)))


def coverage(sizes: tuple[int, ...], surveys: int, rng: np.random.Generator) -> float:
    """Share of simulated surveys whose interval of the index holds the truth."""
    scheme, groups = sixty_questions(), np.repeat(np.arange(len(sizes)), sizes)
    labels = tuple(f"g{group}" for group in groups)
    people = tuple(f"p{n}" for n in range(len(groups)))
    hits = 0
    for _ in range(surveys):
        middle = rng.normal(2.8, 0.6, size=(len(sizes), 60))
        leaning = rng.normal(0, PERSON_SD, size=(len(groups), 1))
        noise = rng.normal(0, ANSWER_SD, size=(len(groups), 60))
        levels = np.clip(np.rint(middle[groups] + leaning + noise), 1, 5).astype(np.int8)
        ratings = Ratings(levels, labels, people, scheme.questions)
        figures = question_figures(ratings, scheme)
        found = tree_figures(scheme.index, slice(0, 60), figures, scheme).intervals
        hits += bool(found.low[-1] <= expected_index(middle) <= found.high[-1])
    return hits / surveys


def expected_index(middle: np.ndarray) -> float:
    """The index if everybody answered: mean over groups and questions of the expected level."""
    spread = np.hypot(PERSON_SD, ANSWER_SD)
    limits = np.array([1.5, 2.5, 3.5, 4.5])
    return float((1 + special.ndtr((middle[..., None] - limits) / spread).sum(-1)).mean())


@pytest.mark.parametrize("panel", ["3 each", "12, 2, 3, 4, 1, 9"])
def test_intervals_cover_at_the_stated_rate(panel: str) -> None:
    """95 % nominal; four standard errors of 250 surveys are 5.5 points."""
    assert coverage(PANELS[panel], 250, chance(11)) >= 0.895


def _main() -> None:
    for name, sizes in PANELS.items():
        sys.stdout.write(f"| {name} | {100 * coverage(sizes, 1500, chance(1)):.0f} % |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _main()
