"""How long an item takes in this room, and how many the minutes that are left will hold.

The clock learns from what was talked about here and begins with what earlier rooms took.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from statistics import median

from assess.room.agenda import reached
from assess.room.chain import Entry
from assess.room.verbs import FocusGroupVerb as Verb

DEFAULT_MINUTES = 6.0  # of one item, where no earlier room is known
PRIOR_ITEMS = 3  # earlier rooms weigh as much as this many items of this room
LONGEST = 30.0  # an item counts at most so long: a clock left running over lunch teaches nothing
LONGEST_PAUSE = 5.0  # up to here the pause after an item belongs to it; a longer one is a break

_ENDS = frozenset({Verb.DISCUSSION_STARTED, Verb.DISCUSSION_ENDED, Verb.ROUND_OPENED, Verb.CLOSED})


@dataclass(frozen=True)
class Talk:
    """One stretch of talk about one question."""

    question: str
    started: datetime
    ended: datetime


@dataclass(frozen=True)
class Forecast:
    """What becomes of the items that wait, at this pace.

    per_item : minutes; items : how many wait; reached : how many of them the minutes hold
    """

    per_item: float
    minutes_left: float
    items: int
    reached: int

    @property
    def not_reached(self) -> int:
        return self.items - self.reached


def talks(entries: Iterable[Entry]) -> list[Talk]:
    """Every stretch of talk that has ended, in the order of the log."""
    found: list[Talk] = []
    question, since = None, None
    for entry in entries:
        if entry.verb not in _ENDS:
            continue
        if question is not None and since is not None:
            found.append(Talk(question, since, max(entry.at, since)))
        started = entry.verb == Verb.DISCUSSION_STARTED
        question, since = (entry.content["question"], entry.at) if started else (None, None)
    return found


def minutes_by_item(stretches: Sequence[Talk]) -> dict[str, float]:
    """question -> minutes that it took out of the meeting, in the order of first talk.

    The pause until the next item belongs to the item before: people sit down, somebody reads the
    next one out. A long pause is a break and belongs to nobody.
    """
    taken: dict[str, float] = {}
    for talk, after in zip_longest(stretches, stretches[1:]):
        minutes = _minutes(talk.started, talk.ended)
        pause = _minutes(talk.ended, after.started) if after is not None else 0.0
        minutes += pause if pause <= LONGEST_PAUSE else 0.0
        taken[talk.question] = taken.get(talk.question, 0.0) + minutes
    return {question: min(minutes, LONGEST) for question, minutes in taken.items()}


def mean_minutes(stretches: Sequence[Talk]) -> float | None:
    """Minutes that an item took in one room; None where nothing was talked about."""
    taken = minutes_by_item(stretches)
    return sum(taken.values()) / len(taken) if taken else None


def prior(rooms: Iterable[float]) -> float:
    """What an item takes before this room has shown its pace: the median of earlier rooms."""
    known = list(rooms)
    return median(known) if known else DEFAULT_MINUTES


def minutes_per_item(taken: Sequence[float], before: float = DEFAULT_MINUTES) -> float:
    """Mean of the items of this room and, as `PRIOR_ITEMS` items, of earlier rooms.

    >>> minutes_per_item([])
    6.0
    >>> minutes_per_item([9.0, 11.0, 10.0])  # (3 x 6 + 30) / 6
    8.0
    """
    return (PRIOR_ITEMS * before + sum(taken)) / (PRIOR_ITEMS + len(taken))


def forecast(
    per_item: float, minutes_left: float, items: int, running: float | None = None
) -> Forecast:
    """How many of the items that wait will be reached.

    Parameters
    ----------
    running : minutes that the item on the table has taken so far, None while none is; it is
        expected to take what an item takes, and no time any more beyond that

    >>> forecast(per_item=6.0, minutes_left=198, items=42).not_reached
    9
    """
    on_table = 0.0 if running is None else max(per_item - running, 0.0)
    free = max(minutes_left - on_table, 0.0)
    return Forecast(per_item, minutes_left, items, min(items, reached(free, per_item)))


def _minutes(start: datetime, end: datetime) -> float:
    return max((end - start).total_seconds(), 0.0) / 60
