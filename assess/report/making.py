"""Chapter: how the report was made. Who came, who did not, and how answers become scores."""

from __future__ import annotations

from assess.report import phrases, response_phrases
from assess.report.blocks import (
    Block,
    Bullets,
    Callout,
    Cell,
    Chapter,
    Column,
    Paragraph,
    Section,
    Table,
)
from assess.report.front_matter import absent_groups
from assess.report.reading import Reading
from assess.report.response import response_of
from assess.report.voice import NO_FIGURE


def making(reading: Reading, number: str) -> Chapter:
    say, region = reading.voice, reading.inputs.region.full_name
    who: list[Block] = [
        Paragraph(say(phrases.MEETINGS_LEAD, n=len(reading.inputs.focus_groups))),
        _meetings(reading),
        *_open_meetings(reading),
        absent_groups(reading),
        _attendance(reading),
    ]
    coverage = say.percent(reading.inputs.questionnaire.scoring.minimum_coverage)
    steps = tuple(say(step, coverage=coverage) for step in phrases.METHOD_STEPS)
    return Chapter(
        "penyusunan",
        number,
        say(phrases.MAKING),
        (
            Section(
                "maksud",
                say(phrases.PURPOSE),
                (Paragraph(say(phrases.PURPOSE_TEXT, region=region)),),
            ),
            Section("kehadiran", say(phrases.WHO_ATTENDED), tuple(who)),
            Section(
                "metode",
                say(phrases.METHOD),
                (
                    Bullets(steps),
                    Callout(say(phrases.SELF_ASSESSED), say(phrases.SELF_ASSESSED_TEXT)),
                    _levels(reading),
                ),
            ),
        ),
    )


def _meetings(reading: Reading) -> Table:
    say = reading.voice
    rows = []
    for meeting in reading.inputs.focus_groups:
        when = say.weekday(meeting.starts_at, meeting.time_zone)
        clock = say.clock(meeting.starts_at, meeting.time_zone)
        rows.append(
            (
                Cell(meeting.title),
                Cell(meeting.place),
                Cell(f"{when}, {clock}"),
                Cell(say.count(meeting.institutions) if meeting.institutions else NO_FIGURE),
                Cell(say.count(sum(meeting.attendance.values()))),
            )
        )
    columns = (
        Column(say(phrases.MEETING), 28),
        Column(say(phrases.PLACE), 24),
        Column(say(phrases.WHEN), 24),
        Column(say(phrases.INSTITUTIONS), 12, "end"),
        Column(say(phrases.PEOPLE), 12, "end"),
    )
    return Table("tabel-fgd", say(phrases.MEETINGS_TABLE), columns, tuple(rows))


def _open_meetings(reading: Reading) -> list[Block]:
    n = reading.inputs.open_focus_groups
    return [Paragraph(reading.voice(phrases.STILL_OPEN, n=n))] if n else []


def _attendance(reading: Reading) -> Table:
    say, present = reading.voice, set(reading.inputs.scorecard.groups_present)
    rates = response_of(reading).rates
    rows = []
    for group in reading.inputs.questionnaire.groups:
        expected = reading.expected(group.key)
        spoke = phrases.GROUP_PRESENT if group.key in present else phrases.GROUP_ABSENT
        rows.append(
            (
                Cell(reading.group(group.key)),
                Cell(say.count(expected) if expected else NO_FIGURE),
                Cell(reading.people(reading.attendance(group.key))),
                Cell(say.percent(rates.get(group.key))),
                Cell(say(spoke)),
            )
        )
    groups = reading.inputs.questionnaire.groups
    expected_in_all = sum(reading.expected(group.key) for group in groups)
    attended_in_all = sum(reading.attendance(group.key) for group in groups)
    rows.append(
        (
            Cell("", strong=say(phrases.TOTAL)),
            Cell("", strong=say.count(expected_in_all)),
            Cell("", strong=say.count(attended_in_all)),
            Cell(""),
            Cell(""),
        )
    )
    columns = (
        Column(say(phrases.GROUP), 42),
        Column(say(phrases.EXPECTED), 12, "end"),
        Column(say(phrases.ATTENDED), 10, "end"),
        Column(say(response_phrases.RATE), 16, "end"),
        Column(say(phrases.ANSWERED), 20),
    )
    note = f"{say(phrases.ATTENDANCE_NOTE)} {say(response_phrases.RATE_NOTE)}"
    return Table("tabel-kehadiran", say(phrases.ATTENDANCE_TABLE), columns, tuple(rows), note)


def _levels(reading: Reading) -> Table:
    say = reading.voice
    rows = tuple(
        (Cell("", strong=reading.level(number), level=number), Cell(reading.name(level.rule)))
        for number, level in sorted(reading.inputs.questionnaire.scale.levels.items())
    )
    columns = (Column(say(phrases.LEVEL_WORD), 36), Column(say(phrases.RULE), 64))
    return Table("tabel-tingkat", say(phrases.SCALE_TABLE), columns, rows)
