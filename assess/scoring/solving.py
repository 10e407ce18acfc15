"""Whether a mean that is withheld can be solved for, from the score and from its neighbours.

Who reads knows the method, the weights and the numbers of people, and can count.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assess.scoring.ratings import HIGHEST, LOWEST

_LARGEST_SUM = 1_000_000  # of scaled points; beyond it nothing is proven
_MOST_POINTS = 60  # that two groups exchange when another possibility is looked for


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
    if sum(n_by_group[group] for group in hidden) < k:  # as one alone is
        return False
    return not solvable(hidden, hidden, n_by_group, group_means, group_weights)


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
    return solvable(small, list(group_means), n_by_group, group_means, group_weights)


def solvable(
    protected: Iterable[str],
    hidden: Collection[str],
    n_by_group: Mapping[str, int],
    group_means: Mapping[str, float],
    group_weights: Mapping[str, float],
) -> bool:
    """Whether the weighted sum of the hidden means leaves a protected one a single value.

    >>> solvable(["a"], ["a", "b"], {"a": 1, "b": 1}, {"a": 5.0, "b": 5.0}, {})
    True
    >>> solvable(["a"], ["a", "b"], {"a": 1, "b": 1}, {"a": 3.0, "b": 4.0}, {})
    False
    """
    total = sum(group_weights.get(group, 1.0) * group_means[group] for group in hidden)
    people = {group: n_by_group[group] for group in hidden}
    return solvable_from(total, protected, people, group_weights)


def solvable_from(
    total: float,
    protected: Iterable[str],
    people: Mapping[str, int],
    group_weights: Mapping[str, float],
) -> bool:
    """Whether `total`, the weighted sum of the means of these groups, leaves one a single value.

    A total that their people cannot add up to proves nothing, and counts as yes.
    """
    weights = {
        group: Fraction(group_weights.get(group, 1.0)).limit_denominator(1000) for group in people
    }
    # Everything times one number, so that sums are whole: Fractions are slow.
    scale = math.lcm(*(weights[group].denominator * n for group, n in people.items()))
    step = {group: int(weights[group] * scale / n) for group, n in people.items()}
    points = round(total * scale)
    if points > _LARGEST_SUM:  # weights of many digits: not proven safe
        return True
    options = {
        group: [step[group] * said for said in range(LOWEST * n, HIGHEST * n + 1)]
        for group, n in people.items()
        if step[group] > 0
    }
    for group in protected:
        if group not in options:  # without weight it is in no sum
            continue
        rest = _sums(options[other] for other in options if other != group)
        fitting = sum(points >= said and rest >> (points - said) & 1 for said in options[group])
        if fitting < 2:
            return True
    return False


@dataclass(frozen=True)
class Unknown:
    """What one group said to one withheld question.

    share : its weight in the sum that is known, of the mean; points : sum of the levels of its
    n people; protected : whether it may not be solved for
    side : 1 where the question lies under its target, -1 above, 0 without target: the known gap
        and the known surplus are sums over one side each
    room : what the question can move, in the sum, before it is at its target; infinite without
    """

    question: str
    share: float
    n: int
    points: int
    protected: bool
    side: int = 0
    room: float = math.inf

    @property
    def step(self) -> float:
        """What one level more of one person adds to the sum."""
        return self.share / self.n

    def can(self, more: int) -> bool:
        """Whether one point more, or less, is possible."""
        return LOWEST * self.n <= self.points + more <= HIGHEST * self.n


def solvable_together(unknown: Sequence[Unknown]) -> bool:
    """Whether the sum of all unknown leaves a protected one a single value.

    Where a point can be moved between two of the same step, there is another possibility at
    once. What is left is tried with all sums, unless targets bind it: then nothing is proven.

    >>> at_the_end = Unknown("q1", 0.5, 1, 5, protected=True)
    >>> solvable_together([at_the_end, Unknown("q2", 0.5, 1, 5, protected=True)])
    True
    >>> solvable_together([at_the_end, Unknown("q2", 0.5, 1, 4, protected=False)])
    False
    """
    stuck = [at for at, each in enumerate(unknown) if each.protected and not _moves(each, unknown)]
    if not stuck:
        return False
    if any(each.side for each in unknown):
        return True
    total = sum(each.step * each.points for each in unknown)
    people = {str(at): each.n for at, each in enumerate(unknown)}
    weights = {str(at): each.share for at, each in enumerate(unknown)}
    return solvable_from(total, [str(at) for at in stuck], people, weights)


def _moves(one: Unknown, unknown: Sequence[Unknown]) -> bool:
    """Whether points of a group can go to another, or come from it, unnoticed."""
    return any(
        _unnoticed(one, other, *exchange) or _unnoticed(other, one, *reversed(exchange))
        for other in unknown
        if other is not one and (exchange := _exchange(one, other)) is not None
    )


def _exchange(one: Unknown, other: Unknown) -> tuple[int, int] | None:
    """Fewest points of one that weigh as much as points of the other, and how many these are."""
    if one.step <= 0 or other.step <= 0:
        return None
    ratio = Fraction(other.step / one.step).limit_denominator(_MOST_POINTS)
    if not math.isclose(one.step * ratio, other.step, rel_tol=1e-9):
        return None
    return ratio.numerator, ratio.denominator


def _unnoticed(up: Unknown, down: Unknown, points_up: int, points_down: int) -> bool:
    """Whether one can go up and the other down, with gap and surplus the same sums as before."""
    if not (up.can(points_up) and down.can(-points_down)):
        return False
    if up.question == down.question:
        return True
    moved = up.step * points_up
    return up.side == down.side and min(up.room, down.room) >= moved - 1e-9


def _sums(choices: Iterable[list[int]]) -> int:
    """All sums of one option each, as the set bits of a whole number."""
    reached = 1
    for options in choices:
        further = 0
        for value in options:
            further |= reached << value
        reached = further
    return reached
