"""Which figures may be shown: none of a cell of fewer than k people, nor what gives it away.

A scorecard goes in, and one without such figures comes out; pages, tables and files that are
made of it need no rule of their own. Counts of people stay, whoever shows them writes "<k".
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping

from assess.questionnaire.instrument import Questionnaire, SpeakFor
from assess.scoring.ratings import HIGHEST, LOWEST
from assess.scoring.scorecard import NodeScore, QuestionScore, Scorecard, Undefined
from assess.scoring.sensitivity import Caution, Method
from assess.scoring.solving import readable, shown_groups, withheld

STAFF_MINIMUM = 3  # inside the region's own team
PUBLIC_MINIMUM = 5

LARGEST_SMALL_SHARE = 1 / 4  # of the weight; from there on the level tells too much

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
    questions = {
        key: _question_withheld(question)
        if key in gone
        else _question(question, group_weights, disagreement_range, k)
        for subpillar in scorecard.subpillars.values()
        for key, question in ((key, scorecard.questions[key]) for key in subpillar.children)
    }

    def told(nodes: Mapping[str, NodeScore]) -> dict[str, NodeScore]:
        return {
            key: _node_withheld(node) if key in gone else _node(node, scorecard, k)
            for key, node in nodes.items()
        }

    readiness = scorecard.readiness
    left = dataclasses.replace(
        scorecard,
        index=told({"index": scorecard.index})["index"],
        dimensions=told(scorecard.dimensions),
        subpillars=told(scorecard.subpillars),
        questions=questions,
        readiness=None if readiness is None else told({readiness.key: readiness})[readiness.key],
        readiness_elements=told(scorecard.readiness_elements),
    )
    return _beside_withheld(left, scorecard, k)


def _gone(scorecard: Scorecard, group_weights: Mapping[str, float], k: int) -> frozenset[str]:
    """Keys of the questions and nodes whose figures are withheld, from the questions upwards."""
    gone = {
        key
        for key, question in scorecard.questions.items()
        if readable(question.n_by_group, question.group_means, group_weights, k)
        or (_unanimous(question) and _has_small_group(question.n_by_group, k))
    }
    for parents in (
        [*scorecard.subpillars.values()],
        [*scorecard.dimensions.values(), *scorecard.readiness_elements.values()],
        [scorecard.index, *([scorecard.readiness] if scorecard.readiness else [])],
    ):
        for parent in parents:
            own = {key: n for key in parent.children if (n := _people(scorecard, key)) is not None}
            hidden = withheld(own, k, gone)
            gone |= hidden
            alone = len([key for key, n in own.items() if n > 0]) == 1
            if (hidden and alone) or 0 < parent.n < k or _at_an_end(parent, k):
                gone.add(parent.key)
    return frozenset(gone)


def _people(scorecard: Scorecard, key: str) -> int | None:
    """People below a node or question; None where the common part has lost it."""
    kinds: tuple[Mapping[str, QuestionScore | NodeScore], ...] = (
        scorecard.questions,
        scorecard.subpillars,
        scorecard.dimensions,
        scorecard.readiness_elements,
    )
    return next((kind[key].n for kind in kinds if key in kind), None)


def _at_an_end(node: NodeScore, k: int) -> bool:
    """Whether everybody said 1 to everything, or 5, and a small group is among them."""
    if node.score is None or not _has_small_group(node.n_by_group, k):
        return False
    return math.isclose(node.score, LOWEST) or math.isclose(node.score, HIGHEST)


def _unanimous(question: QuestionScore) -> bool:
    return question.histogram is not None and max(question.histogram) > 1 - TOLERANCE


def _has_small_group(n_by_group: Mapping[str, int], k: int) -> bool:
    return any(0 < n < k for n in n_by_group.values())


def _beside_withheld(left: Scorecard, whole: Scorecard, k: int) -> Scorecard:
    """Take out, beside the index, whatever a withheld node or a small group went into."""
    nodes = {left.index.key: left.index, **left.dimensions}
    gone = {key for key, node in nodes.items() if node.reason is Undefined.WITHHELD}
    marked = tuple(key for key in left.method_dependent if _mark_may_be_shown(key, left, whole, k))
    small_group = _has_small_group(left.index.n_by_group, k)
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
    return _has_small_group(node.n_by_group, k) and len(_answered_questions(node, whole)) < 2


def _method_may_be_shown(method: str, key: str, whole: Scorecard, k: int) -> bool:
    """Another method is another equation for the means of the groups that are withheld.

    Over one question alone it would solve it; a head count also solves for two groups over many.
    """
    node = whole.index if key == whole.index.key else whole.dimensions[key]
    if method == Method.MEAN or not _has_small_group(node.n_by_group, k):
        return True
    hidden = withheld({group: n for group, n in node.n_by_group.items() if n > 0}, k)
    if method == Method.HEAD_COUNT and len(hidden) < 3:
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
        elif key in whole.questions and whole.questions[key].n > 0:
            found.append(key)
    return found


def _question(
    question: QuestionScore,
    group_weights: Mapping[str, float],
    disagreement_range: float,
    k: int,
) -> QuestionScore:
    shown = shown_groups(question.n_by_group, question.group_means, group_weights, k)
    spread, groups = _spread(question.group_means, shown)
    histogram = _histogram(question, group_weights, k)
    told = question if histogram is not None else _without_agreement(question)
    if len(shown) < len(question.group_means):
        told = _without_people(told)
    return dataclasses.replace(
        told,
        level=question.level if _level_may_be_shown(question, group_weights, k) else None,
        group_means=_only(question.group_means, shown),
        histogram=histogram,
        spread=spread,
        spread_groups=groups,
        disagreement=spread is not None and spread >= disagreement_range - TOLERANCE,
    )


def _level_may_be_shown(
    question: QuestionScore, group_weights: Mapping[str, float], k: int
) -> bool:
    """Not where small groups hold so much of the majority that the level tells what they said.

    With a banker who is half of the result, level 1 beside a score of 2.75 says what they said.
    """
    here = {group: n for group, n in question.n_by_group.items() if n > 0}
    weight = {group: group_weights.get(group, 1.0) for group in here}
    small = sum(weight[group] for group, n in here.items() if n < k)
    return small == 0 or small < LARGEST_SMALL_SHARE * sum(weight.values())


def _without_agreement(question: QuestionScore) -> QuestionScore:
    """Take out what is worked out from the histogram, and would give it away."""
    return dataclasses.replace(
        question,
        agreement=None,
        average_deviation=None,
        rwg=None,
        interpolated_median=None,
        skewed=False,
    )


def _without_people(question: QuestionScore) -> QuestionScore:
    """Take out what counts people or looks into groups: one more equation for a hidden group."""
    return dataclasses.replace(
        question, rwg=None, standard_error=None, interval=None, hidden_conflict=False
    )


def _histogram(
    question: QuestionScore, group_weights: Mapping[str, float], k: int
) -> tuple[float, ...] | None:
    """None where it would tell what a small group said.

    A person of a small group weighs so much that the shares give the answer away: among five
    groups a single banker is a whole fifth, and where only one level has a fifth, that is it. Only
    where all people weigh the same are the shares plain counts of everybody; then one group
    cannot be told from another. (Where all say the same, the question is withheld as a whole.)
    """
    here = {group: n for group, n in question.n_by_group.items() if n > 0}
    if not _has_small_group(here, k):
        return question.histogram
    each = [group_weights.get(group, 1.0) / n for group, n in here.items()]
    return question.histogram if math.isclose(min(each), max(each)) else None


def _node(node: NodeScore, whole: Scorecard, k: int) -> NodeScore:
    """Means of groups under k go, with the smallest other one where only one would."""
    people = {group: node.n_by_group[group] for group in node.group_means}
    shown = frozenset(people) - withheld(people, k)
    spread, groups = _spread(node.group_means, shown)
    told = dataclasses.replace(
        node, group_means=_only(node.group_means, shown), spread=spread, spread_groups=groups
    )
    if not _one_question_of_few(node, whole, k):
        return told
    # Over one question the rules of that question hold.
    return dataclasses.replace(
        _without_error(told), level=None, group_means={}, spread=None, spread_groups=None
    )


def _without_error(node: NodeScore) -> NodeScore:
    return dataclasses.replace(
        node,
        standard_error=None,
        interval=None,
        degrees_of_freedom=None,
        no_variation=False,
        error_by_session=None,
    )


def _question_withheld(question: QuestionScore) -> QuestionScore:
    """Keep the counts of people, and nothing else."""
    return dataclasses.replace(
        _without_people(_without_agreement(question)),
        score=None,
        reason=_reason(question),
        level=None,
        target=None,
        gap=None,
        surplus=None,
        contribution=None,
        histogram=None,
        group_means={},
        spread=None,
        spread_groups=None,
        disagreement=False,
    )


def _node_withheld(node: NodeScore) -> NodeScore:
    """Keep the counts of people, and nothing else."""
    return dataclasses.replace(
        _without_error(node),
        score=None,
        reason=_reason(node),
        level=None,
        predicate=None,
        target=None,
        gap=None,
        surplus=None,
        contribution=None,
        do_not_know_share=None,
        group_means={},
        spread=None,
        spread_groups=None,
    )


def _reason(score: QuestionScore | NodeScore) -> Undefined | None:
    return Undefined.WITHHELD if score.score is not None else score.reason


def _only(means: Mapping[str, float], shown: frozenset[str]) -> dict[str, float]:
    return {group: mean for group, mean in means.items() if group in shown}


def _spread(
    means: Mapping[str, float], shown: frozenset[str]
) -> tuple[float | None, tuple[str, str] | None]:
    """Range of the means that are shown, and the two groups."""
    left = [(mean, group) for group, mean in means.items() if group in shown]
    if len(left) < 2:
        return None, None
    low, high = min(left, key=lambda pair: pair[0]), max(left, key=lambda pair: pair[0])
    if low[1] == high[1]:
        high = left[1]
    return high[0] - low[0], (low[1], high[1])
