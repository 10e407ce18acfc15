"""Stored fact values in words, for people to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from assess.inventory.facts import FactValue
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.questions import (
    ChoiceFact,
    Column,
    ColumnKind,
    FactQuestion,
    FollowUp,
    MultiFact,
    NumberFact,
    Option,
    TableFact,
    TextFact,
    YesNoFact,
)
from assess.web.formatting import NOTHING, day, in_language, number

FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True)
class ShownTable:
    head: list[str]
    rows: list[list[str]]


def value_in_words(question: FactQuestion, value: FactValue) -> str:
    match question:
        case NumberFact():
            return _number_in_words(question, value)
        case TextFact():
            return str(value["text"])
        case YesNoFact():
            words = _("Ya") if value["yes"] else _("Tidak")
            return _with_follow_up(words, question.follow_up, value)
        case ChoiceFact():
            words = _label(question.options, value["option"])
            return _with_follow_up(words, question.follow_up, value)
        case MultiFact():
            return "; ".join(_label(question.options, key) for key in value["options"])
        case TableFact():
            return str(_("%(n)s baris", n=number(len(value["rows"]))))


def table_of(questionnaire: Questionnaire, question: TableFact, value: FactValue) -> ShownTable:
    return ShownTable(
        head=[in_language(column.label) for column in question.columns],
        rows=[
            [
                _cell(questionnaire, column, cell) if cell not in (None, "") else NOTHING
                for column in question.columns
                for cell in [row.get(column.key)]
            ]
            for row in value["rows"]
        ],
    )


def _number_in_words(question: NumberFact, value: FactValue) -> str:
    unit = in_language(question.unit)
    if _is_year(question):
        return f"{value['number']:.0f}"
    words = f"{number(value['number'])} {unit}"
    if "target" in value:
        target = _("target %(n)s", n=number(value["target"]))
        return f"{words} ({target})"
    return words


def _is_year(question: NumberFact) -> bool:
    """A whole number between two years is one itself: 2019, not 2.019 tahun."""
    if question.min is None or question.max is None:
        return False
    return question.whole and question.min >= FIRST_YEAR and question.max <= LAST_YEAR


def _with_follow_up(words: str, follow_up: FollowUp | None, value: FactValue) -> str:
    more = value.get("follow_up")
    if not more or follow_up is None:
        return words
    shown = day(date.fromisoformat(more)) if follow_up.kind == "date" else more
    return f"{words}. {in_language(follow_up.text)}: {shown}"


def _label(options: tuple[Option, ...], key: str) -> str:
    return next((in_language(option.label) for option in options if option.key == key), key)


def _cell(questionnaire: Questionnaire, column: Column, value: Any) -> str:
    match column.type:
        case ColumnKind.NUMBER | ColumnKind.RUPIAH:
            return number(value)
        case ColumnKind.YES_NO:
            return str(_("Ya") if value else _("Tidak"))
        case ColumnKind.DATE:
            return day(date.fromisoformat(value))
        case ColumnKind.OPTION:
            return _label(column.options, value)
        case ColumnKind.DIMENSION:
            known = questionnaire.dimension_by_key.get(value)
            return in_language(known.name) if known else str(value)
        case ColumnKind.GROUPS:
            return ", ".join(_group(questionnaire, key) for key in value)
        case ColumnKind.TEXT | ColumnKind.YEAR:
            return str(value)


def _group(questionnaire: Questionnaire, key: str) -> str:
    known = questionnaire.group_by_key.get(key)
    return in_language(known.name) if known else key
