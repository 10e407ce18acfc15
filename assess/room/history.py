"""The answers of one person, read from the events of one server or of several.

Each server keeps every operation that it received. What stands is the saved change with the
highest revision. On one server there is one change to a revision. Where a person answered on two
servers that could not see each other, two changes may claim the same revision: then the later one
stands, the other is a conflict, and the revision moves on by one, so that a phone of either side
is told before it overwrites.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

GIVEN = ("level", "target", "horizon", "note", "evidence")
SAVED = "saved"


class Event(NamedTuple):
    """One operation as it was kept: `changes` as in the table of events."""

    operation_id: str
    received_at: datetime
    changes: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Standing:
    """What stands as the answer to one question."""

    revision: int
    operation_id: str  # that said it
    given: tuple[Any, ...]  # in the order of `GIVEN`


@dataclass(frozen=True)
class Disagreement:
    """A question that the same person answered differently on two servers."""

    question: str
    kept: str  # operation that stands
    others: tuple[str, ...]  # operations that do not


class _Saved(NamedTuple):
    revision: int
    received_at: datetime
    operation_id: str
    given: tuple[Any, ...]


def standing(events: Iterable[Event]) -> tuple[dict[str, Standing], list[Disagreement]]:
    """What stands by question, and where two servers disagree. The order of events is irrelevant.

    A disagreement is over once somebody answered again on top of it: no change has the revision
    that the disagreement was given.
    """
    saved: dict[str, list[_Saved]] = {}
    for event in events:
        for change in event.changes:
            if change["outcome"] == SAVED:
                given = tuple(change.get(name) for name in GIVEN)
                claim = _Saved(change["revision"], event.received_at, event.operation_id, given)
                saved.setdefault(change["question"], []).append(claim)
    stand: dict[str, Standing] = {}
    disagreements = []
    for question in sorted(saved):
        kept, others = _settled(saved[question])
        revision = kept.revision + 1 if others else kept.revision
        stand[question] = Standing(revision, kept.operation_id, kept.given)
        if others:
            names = tuple(sorted(other.operation_id for other in others))
            disagreements.append(Disagreement(question, kept.operation_id, names))
    return stand, disagreements


def union(ours: Sequence[Event], theirs: Iterable[Event]) -> dict[str, Event]:
    """Every event of both sides by operation, the same whichever side is named first.

    An operation that reached both servers is one event: of its changes to a question the saved
    one is kept, of two saved ones the one with the higher revision.
    """
    both: dict[str, Event] = {event.operation_id: event for event in ours}
    for event in theirs:
        known = both.get(event.operation_id)
        both[event.operation_id] = event if known is None else _one_of(known, event)
    return both


def _one_of(first: Event, second: Event) -> Event:
    if first == second:
        return first
    changes: dict[str, Mapping[str, Any]] = {}
    for change in (*first.changes, *second.changes):
        known = changes.get(change["question"])
        if known is None or _weight(change) > _weight(known):
            changes[change["question"]] = change
    return Event(
        first.operation_id,
        min(first.received_at, second.received_at),
        tuple(changes[question] for question in sorted(changes)),
    )


def _weight(change: Mapping[str, Any]) -> tuple[bool, int, str]:
    told = repr([(key, change[key]) for key in sorted(change)])
    return (change["outcome"] == SAVED, change["revision"], told)


def _settled(saved: list[_Saved]) -> tuple[_Saved, list[_Saved]]:
    """The change that stands, and those beside it that say something else and were not answered
    over by somebody who had seen both."""
    ordered = sorted(saved, key=lambda each: each[:3])
    kept = ordered[-1]
    claims: dict[int, list[_Saved]] = {}
    for each in ordered:
        claims.setdefault(each.revision, []).append(each)
    others: list[_Saved] = []
    revision = kept.revision
    while revision in claims:  # down to the last revision that was given to a disagreement
        if len(claims[revision]) > 1:
            others.extend(each for each in claims[revision] if each.given != kept.given)
        revision -= 1
    return kept, others
