"""The log of a meeting as a chain: who changes one entry breaks every hash after it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

FIRST = "0" * 64  # what the first entry names as the hash before it


@dataclass(frozen=True)
class Entry:
    """One entry of the log as it was written."""

    seq: int
    verb: str
    at: datetime
    by: str
    reason: str
    content: Mapping[str, Any]
    previous_hash: str
    hash: str


def entry_hash(
    meeting: str,
    seq: int,
    verb: str,
    at: datetime,
    by: str,
    reason: str,
    content: Mapping[str, Any],
    previous_hash: str,
) -> str:
    """SHA-256 in hexadecimal of one entry and, through `previous_hash`, of all before it.

    Parameters
    ----------
    meeting : public id of the focus group, so that an entry cannot be moved to another log
    at : aware time; hashed as UTC with microseconds
    """
    told = {
        "meeting": meeting,
        "seq": seq,
        "verb": verb,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": by,
        "reason": reason,
        "content": content,
        "previous": previous_hash,
    }
    return digest(told)


def digest(value: object) -> str:
    """SHA-256 of a value in its one canonical JSON form."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def first_broken(meeting: str, entries: Iterable[Entry]) -> int | None:
    """The sequence number of the first entry that is not as it was written; None: all are.

    An entry that is missing shows at the one after it.
    """
    before, expected = FIRST, 1
    for entry in entries:
        proper = entry_hash(
            *(meeting, entry.seq, entry.verb, entry.at, entry.by, entry.reason),
            *(entry.content, entry.previous_hash),
        )
        if (entry.seq, entry.previous_hash, entry.hash) != (expected, before, proper):
            return entry.seq
        before, expected = entry.hash, expected + 1
    return None
