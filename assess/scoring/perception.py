"""Agreement with statements: balanced over groups like the index, and never part of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

HIGHEST = 5


@dataclass(frozen=True)
class Perception:
    """Answers to one statement.

    mean : balanced mean of the groups' means, 1..5, None where nobody answered
    n : people with an answer from 1 to 5; do_not_know : people who do not know
    shares : balanced share of answers at 1..5, five floats that sum to 1, or None
    """

    mean: float | None
    n: int
    do_not_know: int
    shares: tuple[float, ...] | None


def perception(
    numbers: Mapping[tuple[str, int], int], group_weights: Mapping[str, float]
) -> Perception:
    """Summarise one statement.

    Parameters
    ----------
    numbers : (group, answer) -> number of people; answers outside 1..5 enter no mean
    group_weights : declared weight of each group; a group that is not named weighs 1

    >>> perception({("bank", 5): 1, ("office", 2): 30}, {}).mean
    3.5
    """
    valid = {key: n for key, n in numbers.items() if 1 <= key[1] <= HIGHEST}
    heads: dict[str, int] = {}
    for (group, _), n in valid.items():
        heads[group] = heads.get(group, 0) + n
    total = sum(group_weights.get(group, 1.0) for group in heads)
    unsure = sum(n for (_, answer), n in numbers.items() if answer == -1)
    if not heads:
        return Perception(None, 0, unsure, None)
    shares = [0.0] * HIGHEST
    for (group, answer), n in valid.items():
        shares[answer - 1] += group_weights.get(group, 1.0) * n / heads[group] / total
    mean = sum(level * share for level, share in enumerate(shares, start=1))
    return Perception(mean, sum(heads.values()), unsure, tuple(shares))
