"""The result of an assessment: from the index down to each question, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask_babel import gettext as _

from assess.questionnaire.instrument import Dimension
from assess.questionnaire.questions import LikertQuestion, MaturityQuestion, OpenQuestion
from assess.report.figures import WORDS, Figure, dumbbell, group_range, histogram, radar
from assess.scoring.disclosure import PUBLIC_MINIMUM, STAFF_MINIMUM
from assess.scoring.perception import Perception, perception
from assess.scoring.scores import QuestionScore
from assess.store.account_tables import Role
from assess.store.focus_groups import (
    attendance_of_closed,
    focus_group_listings_of,
    number_of_answers,
    open_answers,
)
from assess.store.tables import Assessment, FocusGroupState
from assess.web.access import FACILITATES, READS, allow, current_account, found
from assess.web.behind import explanation_address
from assess.web.database import db
from assess.web.disagreements import largest_disagreements, perception_gaps
from assess.web.formatting import in_language, percent, score
from assess.web.language import language
from assess.web.method_strip import cautions_in_words, method_strip
from assess.web.response_words import response_in_words
from assess.web.result import Result, assessment_at, nothing_yet, result_of
from assess.web.result_lines import Line, Namer, pairs
from assess.web.room_told import talks_about
from assess.web.weight_words import Names, used_in_words

blueprint = Blueprint("results", __name__)


@blueprint.get("/hasil/<public_id>")
@allow(READS)
def index(public_id: str) -> str:
    assessment = assessment_at(public_id)
    result = result_of(assessment)
    if result is None:
        return nothing_yet(assessment)
    lines = result.dimension_lines()
    line = result.namer.index(result.scorecard.index)
    return render_template(
        "results/index.html",
        **result.context(),
        line=line,
        lines=lines,
        dials=result.dials(line),
        explanation=explanation_address(public_id, "indeks", line.score.key),
        facilitates=_facilitates(),
        cautions=cautions_in_words(result.scorecard),
        disagreements=largest_disagreements(result.scorecard, result.namer),
        strip=method_strip(
            result.scorecard,
            [line, *lines],
            result.subpillar_names(),
            for_office=result.namer.for_office,
        ),
        gaps=perception_gaps(result.scorecard, result.questionnaire, lines),
        readiness=result.namer.readiness(result.scorecard.readiness)
        if result.scorecard.readiness
        else None,
        weights=used_in_words(result.current.weights, Names(result.questionnaire)),
        charts=[_dumbbell(_("Saat ini dan target tiap dimensi"), lines), _radar(lines)],
        response=response_in_words(result),
        speaks_for_office=result.namer.for_office,
        open_focus_groups=_open_focus_groups(assessment),
        absent=[result.namer.group(key) for key in result.scorecard.groups_absent],
    )


@blueprint.get("/hasil/<public_id>/dimensi/<key>")
@allow(READS)
def dimension(public_id: str, key: str) -> str:
    assessment = assessment_at(public_id)
    result = result_of(assessment)
    if result is None:
        return nothing_yet(assessment)
    shown = found(result.questionnaire.dimension_by_key.get(key))
    line, lines = result.dimension_line(shown), result.subpillar_lines(shown)
    return render_template(
        "results/node.html",
        **result.context(),
        kind=_("Dimensi"),
        line=line,
        dials=result.dials(line),
        explanation=explanation_address(public_id, "dimensi", key),
        lines=lines,
        parents=_parents(result, shown),
        charts=[_dumbbell(_("Saat ini dan target tiap sub-pilar"), lines)],
        caption=_("Sub-pilar"),
        groups=result.namer.groups(line.score),
    )


@blueprint.get("/hasil/<public_id>/subpilar/<key>")
@allow(READS)
def subpillar(public_id: str, key: str) -> str:
    assessment = assessment_at(public_id)
    result = result_of(assessment)
    if result is None:
        return nothing_yet(assessment)
    shown = found(result.questionnaire.subpillar_by_key.get(key))
    owner = result.questionnaire.dimension_of_subpillar[key]
    line = result.namer.subpillar(shown, result.scorecard.subpillars[key])
    return render_template(
        "results/node.html",
        **result.context(),
        kind=_("Sub-pilar"),
        line=line,
        dials=result.dials(line),
        explanation=explanation_address(public_id, "subpilar", key),
        lines=result.question_lines(shown),
        parents=[*_parents(result, owner), _link(result.dimension_line(owner))],
        charts=[],
        caption=_("Pertanyaan"),
        groups=result.namer.groups(line.score),
    )


@blueprint.get("/hasil/<public_id>/pertanyaan/<question_id>")
@allow(READS)
def question(public_id: str, question_id: str) -> str:
    assessment = assessment_at(public_id)
    result = result_of(assessment)
    if result is None:
        return nothing_yet(assessment)
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
        dials=result.dials(line),
        explanation=explanation_address(public_id, "pertanyaan", question_id),
        parents=[
            *_parents(result, owner),
            _link(result.dimension_line(owner)),
            _link(subpillar_line),
        ],
        groups=result.namer.groups(line.score),
        charts=_question_charts(result, line),
        talks=talks_about(result, question_id),
    )


@blueprint.get("/hasil/<public_id>/kesiapan")
@allow(READS)
def readiness(public_id: str) -> str:
    assessment = assessment_at(public_id)
    result = result_of(assessment)
    if result is None:
        return nothing_yet(assessment)
    root = found(result.scorecard.readiness)
    line, lines = result.namer.readiness(root), result.readiness_lines()
    return render_template(
        "results/node.html",
        **result.context(),
        kind=_("Di samping indeks"),
        line=line,
        dials=result.dials(line),
        explanation=explanation_address(public_id, "kesiapan", root.key),
        lines=lines,
        parents=_to_index(result),
        charts=[_dumbbell(_("Saat ini dan target tiap unsur kesiapan"), lines)],
        caption=_("Unsur kesiapan"),
        groups=result.namer.groups(root),
    )


@blueprint.get("/hasil/<public_id>/persepsi")
@allow(READS)
def voices(public_id: str) -> str:
    assessment = assessment_at(public_id)
    result = result_of(assessment)
    if result is None:
        return nothing_yet(assessment)
    return render_template(
        "results/voices.html",
        **result.context(),
        parents=_to_index(result),
        statements=_statements(result),
        open_questions=_open_questions(result),
        fewest=STAFF_MINIMUM,
        fewest_in_group=PUBLIC_MINIMUM,
    )


def _facilitates() -> bool:
    account = current_account()
    return account is not None and Role(account.role) in FACILITATES.roles


def _open_focus_groups(assessment: Assessment) -> int:
    listings = focus_group_listings_of(db(), assessment)
    return sum(listing.focus_group.state == FocusGroupState.OPEN for listing in listings)


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
        own = {
            (group, level): n
            for (key, group, level), n in numbers.items()
            if key == likert.id and group in likert.respondents  # a corrected group may not be
        }
        statements.append(_statement(likert, perception(own, weights), result.namer))
    return statements


def _statement(likert: LikertQuestion, found_: Perception, namer: Namer) -> Statement:
    text, people = in_language(likert.text), namer.people(found_.n)
    if found_.n < namer.fewest:
        return Statement(text, people, None, None)
    total = found_.n + found_.do_not_know
    chart = histogram(text, found_.shares, found_.do_not_know / total, percent, WORDS[language()])
    return Statement(text, people, found_.mean, chart)


def _open_questions(result: Result) -> list[tuple[str, list[str]]]:
    """Texts of people of groups of at least five, without group and time."""
    asked = [q for q in result.questionnaire.questions if isinstance(q, OpenQuestion)]
    came = attendance_of_closed(db(), result.assessment)
    large = [group for group, n in came.items() if n >= PUBLIC_MINIMUM]
    texts = open_answers(db(), result.assessment, [q.id for q in asked], large)
    return [(in_language(q.text), texts.get(q.id, [])) for q in asked]
