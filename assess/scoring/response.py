"""Who answered of those who were invited, and whether that carries a final result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assess.scoring.sensitivity import FEWEST_GROUPS, FEWEST_PEOPLE

LOWEST_RATE = 0.5


class Shortfall(StrEnum):
    """Why a result is provisional."""

    FEW_GROUPS = "few_groups"  # under four
    FEW_PEOPLE = "few_people"  # under eight
    LOW_RESPONSE = "low_response"  # a group under half of the invited


@dataclass(frozen=True)
class Response:
    """Response of one region.

    rates : answered / invited by group, None where nobody was invited (walk-ins) and where the
        rate would count fewer than k people
    low : groups under half of the invited
    reasons : why the result is provisional; none where it is final
    """

    rates: dict[str, float | None]
    low: tuple[str, ...]
    reasons: tuple[Shortfall, ...]

    @property
    def provisional(self) -> bool:
        """Whether more people should be heard before the result counts as final."""
        return bool(self.reasons)


def response(answered: Mapping[str, int], invited: Mapping[str, int], k: int = 1) -> Response:
    """Compare people with a valid answer to the invitation list.

    More answers than invitations count as all: walk-ins are welcome. Inside groups nothing is
    re-weighted; nobody knows how those who stayed away differ.

    Parameters
    ----------
    k : smallest number of people that may be told; of fewer, not even whether they are half is
        told, unless k - 1 of them would not be

    >>> response({"opd": 4, "umkm": 1}, {"opd": 4, "umkm": 5}).low
    ('umkm',)
    >>> response({"opd": 4, "umkm": 1}, {"opd": 4, "umkm": 3}, k=3).low
    ()
    """
    groups = list(dict.fromkeys([*invited, *answered]))
    few = {group for group, n in answered.items() if 0 < n < k}
    known = {group: k - 1 if group in few else n for group, n in answered.items()}
    rates = {
        group: min(known.get(group, 0) / invited[group], 1.0) if invited.get(group) else None
        for group in groups
    }
    low = tuple(group for group, rate in rates.items() if rate is not None and rate < LOWEST_RATE)
    holds = {
        Shortfall.FEW_GROUPS: sum(n > 0 for n in answered.values()) < FEWEST_GROUPS,
        Shortfall.FEW_PEOPLE: sum(answered.values()) < FEWEST_PEOPLE,
        Shortfall.LOW_RESPONSE: bool(low),
    }
    return Response(
        rates={group: None if group in few else rate for group, rate in rates.items()},
        low=low,
        reasons=tuple(reason for reason, here in holds.items() if here),
    )
