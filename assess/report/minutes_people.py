"""Who was there: attendance by group with its quorum, names by consent, changes of seats."""

from __future__ import annotations

from typing import Any

from assess.report import minutes_phrases as phrases
from assess.report.blocks import (
    Block,
    Cell,
    Column,
    Paragraph,
    Section,
    Table,
)
from assess.report.minutes_inputs import MinutesInputs
from assess.report.voice import NO_FIGURE, Voice
from assess.room.proceedings import SeatChange
from assess.room.quorum import has_quorum


def attendance(inputs: MinutesInputs, say: Voice) -> Section:
    rows = []
    for group in inputs.questionnaire.groups:
        expected = inputs.expected.get(group.key, 0)
        seats = inputs.seats.get(group.key, (0, 0))[0]
        quorum = has_quorum(seats, expected)
        if quorum is None:
            continue
        rows.append(
            (
                Cell(group.name.in_language(say.language)),
                Cell(say.count(expected) if expected else NO_FIGURE),
                Cell(say.count(seats)),
                Cell(say(phrases.QUORUM_WORDS[quorum])),
            )
        )
    total = sum(inputs.expected.values()), sum(seats for seats, _ in inputs.seats.values())
    rows.append(
        (
            Cell("", strong=say(phrases.TOTAL)),
            Cell("", strong=say.count(total[0])),
            Cell("", strong=say.count(total[1])),
            Cell(""),
        )
    )
    columns = (
        Column(say(phrases.GROUP), 50),
        Column(say(phrases.INVITED), 14, "end"),
        Column(say(phrases.CAME), 14, "end"),
        Column(say(phrases.QUORUM), 22),
    )
    quorum_table = Table(
        *("kuorum", say(phrases.QUORUM_TABLE), columns, tuple(rows), say(phrases.QUORUM_NOTE))
    )
    return Section("kehadiran", say(phrases.ATTENDANCE), (quorum_table, _names(inputs, say)))


def _names(inputs: MinutesInputs, say: Voice) -> Block:
    state = inputs.proceedings
    everybody = {**state.attended, **state.attendance_removed}
    if not everybody:
        return Paragraph(say(phrases.NO_NAMES))
    known = {attendee.public_id: attendee for attendee in inputs.attendees}
    group_names = {
        group.key: group.name.in_language(say.language) for group in inputs.questionnaire.groups
    }
    rows = []
    for key, group in everybody.items():
        attendee = known.get(key)
        if attendee is None:
            name, office = say(phrases.NAME_REMOVED), NO_FIGURE
        else:
            name = attendee.name
            office = ", ".join(each for each in (attendee.position, attendee.institution) if each)
        rows.append((group_names.get(group, group), name, office or NO_FIGURE))
    order = list(group_names.values())
    rows.sort(key=lambda row: (order.index(row[0]) if row[0] in order else len(order), row[1]))
    cells = tuple(
        (Cell(say.count(number)), Cell(name), Cell(office), Cell(group))
        for number, (group, name, office) in enumerate(rows, start=1)
    )
    columns = (
        Column(say(phrases.NUMBER), 6, "end"),
        Column(say(phrases.NAME), 30),
        Column(say(phrases.POSITION), 34),
        Column(say(phrases.GROUP), 30),
    )
    return Table("hadir", say(phrases.NAMES_TABLE), columns, cells, say(phrases.NAMES_NOTE))


def seat_changes(inputs: MinutesInputs, say: Voice) -> tuple[Section, ...]:
    changes = inputs.proceedings.seat_changes
    if not changes:
        return ()
    rows = tuple(
        (
            Cell(say.clock(each.at, inputs.time_zone)),
            Cell(_change(each, say)),
            Cell(each.by or NO_FIGURE),
            Cell(each.reason or NO_FIGURE),
        )
        for each in changes
    )
    columns = (
        Column(say(phrases.WHEN), 14),
        Column(say(phrases.WHAT), 34),
        Column(say(phrases.BY), 20),
        Column(say(phrases.REASON), 32),
    )
    table = Table("tabel-kursi", say(phrases.CHANGES_TABLE), columns, rows)
    return (Section("kursi", say(phrases.CHANGES), (table,)),)


def _change(change: SeatChange, say: Voice) -> str:
    told: dict[str, Any] = {name: str(value) for name, value in change.content.items()}
    return say(phrases.SEAT_CHANGES[change.verb], **told)
