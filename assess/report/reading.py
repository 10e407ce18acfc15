"""Looking things up while a report is written: names, levels, numbers that may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from assess.masterplan.catalogue import Catalogue
from assess.masterplan.proposals import Plan, Proposal, target_level
from assess.questionnaire.questions import MaturityQuestion, Text
from assess.report import phrases
from assess.report.blocks import Cell
from assess.report.inputs import ReportInputs
from assess.report.voice import NO_FIGURE, Voice
from assess.scoring.disclosure import STAFF_MINIMUM, fewest_people
from assess.scoring.scorecard import NodeScore, QuestionScore, Undefined

SMALLEST_OPEN_GROUP = 5  # people; below it no open answer of a group is quoted


@dataclass(frozen=True)
class Reading:
    """The inputs with the plan made from them and the language they are told in."""

    inputs: ReportInputs
    plan: Plan
    voice: Voice

    @cached_property
    def smallest_group(self) -> int:
        """Fewest people of whom a figure is shown."""
        return fewest_people(self.inputs.questionnaire, STAFF_MINIMUM)

    @property
    def catalogue(self) -> Catalogue:
        """Asked for only where something is proposed from it."""
        if self.inputs.catalogue is None:
            raise LookupError("this questionnaire has no catalogue of initiatives")
        return self.inputs.catalogue

    @property
    def why_no_plan(self) -> str:
        """Said wherever initiatives would stand."""
        has_catalogue = self.inputs.catalogue is not None
        return self.voice(phrases.SUMMARY_NO_PLAN if has_catalogue else phrases.NO_CATALOGUE)

    def name(self, text: Text) -> str:
        return text.in_language(self.voice.language)

    def group(self, key: str) -> str:
        known = self.inputs.questionnaire.group_by_key.get(key)
        return self.name(known.name) if known else key

    def group_briefly(self, key: str) -> str:
        """The name without the examples in brackets, for running text."""
        return self.group(key).split(" (")[0]

    def dimension(self, key: str) -> str:
        return self.name(self.inputs.questionnaire.dimension_by_key[key].name)

    def dimension_briefly(self, key: str) -> str:
        return self.name(self.inputs.questionnaire.dimension_by_key[key].short_name)

    def subpillar(self, key: str) -> str:
        return self.name(self.inputs.questionnaire.subpillar_by_key[key].name)

    def question(self, key: str) -> MaturityQuestion:
        return self._maturity_questions[key]

    @cached_property
    def _maturity_questions(self) -> dict[str, MaturityQuestion]:
        return {question.id: question for question in self.inputs.questionnaire.maturity_questions}

    def level(self, level: int) -> str:
        name = self.name(self.inputs.questionnaire.scale.levels[level].name)
        return self.voice(phrases.LEVEL, level=level, name=name)

    def predicate(self, score: float | None) -> str:
        if score is None:
            return NO_FIGURE
        band = self.inputs.questionnaire.predicate_of(score)
        return self.name(band.name) if band else NO_FIGURE

    def reason(self, reason: Undefined | None) -> str:
        return self.voice(phrases.UNDEFINED[reason or Undefined.NO_VALID_ANSWER])

    def question_reason(self, question: QuestionScore) -> Undefined | None:
        """Why the figures of a question are not shown; None where they are."""
        if question.score is None:
            return question.reason or Undefined.NO_VALID_ANSWER
        return Undefined.WITHHELD if question.n < self.smallest_group else None

    def node_reason(self, node: NodeScore) -> Undefined | None:
        if node.score is None:
            return node.reason or Undefined.NO_VALID_ANSWER
        return Undefined.WITHHELD if node.n < self.smallest_group else None

    def people(self, count: int) -> str:
        """A number of people of one group, hidden where it would point at persons."""
        if 0 < count < self.smallest_group:
            return self.voice(phrases.FEWER_THAN)
        return self.voice.count(count)

    def target_level(self, question: QuestionScore) -> int | None:
        return target_level(question)

    def score_cell(self, node: NodeScore | QuestionScore) -> Cell:
        """A score, or the reason why it is not there."""
        reason = (
            self.question_reason(node)
            if isinstance(node, QuestionScore)
            else self.node_reason(node)
        )
        if reason is not None:
            return Cell(self.reason(reason))
        return Cell(self.voice.score(node.score))

    def shown(self, node: NodeScore | QuestionScore, value: float | None) -> Cell:
        """`value` of a node, hidden together with its score."""
        hidden = node.n < self.smallest_group or node.score is None
        return Cell(NO_FIGURE if hidden else self.voice.score(value))

    @cached_property
    def numbers(self) -> dict[str, str]:
        """The number of each proposed initiative, in the order of work."""
        return {
            proposal.initiative.id: str(place)
            for place, proposal in enumerate(self.plan.proposals, start=1)
        }

    def office(self, key: str) -> str:
        return self.name(self.catalogue.offices[key].name)

    def horizon(self, key: str) -> str:
        return self.name(self.catalogue.horizons[key].name)

    def proposals_for(self, question: str) -> list[Proposal]:
        return [proposal for proposal in self.plan.proposals if question in proposal.closes]

    def attendance(self, group: str) -> int:
        return sum(meeting.attendance.get(group, 0) for meeting in self.inputs.focus_groups)

    def expected(self, group: str) -> int:
        return sum(meeting.expected.get(group, 0) for meeting in self.inputs.focus_groups)
