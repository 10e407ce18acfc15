"""What was answered to one question of the participants' form, parsed by the question's kind."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple, assert_never

from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.questions import (
    FocusGroupQuestion,
    LikertQuestion,
    MaturityQuestion,
    OpenQuestion,
)

DO_NOT_KNOW = -1
NOT_APPLICABLE = -2
WORDS = {"DK": DO_NOT_KNOW, "NA": NOT_APPLICABLE}  # as they stand in forms and files
NOTE_LENGTH = 2000
EVIDENCE_LENGTH = 500


class GivenAnswer(NamedTuple):
    """level: 1..5, -1 do not know, -2 not applicable, None not chosen. Open text is the note."""

    level: int | None = None
    target: int | None = None
    horizon: str | None = None
    note: str | None = None
    evidence: str | None = None

    @property
    def content(self) -> tuple[int | None, int | None, str | None, str | None, str | None]:
        return (self.level, self.target, self.horizon, self.note, self.evidence)


NOTHING = GivenAnswer()


class Refusal(StrEnum):
    """Why an answer is refused; the web layer says it in words."""

    LEVEL = "level"
    TARGET = "target"
    TARGET_BELOW_LEVEL = "target_below_level"
    HORIZON = "horizon"
    TOO_LONG = "too_long"
    NOT_ASKED = "not_asked"  # of this group, but not in this round or at this table


class AnswerRefused(ValueError):
    def __init__(self, question_id: str, refusal: Refusal) -> None:
        super().__init__(f"{question_id}: {refusal}")
        self.question_id = question_id
        self.refusal = refusal


def parse_answer(
    questionnaire: Questionnaire, question: FocusGroupQuestion, fields: Mapping[str, str]
) -> GivenAnswer:
    """The answer in `fields` (level, target, horizon, note, evidence: strings, '' for none)."""
    match question:
        case MaturityQuestion():
            return _maturity(questionnaire, question, fields)
        case LikertQuestion():
            return GivenAnswer(level=_level(question.id, fields.get("level", "")))
        case OpenQuestion():
            return GivenAnswer(note=_text(question.id, fields, "note", question.max_length))
        case _:
            assert_never(question)


_LEVELS = {str(level): level for level in range(1, 6)}


def _maturity(
    questionnaire: Questionnaire, question: MaturityQuestion, fields: Mapping[str, str]
) -> GivenAnswer:
    level = _level(question.id, fields.get("level", ""))
    target_word = fields.get("target", "")
    target = _LEVELS.get(target_word)
    if target_word and target is None:
        raise AnswerRefused(question.id, Refusal.TARGET)
    if level is not None and target is not None and target < level:
        raise AnswerRefused(question.id, Refusal.TARGET_BELOW_LEVEL)
    horizon = fields.get("horizon", "") or None
    if horizon is not None and all(horizon != known.key for known in questionnaire.horizons):
        raise AnswerRefused(question.id, Refusal.HORIZON)
    return GivenAnswer(
        level=level,
        target=target,
        horizon=horizon,
        note=_text(question.id, fields, "note", NOTE_LENGTH),
        evidence=_text(question.id, fields, "evidence", EVIDENCE_LENGTH),
    )


def _level(question_id: str, word: str) -> int | None:
    if word == "":
        return None
    level = _LEVELS.get(word) or WORDS.get(word)
    if level is None:
        raise AnswerRefused(question_id, Refusal.LEVEL)
    return level


def _text(question_id: str, fields: Mapping[str, str], name: str, longest: int) -> str | None:
    text = fields.get(name, "")
    if not text:
        return None
    text = text.strip()
    if len(text) > longest:
        raise AnswerRefused(question_id, Refusal.TOO_LONG)
    return text or None
