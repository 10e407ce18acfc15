"""Whether enough people of a group came for the group to have spoken."""

from __future__ import annotations


def needed(expected: int) -> int:
    """Seats of a group from which it has a quorum: half of those expected, rounded up, the share
    under which the method calls a result provisional.

    A group that nobody was expected of needs none, and has one with its first seat.

    >>> [needed(expected) for expected in (0, 1, 4, 5)]
    [0, 1, 2, 3]
    """
    return -(-expected // 2)


def has_quorum(seats: int, expected: int) -> bool | None:
    """None where nobody was expected and nobody came: there is nothing to judge.

    >>> has_quorum(2, 4), has_quorum(2, 5), has_quorum(0, 0), has_quorum(1, 0)
    (True, False, None, True)
    """
    if expected == 0 and seats == 0:
        return None
    return seats >= max(needed(expected), 1)
