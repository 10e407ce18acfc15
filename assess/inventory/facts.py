"""Fact values: what an official typed, read and checked by the kind of the question.

A value is plain JSON: {"number": 12.5, "target": 20.0}, {"text": "…"},
{"yes": true, "follow_up": "…"}, {"option": "key", "follow_up": "…"}, {"options": ["key"]} or
{"rows": [{"column": …}]}. Keys that have nothing to say are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, assert_never

from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.questions import (
    ChoiceFact,
    FactQuestion,
    FollowUp,
    MultiFact,
    NumberFact,
    Option,
    TableFact,
    TextFact,
    YesNoFact,
)

FactValue = dict[str, Any]

# 1234 · 1.234 · 1.234,5. A point groups thousands; "12.5" is refused, because "1.234" would
# then mean two things.
_PLAIN = re.compile(r"-?[0-9]{1,15}(,[0-9]{1,6})?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(\.[0-9]{3}){1,4}(,[0-9]{1,6})?")
FOLLOW_UP_LENGTH = 500


class Refusal(StrEnum):
    """Why a value is refused; the web layer says it in words."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    NOT_WHOLE = "not_whole"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    ABOVE_OTHER = "above_other"  # more than the fact it is a part of
    BELOW_OTHER = "below_other"  # less than a fact that is a part of it
    TOO_LONG = "too_long"
    NOT_AN_OPTION = "not_an_option"
    NOT_A_DATE = "not_a_date"
    READ_ONLY = "read_only"  # table facts have no editor yet


class FactRefused(ValueError):
    """`part` is the input at fault: value, target or follow_up."""

    def __init__(
        self, refusal: Refusal, part: str = "value", limit: float | None = None, other: str = ""
    ) -> None:
        super().__init__(f"{part}: {refusal}")
        self.refusal = refusal
        self.part = part
        self.limit = limit
        self.other = other


@dataclass(frozen=True)
class TypedFact:
    """What stood in the inputs, as text. `chosen` holds the picks of a multiple choice."""

    value: str = ""
    target: str = ""
    follow_up: str = ""
    chosen: Sequence[str] = field(default_factory=tuple)


def parse_fact(question: FactQuestion, typed: TypedFact) -> FactValue:
    """The value of one question; FactRefused where it breaks a rule of the question itself."""
    match question:
        case NumberFact():
            return _number_fact(question, typed)
        case TextFact():
            return {"text": _text(typed.value, question.max_length)}
        case YesNoFact():
            option = _one_of(("yes", "no"), typed.value)
            return {"yes": option == "yes", **_follow_up(question.follow_up, option, typed)}
        case ChoiceFact():
            option = _one_of(_keys(question.options), typed.value)
            return {"option": option, **_follow_up(question.follow_up, option, typed)}
        case MultiFact():
            return {"options": _several_of(_keys(question.options), typed.chosen)}
        case TableFact():
            raise FactRefused(Refusal.READ_ONLY)
        case _:
            assert_never(question)


def check_against_others(
    questionnaire: Questionnaire,
    question: FactQuestion,
    value: FactValue,
    others: Mapping[str, FactValue],
) -> None:
    """A part cannot exceed its whole, whichever of the two is stated later."""
    if not isinstance(question, NumberFact):
        return
    number = value["number"]
    whole = others.get(question.at_most or "", {}).get("number")
    if whole is not None and number > whole:
        raise FactRefused(Refusal.ABOVE_OTHER, limit=whole, other=question.at_most or "")
    for part in questionnaire.fact_questions:
        if not isinstance(part, NumberFact) or part.at_most != question.id:
            continue
        stated = others.get(part.id, {}).get("number")
        if stated is not None and stated > number:
            raise FactRefused(Refusal.BELOW_OTHER, limit=stated, other=part.id)


def parse_number(text: str) -> float:
    """The number that an Indonesian official typed: 1.234,5. ValueError where it is none."""
    compact = text.strip().replace("\u00a0", "").replace(" ", "")
    if not (_PLAIN.fullmatch(compact) or _GROUPED.fullmatch(compact)):
        raise ValueError("not a number")
    return float(compact.replace(".", "").replace(",", "."))


def _number_fact(question: NumberFact, typed: TypedFact) -> FactValue:
    value: FactValue = {"number": _number(question, typed.value, "value")}
    if question.has_target and typed.target.strip():
        value["target"] = _number(question, typed.target, "target")
    return value


def _number(question: NumberFact, text: str, part: str) -> float:
    if not text.strip():
        raise FactRefused(Refusal.EMPTY, part)
    try:
        number = parse_number(text)
    except ValueError:
        raise FactRefused(Refusal.NOT_A_NUMBER, part) from None
    if question.whole and not number.is_integer():
        raise FactRefused(Refusal.NOT_WHOLE, part)
    if question.min is not None and number < question.min:
        raise FactRefused(Refusal.TOO_SMALL, part, question.min)
    if question.max is not None and number > question.max:
        raise FactRefused(Refusal.TOO_LARGE, part, question.max)
    return number


def _text(text: str, longest: int, part: str = "value") -> str:
    text = text.strip()
    if not text:
        raise FactRefused(Refusal.EMPTY, part)
    if len(text) > longest:
        raise FactRefused(Refusal.TOO_LONG, part, longest)
    return text


def _one_of(keys: Sequence[str], chosen: str) -> str:
    if not chosen:
        raise FactRefused(Refusal.EMPTY)
    if chosen not in keys:
        raise FactRefused(Refusal.NOT_AN_OPTION)
    return chosen


def _several_of(keys: Sequence[str], chosen: Sequence[str]) -> list[str]:
    """In the order of the questionnaire, each once."""
    if not chosen:
        raise FactRefused(Refusal.EMPTY)
    if not set(chosen) <= set(keys):
        raise FactRefused(Refusal.NOT_AN_OPTION)
    return [key for key in keys if key in chosen]


def _keys(options: Sequence[Option]) -> tuple[str, ...]:
    return tuple(option.key for option in options)


def _follow_up(follow_up: FollowUp | None, option: str, typed: TypedFact) -> FactValue:
    """The further field, where it was opened and filled; it may stay empty."""
    text = typed.follow_up.strip()
    if follow_up is None or not text or follow_up.when not in (None, option):
        return {}
    if follow_up.kind == "text":
        return {"follow_up": _text(text, FOLLOW_UP_LENGTH, "follow_up")}
    try:
        return {"follow_up": date.fromisoformat(text).isoformat()}
    except ValueError:
        raise FactRefused(Refusal.NOT_A_DATE, "follow_up") from None
