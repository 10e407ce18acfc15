"""What the minutes of a meeting are made of besides the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from assess.questionnaire.instrument import Questionnaire
from assess.room.proceedings import Proceedings


@dataclass(frozen=True)
class NamedAttendee:
    public_id: str
    name: str
    position: str
    institution: str


@dataclass(frozen=True)
class MinutesInputs:
    """Of one meeting; times are aware."""

    language: str
    region: str
    assessment: str
    meeting: str
    place: str
    agenda: str
    starts_at: datetime
    time_zone: str
    is_sample: bool
    questionnaire: Questionnaire
    expected: Mapping[str, int]
    seats: Mapping[str, tuple[int, int]]  # group -> (that count, voided)
    attendees: tuple[NamedAttendee, ...]
    proceedings: Proceedings
    closing_hash: str  # of the entry that closed the meeting; empty while it is open
    first_broken: int | None  # entry from which the chain does not hold
