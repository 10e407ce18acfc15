"""Chapter: facts with source and date. A claim without them is shown as one without them."""

from __future__ import annotations

from datetime import date
from typing import Any, assert_never

from assess.questionnaire.questions import (
    ChoiceFact,
    ColumnKind,
    FactQuestion,
    MultiFact,
    NumberFact,
    Option,
    TableFact,
    TextFact,
    YesNoFact,
)
from assess.questionnaire.questions import (
    Column as FactColumn,
)
from assess.report import closing_phrases, phrases
from assess.report.blocks import Block, Cell, Chapter, Column, Paragraph, Section, Table
from assess.report.inputs import StatedFact
from assess.report.reading import Reading
from assess.report.voice import NO_FIGURE

YEARS = {"tahun", "year"}
FIRST_YEAR, LAST_YEAR = 1900, 2100
MOST_ROWS = 60
MOST_COLUMNS = 8  # more do not fit a page


def facts(reading: Reading, number: str) -> Chapter:
    say, questions = reading.voice, reading.inputs.questionnaire.fact_questions
    stated = {fact.question_id: fact for fact in reading.inputs.facts}
    known = [question for question in questions if question.id in stated]
    blocks: list[Block] = [Paragraph(say(closing_phrases.FACTS_LEAD))]
    if known:
        blocks.append(_facts_table(reading, known, stated))
    else:
        blocks.append(Paragraph(say(closing_phrases.NO_FACTS)))
    missing = len(questions) - len(known)
    if missing and known:
        blocks.append(Paragraph(say(closing_phrases.FACTS_MISSING, n=missing, all=len(questions))))
    sections = [Section("", "", tuple(blocks))]
    for question in known:
        if isinstance(question, TableFact):
            sections.append(_rows_section(reading, question, stated[question.id]))
    return Chapter("fakta", number, say(closing_phrases.FACTS), tuple(sections))


def _facts_table(
    reading: Reading, known: list[FactQuestion], stated: dict[str, StatedFact]
) -> Table:
    say = reading.voice
    rows = tuple(
        (
            Cell(question.id),
            Cell(reading.name(question.text)),
            Cell(_told(reading, question, stated[question.id])),
            Cell(_origin(reading, stated[question.id])),
        )
        for question in known
    )
    columns = (
        Column(say(closing_phrases.CODE), 13, "code"),
        Column(say(closing_phrases.FACT), 33),
        Column(say(closing_phrases.VALUE), 24),
        Column(say(closing_phrases.SOURCE), 30),
    )
    return Table("tabel-fakta", say(closing_phrases.FACTS_TABLE), columns, rows)


def _told(reading: Reading, question: FactQuestion, fact: StatedFact) -> str:
    say, told = reading.voice, _value(reading, question, fact.value)
    if fact.approximate:
        told = say(closing_phrases.ABOUT, value=told)
    if fact.disputed:
        told = f"{told}\n{say(closing_phrases.DISPUTED, why=fact.disputed)}"
    return told


def _value(reading: Reading, question: FactQuestion, value: dict[str, Any]) -> str:
    say = reading.voice
    match question:
        case NumberFact():
            return _number(reading, question, value)
        case TextFact():
            return str(value.get("text", NO_FIGURE))
        case YesNoFact():
            told = say(phrases.YES if value.get("yes") else phrases.NO)
            return _with_follow_up(told, value)
        case ChoiceFact():
            return _with_follow_up(_option(reading, question.options, value.get("option")), value)
        case MultiFact():
            chosen = [_option(reading, question.options, key) for key in value.get("options", ())]
            return say.series(chosen) or say(phrases.NONE)
        case TableFact():
            return say(closing_phrases.FACT_TABLE_ROWS, n=len(value.get("rows", ())))
        case _:
            assert_never(question)


