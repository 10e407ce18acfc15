"""Stored fact values in words, for people to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from assess.inventory.facts import FactValue
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
from assess.web.formatting import day, in_language, number


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
            return _("%(n)s baris", n=number(len(value["rows"])))


def table_of(question: TableFact, value: FactValue) -> ShownTable:
    return ShownTable(
        head=[in_language(column.label) for column in question.columns],
        rows=[[_cell(column, row) for column in question.columns] for row in value["rows"]],
    )


def _number_in_words(question: NumberFact, value: FactValue) -> str:
    unit = in_language(question.unit)
    words = f"{number(value['number'])} {unit}"
    if "target" in value:
        target = _("target %(n)s", n=number(value["target"]))
        return f"{words} ({target})"
    return words


def _with_follow_up(words: str, follow_up: FollowUp | None, value: FactValue) -> str:
    more = value.get("follow_up")
    if not more or follow_up is None:
        return words
    shown = day(date.fromisoformat(more)) if follow_up.kind == "date" else more
    return f"{words}. {in_language(follow_up.text)}: {shown}"


def _label(options: tuple[Option, ...], key: str) -> str:
    return next((in_language(option.label) for option in options if option.key == key), key)


def _cell(column: Column, row: Mapping[str, Any]) -> str:
    value = row.get(column.key)
    if value is None or value == "":
        return "–"
    if column.type in (ColumnKind.NUMBER, ColumnKind.RUPIAH):
        return number(value)
    if column.type is ColumnKind.YES_NO:
        return str(_("Ya") if value else _("Tidak"))
    if column.type is ColumnKind.DATE:
        return day(date.fromisoformat(value))
    if column.options:
        return _label(column.options, value)
    return ", ".join(value) if isinstance(value, list) else str(value)
