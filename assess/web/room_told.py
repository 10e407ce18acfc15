"""What result pages tell of the talk: which round counts, what it changed, who agreed and who not."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from assess.actions.room_records import room_records
from assess.report.figures import PHONE, Figure
from assess.room.record import RoomRecord
from assess.web.database import db
from assess.web.result import Result
from assess.web.room_view import slope_of
from assess.web.room_words import consensus_in_words, moved_in_words, spread_in_words


@dataclass(frozen=True)
class Talk:
    """One meeting's talk about one question. `dissents`: (statement, group or nothing)."""

    meeting: str
    official: str
    changes: tuple[str, ...]
    chart: Figure | None
    consensus: str
    note: str
    dissents: tuple[tuple[str, str], ...]


def talks_about(result: Result, question: str) -> list[Talk]:
    """Of every meeting that has something to tell; empty where all answered once and went home."""
    scored = result.current.rounds
    records = room_records(db(), result.assessment, result.questionnaire, scored)
    about = [each.about(question) for each in records]
    return [_talk(result, each) for each in about if each.says_something]


def _talk(result: Result, record: RoomRecord) -> Talk:
    consensus = record.consensus[-1] if record.consensus else None
    shift = record.shifts[0] if record.shifts else None
    namer = result.namer
    return Talk(
        meeting=record.meeting,
        official=_official(record),
        changes=()
        if shift is None
        else (spread_in_words(shift), moved_in_words(shift.moved, namer.fewest)),
        chart=None if shift is None else slope_of(shift, namer, PHONE),
        consensus="" if consensus is None else consensus_in_words(consensus),
        note="" if consensus is None else consensus.note,
        dissents=tuple(
            (each.text, namer.group(each.group) if each.group else "") for each in record.dissents
        ),
    )


def _official(record: RoomRecord) -> str:
    return _(
        "%(meeting)s: skor resmi memakai putaran %(scored)s dari %(rounds)s.",
        meeting=record.meeting,
        scored=record.scored,
        rounds=record.rounds,
    )
