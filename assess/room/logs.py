"""How the log of a meeting on one server stands to its log on another."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from assess.room.chain import Entry


class LogRelation(StrEnum):
    """Of a log that arrives, seen from ours."""

    SAME = "same"
    NEWER = "newer"  # begins with the whole of ours, and goes on
    OLDER = "older"  # ours begins with the whole of it
    PARTED = "parted"  # both went on by themselves after a common beginning


def relation(ours: Sequence[Entry], theirs: Sequence[Entry]) -> LogRelation:
    """Both logs are whole chains: one hash that agrees vouches for all before it."""
    shared = common(ours, theirs)
    if shared == len(ours) == len(theirs):
        return LogRelation.SAME
    if shared == len(ours):
        return LogRelation.NEWER
    return LogRelation.OLDER if shared == len(theirs) else LogRelation.PARTED


def common(ours: Sequence[Entry], theirs: Sequence[Entry]) -> int:
    """How many entries, from the first on, are the same."""
    number = 0
    for one, other in zip(ours, theirs, strict=False):
        if one.hash != other.hash:
            break
        number += 1
    return number
