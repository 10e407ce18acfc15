"""The question kinds, one class each, and the union that holds them all.

A question is frozen data. How it is read from YAML is in `reader.py`; how it is shown is the
business of the templates; how an answer to it is parsed is in `answers.py`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assess.questionnaire.values import ID_PATTERN, KEY_PATTERN, Number, Truth, Whole

QuestionId = Annotated[str, Field(pattern=ID_PATTERN)]
Key = Annotated[str, Field(pattern=KEY_PATTERN)]


class Frozen(BaseModel):
    """Base of everything read from a questionnaire: immutable, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Frozen):
    """A text in Indonesian (first) and English."""

    id: Annotated[str, Field(min_length=1, max_length=2000)]
    en: Annotated[str, Field(min_length=1, max_length=2000)]

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.id


class Option(Frozen):
    key: Key
    label: Text


class MaturityQuestion(Frozen):
    """Five anchored levels; the answer is a current level, a target level and its horizon."""

    type: Literal["maturity"]
    id: QuestionId
    subpillar: Key
    weight: Number = Field(gt=0, default=1)
    respondents: tuple[Key, ...]
    text: Text
    help: Text | None = None
    anchors: dict[Whole, Text]
    evidence_expected: tuple[Text, ...] = ()


class Placement(StrEnum):
    """In which section of the participants' form a question that is not scored stands."""

    DIMENSION = "dimension"
    PERCEPTION = "perception"


class LikertQuestion(Frozen):
    """Agreement with a statement, 1 to 5; shown beside the index, never inside it."""

    type: Literal["likert"]
    id: QuestionId
    dimension: Key
    in_section: Placement = Placement.PERCEPTION
    respondents: tuple[Key, ...]
    text: Text
    help: Text | None = None
    options: dict[Whole, Text]  # 1..5; the head's agreement_scale where not written


class OpenQuestion(Frozen):
    """Free text by participants; shown to facilitators and in the annex, never scored."""

    type: Literal["open"]
    id: QuestionId
    dimension: Key | None = None
    in_section: Placement = Placement.PERCEPTION
    respondents: tuple[Key, ...]
    text: Text
    help: Text | None = None
    max_length: Whole = Field(ge=1, le=4000, default=1000)


class _Fact(Frozen):
    """What every fact question has: asked of officials, with date and source, never scored."""

    id: QuestionId
    respondents: tuple[Key, ...]
    text: Text
    help: Text | None = None
    evidence_expected: tuple[Text, ...] = ()


class NumberFact(_Fact):
    type: Literal["number"]
    unit: Text
    min: Number | None = None
    max: Number | None = None
    whole: Truth = False
    has_target: Truth = False
    at_most: QuestionId | None = None  # another number fact that this one cannot exceed


class TextFact(_Fact):
    type: Literal["text"]
    max_length: Whole = Field(ge=1, le=4000, default=1000)


class YesNoFact(_Fact):
    type: Literal["yes_no"]
    follow_up: FollowUp | None = None


class FollowUp(Frozen):
    """A further field that opens for one answer."""

    when: str | None = None  # yes, no, an option key; None: always
    kind: Literal["text", "date"]
    text: Text


class ChoiceFact(_Fact):
    type: Literal["choice"]
    options: tuple[Option, ...] = Field(min_length=1)
    follow_up: FollowUp | None = None


class MultiFact(_Fact):
    type: Literal["multi"]
    options: tuple[Option, ...] = Field(min_length=1)


class ColumnKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    RUPIAH = "rupiah"
    YEAR = "year"
    DATE = "date"
    YES_NO = "yes_no"
    OPTION = "option"
    DIMENSION = "dimension"
    GROUPS = "respondent_groups"


class Column(Frozen):
    key: Key
    label: Text
    type: ColumnKind
    options: tuple[Option, ...] = ()


class TableFact(_Fact):
    type: Literal["table"]
    columns: tuple[Column, ...] = Field(min_length=1)
    checks: tuple[Text, ...] = ()  # rules in words; the inventory issue turns them into code


FACT_KINDS = frozenset({"number", "text", "yes_no", "choice", "multi", "table"})
FocusGroupQuestion = MaturityQuestion | LikertQuestion | OpenQuestion
FactQuestion = NumberFact | TextFact | YesNoFact | ChoiceFact | MultiFact | TableFact
Question = Annotated[
    MaturityQuestion
    | LikertQuestion
    | OpenQuestion
    | NumberFact
    | TextFact
    | YesNoFact
    | ChoiceFact
    | MultiFact
    | TableFact,
    Field(discriminator="type"),
]
YesNoFact.model_rebuild()
ChoiceFact.model_rebuild()
