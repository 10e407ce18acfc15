"""The result of an assessment: from the index down to each question, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from flask import Blueprint, render_template
from flask_babel import gettext as _

from assess.actions.scorecards import CurrentScorecard, current_scorecard
from assess.questionnaire.instrument import Dimension, Questionnaire, Subpillar
from assess.questionnaire.questions import LikertQuestion, MaturityQuestion, OpenQuestion
from assess.report.figures import WORDS, Figure, dumbbell, group_range, histogram, radar
from assess.scoring.disclosure import PUBLIC_MINIMUM, STAFF_MINIMUM, disclosed, fewest_people
from assess.scoring.perception import Perception, perception
from assess.scoring.scorecard import Scorecard
from assess.scoring.scores import QuestionScore
from assess.store.assessments import assessment_by_public_id
from assess.store.focus_groups import (
    attendance_of_closed,
    focus_group_listings_of,
    number_of_answers,
    open_answers,
)
from assess.store.questionnaires import questionnaire_of
from assess.store.tables import Assessment, FocusGroupState
from assess.web.access import READS, allow, current_scope, found
from assess.web.database import db
from assess.web.formatting import in_language, percent, score
from assess.web.language import language
from assess.web.result_lines import Line, Namer, pairs, people, shade

blueprint = Blueprint("results", __name__)


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
            "people": people,
            "shade": shade,
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


@blueprint.get("/hasil/<public_id>")
@allow(READS)
def index(public_id: str) -> str:
    assessment = _assessment(public_id)
    result = _result(assessment)
    if result is None:
        return _nothing_yet(assessment)
    lines = result.dimension_lines()
    return render_template(
        "results/index.html",
        **result.context(),
        line=result.namer.index(result.scorecard.index),
        lines=lines,
        readiness=result.namer.readiness(result.scorecard.readiness)
        if result.scorecard.readiness
        else None,
        charts=[_dumbbell(_("Saat ini dan target tiap dimensi"), lines), _radar(lines)],
        groups=_attendance(result),
        open_focus_groups=_open_focus_groups(assessment),
        absent=[result.namer.group(key) for key in result.scorecard.groups_absent],
    )


@blueprint.get("/hasil/<public_id>/dimensi/<key>")
@allow(READS)
def dimension(public_id: str, key: str) -> str:
    assessment = _assessment(public_id)
    result = _result(assessment)
    if result is None:
        return _nothing_yet(assessment)
    shown = found(result.questionnaire.dimension_by_key.get(key))
    lines = result.subpillar_lines(shown)
    return render_template(
        "results/node.html",
        **result.context(),
        kind=_("Dimensi"),
        line=result.dimension_line(shown),
        lines=lines,
        parents=_parents(result, shown),
        charts=[_dumbbell(_("Saat ini dan target tiap sub-pilar"), lines)],
        caption=_("Sub-pilar"),
        groups=result.namer.groups(result.dimension_line(shown).score),
    )


@blueprint.get("/hasil/<public_id>/subpilar/<key>")
@allow(READS)
def subpillar(public_id: str, key: str) -> str:
    assessment = _assessment(public_id)
    result = _result(assessment)
    if result is None:
        return _nothing_yet(assessment)
    shown = found(result.questionnaire.subpillar_by_key.get(key))
    owner = result.questionnaire.dimension_of_subpillar[key]
    line = result.namer.subpillar(shown, result.scorecard.subpillars[key])
    return render_template(
        "results/node.html",
        **result.context(),
        kind=_("Sub-pilar"),
        line=line,
        lines=result.question_lines(shown),
        parents=[*_parents(result, owner), _link(result.dimension_line(owner))],
        charts=[],
        caption=_("Pertanyaan"),
        groups=result.namer.groups(line.score),
    )


@blueprint.get("/hasil/<public_id>/pertanyaan/<question_id>")
@allow(READS)
def question(public_id: str, question_id: str) -> str:
    assessment = _assessment(public_id)
    result = _result(assessment)
    if result is None:
        return _nothing_yet(assessment)
    shown = result.questionnaire.question_by_id.get(question_id)
    asked = found(shown if isinstance(shown, MaturityQuestion) else None)
    line = result.namer.question(result.scorecard.questions[question_id])
    owner = result.questionnaire.dimension_of_subpillar[asked.subpillar]
    below = result.questionnaire.subpillar_by_key[asked.subpillar]
    subpillar_line = result.namer.subpillar(below, result.scorecard.subpillars[below.key])
    return render_template(
        "results/question.html",
        **result.context(),
        question=asked,
        line=line,
        parents=[
            *_parents(result, owner),
            _link(result.dimension_line(owner)),
            _link(subpillar_line),
        ],
        groups=result.namer.groups(line.score),
        charts=_question_charts(result, line),
    )


@blueprint.get("/hasil/<public_id>/kesiapan")
@allow(READS)
def readiness(public_id: str) -> str:
    assessment = _assessment(public_id)
    result = _result(assessment)
    if result is None:
        return _nothing_yet(assessment)
    root = found(result.scorecard.readiness)
    lines = result.readiness_lines()
    return render_template(
        "results/node.html",
        **result.context(),
        kind=_("Di samping indeks"),
        line=result.namer.readiness(root),
        lines=lines,
        parents=_to_index(result),
        charts=[_dumbbell(_("Saat ini dan target tiap unsur kesiapan"), lines)],
        caption=_("Unsur kesiapan"),
        groups=result.namer.groups(root),
    )


@blueprint.get("/hasil/<public_id>/persepsi")
@allow(READS)
def voices(public_id: str) -> str:
    assessment = _assessment(public_id)
    result = _result(assessment)
    if result is None:
        return _nothing_yet(assessment)
    return render_template(
        "results/voices.html",
        **result.context(),
        parents=_to_index(result),
        statements=_statements(result),
        open_questions=_open_questions(result),
        fewest=STAFF_MINIMUM,
        fewest_in_group=PUBLIC_MINIMUM,
    )


def _assessment(public_id: str) -> Assessment:
    return found(assessment_by_public_id(db(), current_scope(), public_id))


def _result(assessment: Assessment) -> Result | None:
    questionnaire = questionnaire_of(db(), assessment)
    current = current_scorecard(db(), assessment, questionnaire)
    return None if current is None else Result(assessment, questionnaire, current)


def _nothing_yet(assessment: Assessment) -> str:
    return render_template(
        "results/nothing_yet.html",
        assessment=assessment,
        region=assessment.region,
        is_sample=assessment.is_sample,
        focus_groups=focus_group_listings_of(db(), assessment),
    )


def _open_focus_groups(assessment: Assessment) -> int:
    listings = focus_group_listings_of(db(), assessment)
    return sum(listing.focus_group.state == FocusGroupState.OPEN for listing in listings)


def _attendance(result: Result) -> list[tuple[str, str, str]]:
    """(group, people who came, people with at least one valid answer)."""
    came = attendance_of_closed(db(), result.assessment)
    n_by_group = result.scorecard.index.n_by_group
    return [
        (in_language(group.name), people(came[group.key]), people(n_by_group.get(group.key, 0)))
        for group in result.questionnaire.groups
        if group.key in came
    ]


def _to_index(result: Result) -> list[tuple[str, str | None]]:
    return [_link(result.namer.index(result.scorecard.index))]


def _parents(result: Result, dimension: Dimension) -> list[tuple[str, str | None]]:
    root = result.scorecard.readiness
    if root is not None and dimension in result.questionnaire.readiness:
        return [*_to_index(result), _link(result.namer.readiness(root))]
    return _to_index(result)


def _link(line: Line) -> tuple[str, str | None]:
    return line.name, line.href


def _dumbbell(title: str, lines: list[Line]) -> Figure:
    return dumbbell(title, pairs(lines), score, WORDS[language()])


def _radar(lines: list[Line]) -> Figure:
    return radar(_("Bentuk kematangan"), pairs(lines), score, WORDS[language()])


def _question_charts(result: Result, line: Line) -> list[Figure]:
    shown = line.score
    if not isinstance(shown, QuestionScore) or shown.score is None:
        return []
    means = [(result.namer.group(key), mean) for key, mean in shown.group_means.items()]
    charts = []
    if shown.histogram is not None:
        charts.append(
            histogram(
                _("Sebaran jawaban, seimbang antarkelompok"),
                shown.histogram,
                shown.do_not_know_share,
                percent,
                WORDS[language()],
            )
        )
    if means:
        charts.append(group_range(_("Rata-rata tiap kelompok"), means, score, WORDS[language()]))
    return charts


@dataclass(frozen=True)
class Statement:
    text: str
    people: str
    mean: float | None
    chart: Figure | None


def _statements(result: Result) -> list[Statement]:
    """Means of the statements; nothing of fewer than three people."""
    asked = [q for q in result.questionnaire.questions if isinstance(q, LikertQuestion)]
    numbers = number_of_answers(db(), result.assessment, [q.id for q in asked])
    weights = {group.key: group.weight for group in result.questionnaire.groups}
    statements = []
    for likert in asked:
        own = {(group, level): n for (key, group, level), n in numbers.items() if key == likert.id}
        statements.append(_statement(likert, perception(own, weights)))
    return statements


def _statement(likert: LikertQuestion, found_: Perception) -> Statement:
    text = in_language(likert.text)
    if found_.n < STAFF_MINIMUM:
        return Statement(text, people(found_.n), None, None)
    total = found_.n + found_.do_not_know
    chart = histogram(text, found_.shares, found_.do_not_know / total, percent, WORDS[language()])
    return Statement(text, people(found_.n), found_.mean, chart)


def _open_questions(result: Result) -> list[tuple[str, list[str]]]:
    """Texts of people of groups of at least five, without group and time."""
    asked = [q for q in result.questionnaire.questions if isinstance(q, OpenQuestion)]
    came = attendance_of_closed(db(), result.assessment)
    large = [group for group, n in came.items() if n >= PUBLIC_MINIMUM]
    texts = open_answers(db(), result.assessment, [q.id for q in asked], large)
    return [(in_language(q.text), texts.get(q.id, [])) for q in asked]
