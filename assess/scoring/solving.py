"""Whether a mean that is withheld can be solved for, from the score and from its neighbours.

Who reads knows the method, the weights and the numbers of people, and can count.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from assess.scoring.ratings import HIGHEST, LOWEST

_LARGEST_SUM = 1_000_000  # of scaled points; beyond it nothing is proven


def withheld(people: Mapping[str, int], k: int, also: Collection[str] = ()) -> frozenset[str]:
    """Siblings whose figures are withheld, by their numbers of people.

    One that is withheld alone could be solved for from the parent and the others, so the
    smallest of these is withheld with it. A sibling that nobody answered gives nothing away.

    Parameters
    ----------
    also : siblings that are withheld whatever their number

    >>> sorted(withheld({"a": 2, "b": 9, "c": 7}, 3))
    ['a', 'c']
    >>> sorted(withheld({"a": 0, "b": 9, "c": 7}, 3))
    []
    """
    answered = {key: n for key, n in people.items() if n > 0}
    small = {key for key, n in answered.items() if n < k or key in also}
    others = sorted((n, key) for key, n in answered.items() if key not in small)
    if len(small) == 1 and others:
        small.add(others[0][1])
    return frozenset(small)


def shown_groups(
    n_by_group: Mapping[str, int],
    group_means: Mapping[str, float],
    group_weights: Mapping[str, float],
    k: int,
) -> frozenset[str]:
    """Find the groups whose own mean may be shown beside the balanced mean of all.

    Groups under k are hidden. The rest is a sum that a reader can work out, so further groups
    follow, the smallest first, until the hidden ones are at least two and k people together and
    none of their means can be solved for; where that takes all, no group is shown.

    >>> sorted(shown_groups({"a": 1, "b": 5, "c": 8}, {"a": 2.0, "b": 3.0, "c": 3.5}, {}, 3))
    ['c']
    """
    by_size = sorted(group_means, key=lambda group: (n_by_group[group], group))
    hidden = [group for group in by_size if n_by_group[group] < k]
    if not hidden:
        return frozenset(group_means)
    shown = by_size[len(hidden) :]
    while shown and not _safe_together(hidden, n_by_group, group_means, group_weights, k):
        hidden.append(shown.pop(0))
    return frozenset(shown)


def _safe_together(
    hidden: list[str],
    n_by_group: Mapping[str, int],
    group_means: Mapping[str, float],
    group_weights: Mapping[str, float],
    k: int,
) -> bool:
    if len(hidden) < 2 or sum(n_by_group[group] for group in hidden) < k:
        return False
    return not _solvable(hidden, hidden, n_by_group, group_means, group_weights)


def readable(
    n_by_group: Mapping[str, int],
    group_means: Mapping[str, float],
    group_weights: Mapping[str, float],
    k: int,
) -> bool:
    """Whether the score alone tells what a group of fewer than k people said.

    It does near the ends of the scale (a score of 5 means that everybody said 5), and in rooms
    so small that few sums are possible.
    """
    small = [group for group in group_means if n_by_group[group] < k]
    if not small or shown_groups(n_by_group, group_means, group_weights, k):
        return False
    return _solvable(small, list(group_means), n_by_group, group_means, group_weights)


def _solvable(
    protected: Iterable[str],
    hidden: list[str],
    n_by_group: Mapping[str, int],
    group_means: Mapping[str, float],
    group_weights: Mapping[str, float],
) -> bool:
    """Whether the weighted sum of the hidden means leaves a protected one a single value."""
    weights = {
        group: Fraction(group_weights.get(group, 1.0)).limit_denominator(1000) for group in hidden
    }
    # Everything times one number, so that sums are whole: Fractions are slow.
    scale = math.lcm(*(weights[group].denominator * n_by_group[group] for group in hidden))
    step = {group: int(weights[group] * scale / n_by_group[group]) for group in hidden}
    total = sum(step[group] * round(group_means[group] * n_by_group[group]) for group in hidden)
    if total > _LARGEST_SUM:  # weights of many digits: not proven safe
        return True
    options = {
        group: [
            step[group] * points
            for points in range(LOWEST * n_by_group[group], HIGHEST * n_by_group[group] + 1)
        ]
        for group in hidden
        if step[group] > 0
    }
    for group in protected:
        if group not in options:  # without weight it is in no sum
            continue
        rest = _sums(options[other] for other in options if other != group)
        fitting = sum(total >= value and rest >> (total - value) & 1 for value in options[group])
        if fitting < 2:
            return True
    return False


def _sums(choices: Iterable[list[int]]) -> int:
    """All sums of one option each, as the set bits of a whole number."""
    reached = 1
    for options in choices:
        further = 0
        for value in options:
            further |= reached << value
        reached = further
    return reached