def _number(reading: Reading, question: NumberFact, value: dict[str, Any]) -> str:
    say, unit = reading.voice, reading.name(question.unit)
    if "number" not in value:
        return NO_FIGURE
    if unit in YEARS and FIRST_YEAR <= value["number"] <= LAST_YEAR:
        return str(int(value["number"]))  # 2019 is a date, not two thousand and nineteen of them
    told = f"{say.plain(value['number'])} {unit}"
    if value.get("target") is None:
        return told
    return say(closing_phrases.TARGETED, value=told, target=say.plain(value["target"]))


def _with_follow_up(told: str, value: dict[str, Any]) -> str:
    return f"{told}. {value['follow_up']}" if value.get("follow_up") else told


def _option(reading: Reading, options: tuple[Option, ...], key: object) -> str:
    label = next((option.label for option in options if option.key == key), None)
    return reading.name(label) if label else str(key or NO_FIGURE)


def _origin(reading: Reading, fact: StatedFact) -> str:
    say = reading.voice
    parts = [fact.source] if fact.source else []
    if fact.stated_by:
        parts.append(say(closing_phrases.STATED_BY, who=fact.stated_by))
    parts.append(say.date(fact.as_of) if fact.as_of else say(closing_phrases.NO_DATE))
    return ", ".join(parts)


def _rows_section(reading: Reading, question: TableFact, fact: StatedFact) -> Section:
    say, title = reading.voice, reading.name(question.text).rstrip(".")
    stated: Any = fact.value.get("rows", [])
    columns = question.columns[:MOST_COLUMNS]
    rows = tuple(
        tuple(Cell(_table_value(reading, column, row.get(column.key))) for column in columns)
        for row in stated[:MOST_ROWS]
    )
    width = 100 // len(columns)
    heads = tuple(
        Column(reading.name(column.label), width, "end" if _is_number(column) else "start")
        for column in columns
    )
    note = _origin(reading, fact)
    if len(stated) > MOST_ROWS:
        shown = say(closing_phrases.FACT_TABLE_MORE, shown=MOST_ROWS, n=say.count(len(stated)))
        note = f"{note}. {shown}"
    anchor = question.id.lower()
    return Section(f"fakta-{anchor}", title, (Table(f"tabel-{anchor}", title, heads, rows, note),))


def _is_number(column: FactColumn) -> bool:
    return column.type in {ColumnKind.NUMBER, ColumnKind.RUPIAH, ColumnKind.YEAR}


def _table_value(reading: Reading, column: FactColumn, value: Any) -> str:
    """A cell by the kind of its column; what does not fit the kind is shown as it was stated."""
    if value is None or value == "":
        return NO_FIGURE
    if column.type is ColumnKind.OPTION:
        return _option(reading, column.options, value)
    if column.type in {ColumnKind.DIMENSION, ColumnKind.GROUPS}:
        return _name_of_key(reading, value)
    return _measure(reading, column.type, value)


def _measure(reading: Reading, kind: ColumnKind, value: Any) -> str:
    match kind, value:
        case ColumnKind.RUPIAH, int() | float():
            return reading.voice.rupiah(value)
        case ColumnKind.NUMBER, int() | float():
            return reading.voice.plain(value)
        case ColumnKind.YES_NO, bool():
            return reading.voice(phrases.YES if value else phrases.NO)
        case ColumnKind.DATE, str():
            return _day(reading, value)
        case _:
            return str(value)


def _name_of_key(reading: Reading, value: Any) -> str:
    """The name of a dimension, or of one or more respondent groups."""
    if isinstance(value, list | tuple):
        return reading.voice.series([reading.group_briefly(str(key)) for key in value])
    known = value in reading.inputs.questionnaire.dimension_by_key
    return reading.dimension_briefly(value) if known else str(value)


def _day(reading: Reading, stated: str) -> str:
    """A date as people write it; what is no full date stays as it was stated."""
    try:
        return reading.voice.date(date.fromisoformat(stated))
    except ValueError:
        return stated
