"""Who answered of those who were invited, and whether that carries a final result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assess.scoring.sensitivity import FEWEST_GROUPS, FEWEST_PEOPLE

LOWEST_RATE = 0.5


@dataclass(frozen=True)
class Response:
    """Response of one region.

    rates : answered / invited by group, None where nobody was invited (walk-ins)
    low : groups under half of the invited
    provisional : under four groups, under eight people, or a group under half
    """

    rates: dict[str, float | None]
    low: tuple[str, ...]
    provisional: bool


def response(answered: Mapping[str, int], invited: Mapping[str, int]) -> Response:
    """Compare people with a valid answer to the invitation list.

    More answers than invitations count as all: walk-ins are welcome. Inside groups nothing is
    re-weighted; nobody knows how those who stayed away differ.

    >>> response({"opd": 4, "umkm": 1}, {"opd": 4, "umkm": 5}).low
    ('umkm',)
    """
    groups = list(dict.fromkeys([*invited, *answered]))
    rates = {
        group: min(answered.get(group, 0) / invited[group], 1.0) if invited.get(group) else None
        for group in groups
    }
    low = tuple(group for group, rate in rates.items() if rate is not None and rate < LOWEST_RATE)
    heard = sum(n > 0 for n in answered.values())
    few = heard < FEWEST_GROUPS or sum(answered.values()) < FEWEST_PEOPLE
    return Response(rates, low, few or bool(low))
