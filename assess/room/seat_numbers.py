"""Which seat has which number once two servers have each given out their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from assess.room.logs import LogRelation


class Claim(NamedTuple):
    name: str
    number: int
    joined_at: datetime


def seat_numbers(
    ours: Sequence[Claim], theirs: Sequence[Claim], stands: LogRelation
) -> dict[str, int]:
    """Number by the seat's name. The log speaks of seats by number, so the side whose log goes
    further keeps its own; else who joined first does, and the others go to the end.

    >>> from datetime import UTC
    >>> early, late = (datetime(2026, 11, 21, hour, tzinfo=UTC) for hour in (8, 9))
    >>> seat_numbers([Claim("a", 1, late)], [Claim("b", 1, early)], LogRelation.SAME)
    {'b': 1, 'a': 2}
    >>> seat_numbers([Claim("a", 1, late)], [Claim("b", 1, early)], LogRelation.OLDER)
    {'a': 1, 'b': 2}
    """
    leading = theirs if stands is LogRelation.NEWER else ours
    following = ours if stands is LogRelation.NEWER else theirs
    first = {claim.name for claim in leading}
    claims = [*leading, *(claim for claim in following if claim.name not in first)]
    if stands is LogRelation.SAME:
        claims.sort(key=lambda claim: (claim.joined_at, claim.name))
    numbers: dict[str, int] = {}
    taken: set[int] = set()
    moved = []
    for claim in claims:
        if claim.number in taken:
            moved.append(claim)
        else:
            numbers[claim.name] = claim.number
            taken.add(claim.number)
    free = max((claim.number for claim in claims), default=0) + 1
    for claim in sorted(moved, key=lambda claim: (claim.joined_at, claim.name)):
        numbers[claim.name] = free
        free += 1
    return numbers
