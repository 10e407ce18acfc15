"""The minutes of a meeting (berita acara), from its log: the same log gives the same document.

No option leaves anything out: every minority statement, every change of a seat and every item
that was not reached stands in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assess.questionnaire.instrument import Questionnaire
from assess.report import minutes_phrases as phrases
from assess.report.blocks import (
    Block,
    Bullets,
    Callout,
    Cell,
    Column,
    Definitions,
    Paragraph,
    Section,
    Signature,
    Signatures,
    Table,
)
from assess.report.cleaning import clean_all
from assess.report.voice import NO_FIGURE, Voice
from assess.room.proceedings import Phase, Proceedings, SeatChange
from assess.room.quorum import has_quorum

SHORT_HASH = 16


@dataclass(frozen=True)
class NamedAttendee:
    public_id: str
    name: str
    position: str
    institution: str


@dataclass(frozen=True)
class MinutesInputs:
    """What the minutes are made of besides the log."""

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


@dataclass(frozen=True)
class Minutes:
    """The finished document: every text chosen and translated."""

    language: str
    title: str
    author: str
    subject: str
    heading: str
    of_meeting: str
    meeting: str
    region: str
    sample: str
    foot: str
    sections: tuple[Section, ...]


def minutes(inputs: MinutesInputs) -> Minutes:
    say = Voice(inputs.language)
    told = clean_all(inputs)
    state = told.proceedings
    return clean_all(
        Minutes(
            language=say.language,
            title=f"{say(phrases.TITLE)} · {told.meeting}",
            author=say(phrases.AUTHOR, region=told.region),
            subject=say(phrases.SUBJECT, meeting=told.meeting, region=told.region),
            heading=say(phrases.TITLE),
            of_meeting=say(phrases.OF_MEETING),
            meeting=told.meeting,
            region=told.region,
            sample=say(phrases.SAMPLE) if told.is_sample else "",
            foot=say(
                phrases.FOOT,
                meeting=told.meeting,
                region=told.region,
                hash=state.head[:SHORT_HASH],
            ),
            sections=(
                _facts(told, say),
                _attendance(told, say),
                _rounds(told, say),
                _talk(told, say),
                _dissents(told, say),
                _decisions(told, say),
                _actions(told, say),
                *_changes(told, say),
                _proof(told, say),
                _signing(told, say),
            ),
        )
    )


def _facts(inputs: MinutesInputs, say: Voice) -> Section:
    state = inputs.proceedings
    zone = inputs.time_zone
    opening = say(
        phrases.OPENING if state.closed_at else phrases.OPENING_WHILE_OPEN,
        day=say.weekday(inputs.starts_at, zone),
        meeting=inputs.meeting,
        place=inputs.place,
        opened=say.clock(state.opened_at or inputs.starts_at, zone),
        closed=say.clock(state.closed_at, zone) if state.closed_at else "",
    )
    blocks: list[Block] = [Paragraph(opening)]
    if not state.closed:
        blocks.append(Callout(say(phrases.STILL_OPEN_TITLE), say(phrases.STILL_OPEN)))
    questionnaire = inputs.questionnaire
    rows = [
        (say(phrases.REGION), inputs.region),
        (say(phrases.ASSESSMENT), inputs.assessment),
        (
            say(phrases.QUESTIONNAIRE),
            say(
                phrases.QUESTIONNAIRE_TEXT,
                title=questionnaire.title.in_language(say.language),
                version=questionnaire.version,
            ),
        ),
        (say(phrases.PLACE), inputs.place),
        (say(phrases.AGENDA), inputs.agenda),
        (say(phrases.LEADERS), _leaders(state, say)),
        (say(phrases.HEADS), NO_FIGURE if state.heads is None else say.count(state.heads)),
        (say(phrases.SEATS), say.count(sum(seats for seats, _ in inputs.seats.values()))),
    ]
    if state.withdrawn:
        text = say(phrases.WITHDRAWN_TEXT, n=say.count(state.withdrawn))
        rows.append((say(phrases.WITHDRAWN), text))
    for at, by, why in state.reopened:
        text = say(phrases.REOPENED_TEXT, when=say.moment(at, zone), by=by or NO_FIGURE, why=why)
        rows.append((say(phrases.REOPENED), text))
    blocks.append(Definitions(tuple((term, text) for term, text in rows if text)))
    return Section("data", say(phrases.FACTS), tuple(blocks))


def _leaders(state: Proceedings, say: Voice) -> str:
    names = [name for name in state.leaders if name]
    if len(names) < 2:
        return names[0] if names else NO_FIGURE
    return say(phrases.LEADERS_TEXT, first=names[0], others=say.series(names[1:]))


def _attendance(inputs: MinutesInputs, say: Voice) -> Section:
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


def _rounds(inputs: MinutesInputs, say: Voice) -> Section:
    state = inputs.proceedings
    if not state.rounds:
        return Section("putaran", say(phrases.ROUNDS), (Paragraph(say(phrases.NO_ROUND)),))
    rows = []
    for each in state.rounds:
        number = say.count(each.number)
        if each.edition > 1:
            number = say(phrases.ROUND_AGAIN, number=number, edition=each.edition)
        items = say(phrases.ALL_ITEMS) if each.questions is None else say.count(len(each.questions))
        rows.append(
            (
                Cell(number),
                Cell(say.clock(each.closed_at, inputs.time_zone)),
                Cell(items),
                Cell(say.count(each.people)),
                Cell(say.count(each.answers)),
                Cell(each.answers_sha256),
            )
        )
    columns = (
        Column(say(phrases.ROUND), 11),
        Column(say(phrases.CLOSED_AT), 13),
        Column(say(phrases.ASKED), 9, "end"),
        Column(say(phrases.PEOPLE), 12, "end"),
        Column(say(phrases.ANSWERS), 12, "end"),
        Column(say(phrases.FINGERPRINT), 43),
    )
    table = Table(
        *("tabel-putaran", say(phrases.ROUNDS_TABLE), columns, tuple(rows)),
        say(phrases.ROUNDS_NOTE),
    )
    official = say(phrases.OFFICIAL, number=state.score_round or state.round)
    return Section("putaran", say(phrases.ROUNDS), (table, Paragraph(official)))


def _talk(inputs: MinutesInputs, say: Voice) -> Section:
    state = inputs.proceedings
    settled = [question for question in state.consensus if question not in state.minutes_on]
    discussed = [*state.minutes_on, *settled]
    blocks: list[Block] = []
    if discussed:
        blocks.append(_agreements(inputs, say, discussed))
    else:
        blocks.append(Paragraph(say(phrases.NO_TALK)))
    missed = [
        question
        for question in (*state.agenda.questions, *state.agenda.left_out)
        if question not in discussed
    ]
    if missed and state.phase is not Phase.ANSWERING:  # the machine's order is a result
        total = len(state.agenda.questions) + len(state.agenda.left_out)
        text = say(
            phrases.LEFT_OUT,
            n=say.count(len(missed)),
            total=say.count(total),
            items=", ".join(missed),
        )
        blocks.append(Paragraph(text))
    return Section("pembahasan", say(phrases.TALK), tuple(blocks))


def _agreements(inputs: MinutesInputs, say: Voice, discussed: Iterable[str]) -> Table:
    state = inputs.proceedings
    rows = []
    for question in discussed:
        consensus = state.consensus.get(question)
        if consensus is None:
            agreed, note = say(phrases.NOT_SETTLED), ""
        elif consensus.level is None:
            agreed, note = say(phrases.NOT_AGREED), consensus.note
        else:
            agreed, note = say(phrases.AGREED_LEVEL, level=consensus.level), consensus.note
        spent = state.minutes_on.get(question)
        rows.append(
            (
                Cell(_item(inputs, say, question), strong=question),
                Cell(NO_FIGURE if spent is None else say.score(spent, 0)),
                Cell(agreed),
                Cell(note or NO_FIGURE),
            )
        )
    columns = (
        Column(say(phrases.ITEM), 44),
        Column(say(phrases.MINUTES), 9, "end"),
        Column(say(phrases.AGREED), 15),
        Column(say(phrases.NOTE), 32),
    )
    return Table("tabel-pembahasan", say(phrases.TALK_TABLE), columns, tuple(rows))


def _dissents(inputs: MinutesInputs, say: Voice) -> Section:
    state = inputs.proceedings
    if not state.dissents:
        return Section("minoritas", say(phrases.DISSENTS), (Paragraph(say(phrases.NO_DISSENT)),))
    names = {
        group.key: group.name.in_language(say.language) for group in inputs.questionnaire.groups
    }
    rows = tuple(
        (
            Cell(say.count(each.number)),
            Cell(_item(inputs, say, each.question), strong=each.question),
            Cell(names.get(each.group, each.group) if each.group else say(phrases.WITHOUT_GROUP)),
            Cell(each.text),
        )
        for each in state.dissents
    )
    columns = (
        Column(say(phrases.NUMBER), 6, "end"),
        Column(say(phrases.ITEM), 34),
        Column(say(phrases.GROUP), 18),
        Column(say(phrases.STATEMENT), 42),
    )
    table = Table("tabel-minoritas", say(phrases.DISSENTS_TABLE), columns, rows)
    return Section("minoritas", say(phrases.DISSENTS), (table,))


def _decisions(inputs: MinutesInputs, say: Voice) -> Section:
    decisions = inputs.proceedings.decisions
    block: Block = Paragraph(say(phrases.NO_DECISION))
    if decisions:
        block = Bullets(
            tuple(
                f"{each.number}. {each.text}" + (f" ({each.question})" if each.question else "")
                for each in decisions
            )
        )
    return Section("keputusan", say(phrases.DECISIONS), (block,))


def _actions(inputs: MinutesInputs, say: Voice) -> Section:
    points = inputs.proceedings.action_points
    if not points:
        return Section("tindak-lanjut", say(phrases.ACTIONS), (Paragraph(say(phrases.NO_ACTION)),))
    rows = tuple(
        (Cell(say.count(each.number)), Cell(each.text), Cell(each.owner), Cell(say.date(each.due)))
        for each in points
    )
    columns = (
        Column(say(phrases.NUMBER), 6, "end"),
        Column(say(phrases.ACTION), 48),
        Column(say(phrases.OWNER), 26),
        Column(say(phrases.DUE), 20),
    )
    table = Table("tabel-tindak-lanjut", say(phrases.ACTIONS_TABLE), columns, rows)
    return Section("tindak-lanjut", say(phrases.ACTIONS), (table,))


def _changes(inputs: MinutesInputs, say: Voice) -> tuple[Section, ...]:
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


def _proof(inputs: MinutesInputs, say: Voice) -> Section:
    state = inputs.proceedings
    whole = say(phrases.CHAIN_WHOLE)
    if inputs.first_broken is not None:
        whole = say(phrases.CHAIN_BROKEN, seq=inputs.first_broken)
    rows = [
        (say(phrases.CLOSING_HASH), inputs.closing_hash),
        (say(phrases.LOG_HASH), state.head),
        (say(phrases.ENTRIES), say.count(state.entries)),
        (say(phrases.CHAIN), whole),
    ]
    return Section(
        "bukti",
        say(phrases.PROOF),
        (
            Paragraph(say(phrases.PROOF_TEXT)),
            Definitions(tuple((term, text) for term, text in rows if text)),
        ),
    )


def _signing(inputs: MinutesInputs, say: Voice) -> Section:
    roles = (phrases.LEADER_ROLE, phrases.OWNER_ROLE, phrases.WITNESS_ROLE)
    signatures = Signatures(
        place_and_date=say(phrases.PLACE_AND_DATE, place=inputs.region),
        signatures=tuple(Signature(say(role), say(phrases.OFFICE)) for role in roles),
        name_label=say(phrases.NAME_LINE),
    )
    return Section(
        "tanda-tangan", say(phrases.SIGNING), (Paragraph(say(phrases.SIGNING_TEXT)), signatures)
    )


def _item(inputs: MinutesInputs, say: Voice, question_id: str) -> str:
    question = inputs.questionnaire.question_by_id.get(question_id)
    return "" if question is None else question.text.in_language(say.language)
