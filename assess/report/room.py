"""Chapter: the talk in the room. Which round counts, what changed, what was agreed, who differed.

Every minority statement stands in it. Nothing that is asked of a report leaves one out.
"""

from __future__ import annotations

from assess.report import room_phrases as words
from assess.report.blocks import Block, Cell, Chapter, Chart, Column, Paragraph, Section, Table
from assess.report.figures import PAGE, WORDS, slope
from assess.report.reading import Reading
from assess.report.strength import FONT
from assess.report.voice import NO_FIGURE
from assess.room.shift import Moved, Shift

MOST_CHARTS = 4


def room(reading: Reading, number: str) -> Chapter | None:
    """None where every meeting was answered once and nothing was settled."""
    if not any(record.says_something for record in reading.inputs.rooms):
        return None
    sections = (_rounds(reading), _consensus(reading), _dissents(reading))
    return Chapter("ruangan", number, reading.voice(words.CHAPTER), sections)


def _rounds(reading: Reading) -> Section:
    say = reading.voice
    blocks: list[Block] = [Paragraph(say(words.ROUNDS_LEAD))]
    for record in reading.inputs.rooms:
        blocks.append(
            Paragraph(
                say(
                    words.OFFICIAL,
                    meeting=record.meeting,
                    scored=record.scored,
                    rounds=record.rounds,
                )
            )
        )
    shifts = [shift for record in reading.inputs.rooms for shift in record.shifts]
    if shifts:
        blocks.append(_shifts_table(reading, shifts))
        blocks += _charts(reading, shifts)
    return Section("putaran", say(words.ROUNDS), tuple(blocks))


def _shifts_table(reading: Reading, shifts: list[Shift]) -> Table:
    say = reading.voice
    rows = tuple(
        (
            _item(reading, shift.question),
            Cell(say.score(shift.before) if shift.before is not None else NO_FIGURE),
            Cell(say.score(shift.after) if shift.after is not None else NO_FIGURE),
            Cell(_spread(reading, shift)),
            Cell(_moved(reading, shift.moved)),
        )
        for shift in shifts
    )
    columns = (
        Column(say(words.ITEM), 42),
        Column(say(words.FIRST), 11, "end"),
        Column(say(words.SECOND), 11, "end"),
        Column(say(words.SPREAD), 15, "end"),
        Column(say(words.MOVED), 21),
    )
    note = say(words.SHIFTS_NOTE)
    return Table("tabel-putaran", say(words.SHIFTS_TABLE), columns, rows, note)


def _spread(reading: Reading, shift: Shift) -> str:
    if shift.spread_before is None or shift.spread_after is None:
        return NO_FIGURE
    say = reading.voice
    before, after = say.score(shift.spread_before), say.score(shift.spread_after)
    return say(words.FROM_TO, before=before, after=after)


def _moved(reading: Reading, moved: Moved | None) -> str:
    if moved is None or moved.moved is None or moved.stayed is None:
        return NO_FIGURE
    say, stayed = reading.voice, reading.voice.count(moved.stayed)
    if moved.up is None or moved.down is None:
        return say(words.MOVED_SOME, moved=say.count(moved.moved), stayed=stayed)
    up, down = say.count(moved.up), say.count(moved.down)
    return say(words.MOVED_WAYS, up=up, down=down, stayed=stayed)


def _charts(reading: Reading, shifts: list[Shift]) -> list[Block]:
    """The questions whose spread changed most."""
    say = reading.voice
    known = [
        (abs(shift.spread_after - shift.spread_before), shift)
        for shift in shifts
        if shift.spread_before is not None and shift.spread_after is not None
    ]
    known.sort(key=lambda pair: -pair[0])
    charts: list[Block] = []
    for at, (_change, shift) in enumerate(known[:MOST_CHARTS], start=1):
        caption = say(words.SLOPE, item=shift.question)
        means = [
            (reading.group_briefly(each.group), each.before, each.after)
            for each in shift.groups
            if each.before is not None
        ]
        figure = slope(
            *(caption, means, (say(words.FIRST), say(words.SECOND)), say.score),
            *(WORDS[say.language], PAGE, FONT),
        )
        charts.append(Chart(f"gambar-putaran-{at}", caption, figure))
    return charts


def _consensus(reading: Reading) -> Section:
    say = reading.voice
    rows = []
    for record in reading.inputs.rooms:
        for each in record.consensus:
            outcome = (
                say(words.NOT_REACHED) if each.level is None else say(words.LEVEL, level=each.level)
            )
            rows.append(
                (_item(reading, each.question), Cell(outcome), Cell(each.note or NO_FIGURE))
            )
    title = say(words.CONSENSUS)
    if not rows:
        return Section("kesepakatan-ruangan", title, (Paragraph(say(words.NO_CONSENSUS)),))
    columns = (
        Column(say(words.ITEM), 44),
        Column(say(words.SETTLED), 16),
        Column(say(words.NOTE), 40),
    )
    table = Table("tabel-kesepakatan", say(words.CONSENSUS_TABLE), columns, tuple(rows))
    return Section("kesepakatan-ruangan", title, (Paragraph(say(words.CONSENSUS_LEAD)), table))


def _dissents(reading: Reading) -> Section:
    say = reading.voice
    rows = [
        (
            _item(reading, each.question),
            Cell(each.text),
            Cell(reading.group_briefly(each.group) if each.group else NO_FIGURE),
        )
        for record in reading.inputs.rooms
        for each in record.dissents
    ]
    title = say(words.DISSENT)
    if not rows:
        return Section("pendapat-berbeda", title, (Paragraph(say(words.NO_DISSENT)),))
    columns = (
        Column(say(words.ITEM), 34),
        Column(say(words.STATEMENT), 46),
        Column(say(words.GROUP), 20),
    )
    table = Table("tabel-pendapat-berbeda", say(words.DISSENT_TABLE), columns, tuple(rows))
    return Section("pendapat-berbeda", title, (Paragraph(say(words.DISSENT_LEAD)), table))


def _item(reading: Reading, question: str) -> Cell:
    return Cell(reading.name(reading.question(question).text), strong=question)
