"""The questionnaire as a whole: tree, scale, groups, predicates, notice, questions. Frozen."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import Field

from assess.questionnaire.questions import (
    FactQuestion,
    FocusGroupQuestion,
    Frozen,
    Key,
    LikertQuestion,
    MaturityQuestion,
    OpenQuestion,
    Option,
    Question,
    Text,
)
from assess.questionnaire.values import VERSION_PATTERN, Number, Share, Truth, Weight, Whole

Version = Annotated[str, Field(pattern=VERSION_PATTERN)]


class Level(Frozen):
    """One maturity level: its name and the rule that every anchor of it follows."""

    name: Text
    rule: Text


class Scale(Frozen):
    key: Key
    levels: dict[Whole, Level]  # 1..5
    do_not_know: Text
    not_applicable: Text


class Predicate(Frozen):
    """A named band of scores: min included, max excluded, the topmost max included."""

    min: Number
    max: Number
    name: Text


class Layer(StrEnum):
    """From where somebody sees the region: the layers of the map of perceptions."""

    AGENCIES = "agencies"
    BUSINESS = "business"
    ACADEMICS = "academics"
    RESIDENTS = "residents"


class RespondentGroup(Frozen):
    key: Key
    name: Text
    weight: Number = Field(gt=0, default=1)  # declared group weight W_g
    layer: Layer | None = None  # none: not on the map of perceptions; changes no score


class Subpillar(Frozen):
    key: Key
    weight: Weight
    name: Text


class Dimension(Frozen):
    key: Key
    weight: Weight
    name: Text
    short_name: Text
    aliases: tuple[str, ...] = ()
    subpillars: tuple[Subpillar, ...] = ()  # none: only questions outside the index


class Horizon(Frozen):
    key: Key
    years: Whole = Field(ge=1, le=100)
    name: Text


class ConsentOption(Frozen):
    key: Key
    label: Text
    required: Truth


class PrivacyNotice(Frozen):
    """Shown before the first question; its version is stored with the consent.

    `text` may hold the placeholders {region}, {legal_basis}, {recipients}, {deletion_date} and
    {contact}; nothing else in braces is allowed.
    """

    version: Version
    text: Text
    consent: tuple[ConsentOption, ...] = Field(min_length=1)


class ScoringRules(Frozen):
    """Numbers of the method that an edition may set. Formulas are in assess/scoring."""

    minimum_coverage: Share = Field(gt=0, le=1, default=2 / 3)
    disagreement_range: Number = Field(gt=0, default=1.5)
    unproven_level_cap: Whole = Field(ge=1, le=5, default=2)
    predicates: tuple[Predicate, ...] = Field(min_length=1)


class SpeakFor(StrEnum):
    """For whom those who answer speak."""

    PEOPLE = "people"  # for themselves: figures of few people are withheld
    OFFICE = "office"  # for their office, as assessors do: their figures are the office's


class Questionnaire(Frozen):
    key: Key
    version: Version
    title: Text
    intro: Text
    answers_speak_for: SpeakFor = SpeakFor.PEOPLE
    scale: Scale
    agreement_scale: dict[Whole, Text] = {}  # options of likert questions that write none
    horizons: tuple[Horizon, ...] = Field(min_length=1)
    groups: tuple[RespondentGroup, ...] = Field(min_length=1)
    dimensions: tuple[Dimension, ...] = Field(min_length=1)  # scored into the index
    readiness: tuple[Dimension, ...] = ()  # scored beside the index, never mixed into it
    perception_name: Text = Text(id="Pendapat Anda", en="Your opinion")  # its section's name
    scoring: ScoringRules
    privacy_notice: PrivacyNotice
    questions: tuple[Question, ...]

    @cached_property
    def question_by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def group_by_key(self) -> dict[str, RespondentGroup]:
        return {group.key: group for group in self.groups}

    @cached_property
    def dimension_by_key(self) -> dict[str, Dimension]:
        """Dimensions of the index and of readiness."""
        return {dimension.key: dimension for dimension in (*self.dimensions, *self.readiness)}

    @cached_property
    def dimension_of_subpillar(self) -> dict[str, Dimension]:
        return {
            subpillar.key: dimension
            for dimension in (*self.dimensions, *self.readiness)
            for subpillar in dimension.subpillars
        }

    @cached_property
    def subpillar_by_key(self) -> dict[str, Subpillar]:
        return {
            subpillar.key: subpillar
            for dimension in (*self.dimensions, *self.readiness)
            for subpillar in dimension.subpillars
        }

    @cached_property
    def maturity_questions(self) -> tuple[MaturityQuestion, ...]:
        return tuple(q for q in self.questions if isinstance(q, MaturityQuestion))

    @cached_property
    def focus_group_questions(self) -> tuple[FocusGroupQuestion, ...]:
        """Questions of the participants' form, in file order."""
        kinds = (MaturityQuestion, LikertQuestion, OpenQuestion)
        return tuple(q for q in self.questions if isinstance(q, kinds))

    @cached_property
    def fact_questions(self) -> tuple[FactQuestion, ...]:
        """Questions answered by the region's officials on a staff page, in file order."""
        kinds = (MaturityQuestion, LikertQuestion, OpenQuestion)
        return tuple(q for q in self.questions if not isinstance(q, kinds))

    @cached_property
    def questions_of_subpillar(self) -> dict[str, tuple[MaturityQuestion, ...]]:
        return {
            key: tuple(q for q in self.maturity_questions if q.subpillar == key)
            for key in self.subpillar_by_key
        }

    def predicate_of(self, score: float) -> Predicate | None:
        """The band that holds `score`; a perfect score has its predicate too."""
        bands = sorted(self.scoring.predicates, key=lambda band: band.min)
        top = bands[-1]
        if score == top.max:
            return top
        return next((band for band in bands if band.min <= score < band.max), None)


__all__ = ["Option", "Questionnaire"]
