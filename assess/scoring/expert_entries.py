"""What an expert typed: points or judgements, read and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Any

from assess.scoring.judgements import SCALE, Judgements, matrix_of
from assess.scoring.weights import PairwiseWeights, pairwise

BUDGET = 100
_LONGEST_NUMBER = 3

Pair = tuple[str, str]


class Fault(StrEnum):
    """What is wrong with one input, or with all together."""

    EMPTY = "empty"
    NOT_POINTS = "not_points"
    SUM = "sum"
    NOT_JUDGED = "not_judged"
    NOT_ON_SCALE = "not_on_scale"


class EntryState(StrEnum):
    """Whether an entry counts: only what is accepted does."""

    DRAFT = "draft"
    ACCEPTED = "accepted"
    SENT_BACK = "sent_back"  # consistency ratio over 0.10: never part of the group's result


class EntryRefused(ValueError):
    """faults : by the place of the input, "" for all together; total : of the points."""

    def __init__(self, faults: dict[str, Fault], total: int = 0) -> None:
        super().__init__(", ".join(sorted(set(faults.values()))))
        self.faults = faults
        self.total = total


@dataclass(frozen=True)
class Entry:
    """What is kept of one expert for one set and one method: plain values."""

    entries: dict[str, Any]
    state: EntryState
    ratio: float | None = None


def place_of(pair: Pair) -> str:
    """Name of a pair, where a name is needed.

    >>> place_of(("economy", "living"))
    'economy.living'
    """
    return ".".join(pair)


def pairs_of(children: Sequence[str]) -> list[Pair]:
    """Every pair once, in the order of the set."""
    return list(combinations(children, 2))


def read_points(typed: Mapping[str, str], children: Sequence[str], *, final: bool) -> Entry:
    """Check the points of one expert. What is not final may lack points, and needs no sum.

    >>> read_points({"a": "70", "b": "30"}, ["a", "b"], final=True).entries
    {'points': {'a': 70, 'b': 30}}

    Raises
    ------
    EntryRefused
        With every input that holds no whole number from 0 to 100, or a sum other than 100.
    """
    faults: dict[str, Fault] = {}
    points: dict[str, int] = {}
    for key in children:
        text = typed.get(key, "").strip()
        if not text:
            if final:
                faults[key] = Fault.EMPTY
        elif _whole(text) is None:
            faults[key] = Fault.NOT_POINTS
        else:
            points[key] = int(text)
    total = sum(points.values())
    if final and not faults and total != BUDGET:
        faults[""] = Fault.SUM
    if faults:
        raise EntryRefused(faults, total)
    return Entry({"points": points}, EntryState.ACCEPTED if final else EntryState.DRAFT)


def read_judgements(typed: Mapping[str, str], children: Sequence[str], *, final: bool) -> Entry:
    """Check the judgements of one expert, and send back what contradicts itself too much.

    typed : by the place of the pair, see `place_of`

    Raises
    ------
    EntryRefused
        With every pair that is not judged, or not on the scale.
    """
    faults: dict[str, Fault] = {}
    judged: dict[str, int] = {}
    on_scale = {str(judgement): judgement for judgement in SCALE}
    for pair in pairs_of(children):
        place = place_of(pair)
        text = typed.get(place, "").strip()
        if text in on_scale:
            judged[place] = on_scale[text]
        elif text:
            faults[place] = Fault.NOT_ON_SCALE
        elif final:
            faults[place] = Fault.NOT_JUDGED
    if faults:
        raise EntryRefused(faults)
    if not final:
        return Entry({"judgements": judged}, EntryState.DRAFT)
    found = weights_of(judgements_in({"judgements": judged}, children), len(children))
    state = EntryState.ACCEPTED if found.consistent else EntryState.SENT_BACK
    return Entry({"judgements": judged}, state, found.ratio)


def points_in(entries: Mapping[str, Any], children: Sequence[str]) -> list[float]:
    """Points of a complete entry, in the order of the set."""
    return [float(entries["points"][key]) for key in children]


def judgements_in(entries: Mapping[str, Any], children: Sequence[str]) -> Judgements:
    """Judgements of a complete entry, by positions in the set."""
    given = entries["judgements"]
    at = {key: place for place, key in enumerate(children)}
    return {
        (at[one], at[other]): given[place_of((one, other))] for one, other in pairs_of(children)
    }


def weights_of(judgements: Judgements, n: int) -> PairwiseWeights:
    """Weights of one expert's judgements, with their consistency."""
    return pairwise(matrix_of(judgements, n))


def _whole(text: str) -> int | None:
    plain = text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
    return int(text) if plain and int(text) <= BUDGET else None
