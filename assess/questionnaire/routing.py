"""Which questions a respondent group sees, in which sections and order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from assess.questionnaire.instrument import Dimension, Questionnaire
from assess.questionnaire.questions import (
    FocusGroupQuestion,
    LikertQuestion,
    MaturityQuestion,
    OpenQuestion,
    Placement,
    Text,
)

PERCEPTION_KEY = "persepsi"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the participants' form: a dimension, a readiness element, or perceptions."""

    key: str
    name: Text
    questions: tuple[FocusGroupQuestion, ...]


def sections_for(
    questionnaire: Questionnaire,
    group_key: str,
    only_questions: Collection[str] | None = None,
    only_sections: Collection[str] | None = None,
) -> tuple[Section, ...]:
    """What a participant of the group sees: dimensions, readiness, perceptions; none empty.

    A second round asks some questions only, and a table of a large meeting sees some sections
    only; None means all.
    """
    asked = [
        question
        for question in questionnaire.focus_group_questions
        if group_key in question.respondents
        and (only_questions is None or question.id in only_questions)
        and (only_sections is None or section_key(questionnaire, question) in only_sections)
    ]
    parts: list[Dimension] = [*questionnaire.dimensions, *questionnaire.readiness]
    sections = [
        _section(dimension.key, dimension.name, questionnaire, asked) for dimension in parts
    ]
    sections.append(_section(PERCEPTION_KEY, questionnaire.perception_name, questionnaire, asked))
    return tuple(section for section in sections if section.questions)


def section_key(questionnaire: Questionnaire, question: FocusGroupQuestion) -> str:
    """The section in which a question stands, whoever sees it."""
    match question:
        case MaturityQuestion():
            return questionnaire.dimension_of_subpillar[question.subpillar].key
        case LikertQuestion() | OpenQuestion():
            if question.in_section is Placement.DIMENSION and question.dimension is not None:
                return question.dimension
            return PERCEPTION_KEY


def _section(
    key: str, name: Text, questionnaire: Questionnaire, asked: list[FocusGroupQuestion]
) -> Section:
    questions = tuple(q for q in asked if section_key(questionnaire, q) == key)
    return Section(key, name, questions)
