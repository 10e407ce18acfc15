"""Which figures may be shown: none of a cell of fewer than k people, nor what gives it away.

A scorecard goes in, and one without such figures comes out; pages, tables and files that are
made of it need no rule of their own. Counts of people stay, whoever shows them writes "<k".
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from assess.questionnaire.instrument import Questionnaire, SpeakFor
from assess.scoring.hiding import Kind, Tree, hidden_upwards
from assess.scoring.scorecard import NodeScore, QuestionScore, Scorecard, Undefined
from assess.scoring.sensitivity import Caution, Method
from assess.scoring.solving import readable, withheld
from assess.scoring.target_disclosure import targets_gone
from assess.scoring.withholding import (
    has_small_group,
    node_left,
    node_withheld,
    question_left,
    question_withheld,
    target_withheld,
)

STAFF_MINIMUM = 3  # inside the region's own team
PUBLIC_MINIMUM = 5

TOLERANCE = 1e-9


def fewest_people(questionnaire: Questionnaire, k: int) -> int:
    """Smallest number of people whose figure may be shown, `k` unless they speak for an office.

    An assessor rates in office: there is no private opinion that a figure could give away.
    """
    return 1 if questionnaire.answers_speak_for is SpeakFor.OFFICE else k


def disclosed(
    scorecard: Scorecard,
    group_weights: Mapping[str, float],
    disagreement_range: float,
    k: int = STAFF_MINIMUM,
) -> Scorecard:
    """Take out of a scorecard what fewer than k people, or their neighbours, would give away.

    Parameters
    ----------
    group_weights : declared weight of each group; a group that is not named weighs 1
    disagreement_range : spread from which a question is flagged, over what is left
    k : smallest number of people whose figure may be shown
    """
    gone = _gone(scorecard, group_weights, k)
    without_target = targets_gone(scorecard, gone, group_weights, k)

    def asked(question: QuestionScore) -> QuestionScore:
        if question.key in gone:
            return question_withheld(question)
        told = question_left(question, group_weights, disagreement_range, k)
        return target_withheld(told) if question.key in without_target else told

    def told(nodes: Mapping[str, NodeScore]) -> dict[str, NodeScore]:
        return {key: summed(node) for key, node in nodes.items()}

    def summed(node: NodeScore) -> NodeScore:
        if node.key in gone:
            return node_withheld(node)
        told = node_left(node, k, one_question=_one_question_of_few(node, scorecard, k))
        return target_withheld(told) if node.key in without_target else told

    questions = {
        key: asked(scorecard.questions[key])
        for subpillar in scorecard.subpillars.values()
        for key in subpillar.children
    }
    readiness = scorecard.readiness
    left = dataclasses.replace(
        scorecard,
        index=summed(scorecard.index),
        dimensions=told(scorecard.dimensions),
        subpillars=told(scorecard.subpillars),
        questions=questions,
        readiness=None if readiness is None else summed(readiness),
        readiness_elements=told(scorecard.readiness_elements),
    )
    return _beside_withheld(left, scorecard, k)


def _gone(scorecard: Scorecard, group_weights: Mapping[str, float], k: int) -> frozenset[str]:
    """Keys of the questions and nodes whose figures are withheld."""
    readable_alone = {
        key
        for key, question in scorecard.questions.items()
        if readable(question.n_by_group, question.group_means, group_weights, k)
        or (_unanimous(question) and has_small_group(question.n_by_group, k))
    }
    return hidden_upwards(Tree(scorecard, Kind.SCORE, group_weights, k), readable_alone)


def _unanimous(question: QuestionScore) -> bool:
    return question.histogram is not None and max(question.histogram) > 1 - TOLERANCE


def _beside_withheld(left: Scorecard, whole: Scorecard, k: int) -> Scorecard:
    """Take out, beside the index, whatever a withheld node or a small group went into."""
    nodes = {left.index.key: left.index, **left.dimensions}
    gone = {key for key, node in nodes.items() if node.reason is Undefined.WITHHELD}
    marked = tuple(key for key in left.method_dependent if _mark_may_be_shown(key, left, whole, k))
    small_group = has_small_group(left.index.n_by_group, k)
    kept = dataclasses.replace(
        left,
        methods={
            method: {
                key: score
                for key, score in scores.items()
                if key not in gone and _method_may_be_shown(method, key, whole, k)
            }
            for method, scores in left.methods.items()
            if not (small_group and method == Method.LOWEST_GROUP)
        },
        method_dependent=marked,
        profile_alpha=None if small_group or gone else left.profile_alpha,
        cautions=tuple(
            caution
            for caution in left.cautions
            if caution is not Caution.DEPENDS_ON_UNSURE
            or not _one_question_of_few(whole.index, whole, k)
        ),
    )
    if not gone:
        return kept
    return dataclasses.replace(
        kept,
        geometric_index=None,
        penalised_index=None,
        imbalance_loss=None,
        weakest_dimension=None,
    )


def _mark_may_be_shown(key: str, left: Scorecard, whole: Scorecard, k: int) -> bool:
    """Whether it may be said that the band of a node depends on the method."""
    nodes = {left.index.key: left.index, **left.dimensions, **left.subpillars}
    node = nodes[key]
    return node.reason is not Undefined.WITHHELD and not _one_question_of_few(node, whole, k)


def _one_question_of_few(node: NodeScore, whole: Scorecard, k: int) -> bool:
    """Whether a node is but one question, with a small group among those who answered it."""
    return has_small_group(node.n_by_group, k) and len(_answered_questions(node, whole)) < 2


def _method_may_be_shown(method: str, key: str, whole: Scorecard, k: int) -> bool:
    """Another method is another equation for the means of the groups that are withheld.

    Over one question alone it would solve it; a head count also solves for two groups over many.
    """
    node = whole.index if key == whole.index.key else whole.dimensions[key]
    if method == Method.MEAN or not has_small_group(node.n_by_group, k):
        return True
    if method == Method.HEAD_COUNT and len(withheld(node.n_by_group, k)) < 3:
        return False
    return not _one_question_of_few(node, whole, k)


def _answered_questions(node: NodeScore, whole: Scorecard) -> list[str]:
    """Questions below a node that anybody answered."""
    found: list[str] = []
    for key in node.children:
        below = whole.dimensions.get(key) or whole.subpillars.get(key)
        if below is None:
            below = whole.readiness_elements.get(key)
        if below is not None:
            found += _answered_questions(below, whole)
        elif whole.questions[key].n > 0:
            found.append(key)
    return found
