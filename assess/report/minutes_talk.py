"""What was answered, said, decided and left to do."""

from __future__ import annotations

from collections.abc import Iterable

from assess.report import minutes_phrases as phrases
from assess.report.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Paragraph,
    Section,
    Table,
)
from assess.report.minutes_inputs import MinutesInputs
from assess.report.voice import NO_FIGURE, Voice
from assess.room.proceedings import Phase


def rounds(inputs: MinutesInputs, say: Voice) -> Section:
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


def talk(inputs: MinutesInputs, say: Voice) -> Section:
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


def dissents(inputs: MinutesInputs, say: Voice) -> Section:
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


def decisions(inputs: MinutesInputs, say: Voice) -> Section:
    made = inputs.proceedings.decisions
    block: Block = Paragraph(say(phrases.NO_DECISION))
    if made:
        block = Bullets(
            tuple(
                f"{each.number}. {each.text}" + (f" ({each.question})" if each.question else "")
                for each in made
            )
        )
    return Section("keputusan", say(phrases.DECISIONS), (block,))


def actions(inputs: MinutesInputs, say: Voice) -> Section:
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


def _item(inputs: MinutesInputs, say: Voice, question_id: str) -> str:
    question = inputs.questionnaire.question_by_id.get(question_id)
    return "" if question is None else question.text.in_language(say.language)
