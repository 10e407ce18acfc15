"""What stands behind a result: how each figure came about, and how carefully people answered."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, render_template, url_for

from assess.questionnaire.questions import MaturityQuestion
from assess.scoring.derivation import children_of
from assess.scoring.scores import NodeScore, QuestionScore
from assess.web.access import FACILITATES, READS, allow, found
from assess.web.explained_nodes import of_node
from assess.web.explained_questions import of_question
from assess.web.explanations import Names
from assess.web.quality import quality_notes
from assess.web.result import Result, assessment_at, nothing_yet, result_of
from assess.web.result_lines import Line

blueprint = Blueprint("behind", __name__)

KIND_BELOW = {
    "indeks": "dimensi",
    "kesiapan": "dimensi",
    "dimensi": "subpilar",
    "subpilar": "pertanyaan",
}


@blueprint.get("/hasil/<public_id>/jelaskan/<kind>/<key>")
@allow(READS)
def explanation(public_id: str, kind: str, key: str) -> str:
    """One figure, down to the counts that may be shown."""
    assessment = assessment_at(public_id)
    result = result_of(assessment)
    if result is None:
        return nothing_yet(assessment)
    line = found(_LINES.get(kind, _unknown)(result, key))
    names = _names(result, line.score, public_id, kind)
    if isinstance(line.score, QuestionScore):
        steps = of_question(line.score, result.questionnaire, names)
    else:
        steps = of_node(result.scorecard, line.score, result.questionnaire, names)
    return render_template(
        "results/explanation.html",
        **result.context(),
        line=line,
        steps=steps,
        index=result.namer.index(result.scorecard.index),
    )


@blueprint.get("/hasil/<public_id>/mutu")
@allow(FACILITATES)
def quality(public_id: str) -> str:
    """Answers that look careless: flagged, shown with and without, nobody left out."""
    assessment = assessment_at(public_id)
    result = result_of(assessment)
    if result is None:
        return nothing_yet(assessment)
    return render_template(
        "results/quality.html",
        **result.context(),
        notes=quality_notes(result),
        index=result.namer.index(result.scorecard.index),
    )


def explanation_address(public_id: str, kind: str, key: str) -> str:
    return url_for("behind.explanation", public_id=public_id, kind=kind, key=key)


def _names(result: Result, score: NodeScore | QuestionScore, public_id: str, kind: str) -> Names:
    """Names of what the figure is made of, each with the address of its own explanation."""
    if isinstance(score, QuestionScore):
        return {group: (result.namer.briefly(group), None) for group in score.n_by_group}
    below = KIND_BELOW[kind]
    names = {}
    for child in children_of(result.scorecard, score):
        line = _LINES[below](result, child.key)
        name = line.name if line else child.key
        names[child.key] = (name, explanation_address(public_id, below, child.key))
    return names


def _index(result: Result, key: str) -> Line | None:
    node = result.scorecard.index
    return result.namer.index(node) if node.key == key else None


def _readiness(result: Result, key: str) -> Line | None:
    node = result.scorecard.readiness
    return result.namer.readiness(node) if node and node.key == key else None


def _dimension(result: Result, key: str) -> Line | None:
    dimension = result.questionnaire.dimension_by_key.get(key)
    return None if dimension is None else result.dimension_line(dimension)


def _subpillar(result: Result, key: str) -> Line | None:
    subpillar = result.questionnaire.subpillar_by_key.get(key)
    score = result.scorecard.subpillars.get(key)
    return result.namer.subpillar(subpillar, score) if subpillar and score else None


def _question(result: Result, key: str) -> Line | None:
    asked = result.questionnaire.question_by_id.get(key)
    if not isinstance(asked, MaturityQuestion):
        return None
    return result.namer.question(result.scorecard.questions[key])


def _unknown(_result: Result, _key: str) -> Line | None:
    return None


_LINES: dict[str, Callable[[Result, str], Line | None]] = {
    "indeks": _index,
    "kesiapan": _readiness,
    "dimensi": _dimension,
    "subpilar": _subpillar,
    "pertanyaan": _question,
}
