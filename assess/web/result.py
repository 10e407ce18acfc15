"""The result of one assessment as pages show it: disclosed, with names and links."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from flask import render_template

from assess.actions.scorecards import CurrentScorecard, current_scorecard
from assess.questionnaire.instrument import Dimension, Questionnaire, Subpillar
from assess.scoring.companions import Companions
from assess.scoring.disclosure import STAFF_MINIMUM, disclosed, fewest_people
from assess.scoring.scorecard import Scorecard
from assess.scoring.scores import NodeScore, QuestionScore
from assess.store.assessments import assessment_by_public_id
from assess.store.focus_groups import focus_group_listings_of
from assess.store.questionnaires import questionnaire_of
from assess.store.tables import Assessment
from assess.web.access import current_scope, found
from assess.web.database import db
from assess.web.dials import Dials, dials
from assess.web.formatting import in_language
from assess.web.result_lines import Line, Namer, shade


@dataclass(frozen=True)
class Result:
    """One assessment with its current result; what fewer than three people said is taken out."""

    assessment: Assessment
    questionnaire: Questionnaire
    current: CurrentScorecard

    @cached_property
    def scorecard(self) -> Scorecard:
        weights = {group.key: group.weight for group in self.questionnaire.groups}
        return disclosed(
            self.current.scorecard,
            weights,
            self.questionnaire.scoring.disagreement_range,
            fewest_people(self.questionnaire, STAFF_MINIMUM),
        )

    @cached_property
    def namer(self) -> Namer:
        return Namer(self.assessment, self.questionnaire)

    def context(self) -> dict[str, object]:
        return {
            "assessment": self.assessment,
            "region": self.assessment.region,
            "questionnaire": self.questionnaire,
            "stored": self.current.stored,
            "is_sample": self.assessment.is_sample,
            "people": self.namer.people,
            "shade": shade,
            "method_dependent": frozenset(self.scorecard.method_dependent),
        }

    def dimension_lines(self) -> list[Line]:
        own = self.questionnaire.dimensions
        return [self.namer.dimension(d, self.scorecard.dimensions[d.key]) for d in own]

    def readiness_lines(self) -> list[Line]:
        own = self.questionnaire.readiness
        return [self.namer.dimension(d, self.scorecard.readiness_elements[d.key]) for d in own]

    def subpillar_lines(self, dimension: Dimension) -> list[Line]:
        own = dimension.subpillars
        return [self.namer.subpillar(s, self.scorecard.subpillars[s.key]) for s in own]

    def question_lines(self, subpillar: Subpillar) -> list[Line]:
        own = self.questionnaire.questions_of_subpillar[subpillar.key]
        return [self.namer.question(self.scorecard.questions[q.id]) for q in own]

    def dimension_line(self, dimension: Dimension) -> Line:
        scores = {**self.scorecard.dimensions, **self.scorecard.readiness_elements}
        return self.namer.dimension(dimension, scores[dimension.key])

    def subpillar_names(self) -> dict[str, str]:
        """Names of the sub-pillars of the index, by key."""
        return {
            subpillar.key: in_language(subpillar.name)
            for dimension in self.questionnaire.dimensions
            for subpillar in dimension.subpillars
        }

    def dials(self, line: Line) -> Dials:
        return dials(line, self.below(line.score), self.questionnaire, self.companions, self.namer)

    def below(self, score: NodeScore | QuestionScore) -> list[QuestionScore]:
        """Questions of a node, as they may be shown; of a question, itself."""
        if isinstance(score, QuestionScore):
            return [score]
        card, found_ = self.scorecard, []
        nodes = {**card.subpillars, **card.readiness_elements, **card.dimensions}
        for key in score.children:
            child = card.questions.get(key)
            found_ += [child] if child else self.below(nodes[key])
        return found_

    @cached_property
    def companions(self) -> Companions | None:
        return self.current.companions


def assessment_at(public_id: str) -> Assessment:
    return found(assessment_by_public_id(db(), current_scope(), public_id))


def result_of(assessment: Assessment) -> Result | None:
    questionnaire = questionnaire_of(db(), assessment)
    current = current_scorecard(db(), assessment, questionnaire)
    return None if current is None else Result(assessment, questionnaire, current)


def nothing_yet(assessment: Assessment) -> str:
    """The page while no meeting is closed."""
    return render_template(
        "results/nothing_yet.html",
        assessment=assessment,
        region=assessment.region,
        is_sample=assessment.is_sample,
        focus_groups=focus_group_listings_of(db(), assessment),
    )
