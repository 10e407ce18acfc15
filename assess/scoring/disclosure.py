"""Which figures may be shown: none of a cell of fewer than k people, nor what gives it away.

A scorecard goes in, and one without such figures comes out; pages, tables and files that are
made of it need no rule of their own. Counts of people stay, whoever shows them writes "<k".
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping
from fractions import Fraction

from assess.questionnaire.instrument import Questionnaire, SpeakFor
from assess.scoring.scorecard import NodeScore, QuestionScore, Scorecard, Undefined
from assess.scoring.sensitivity import Method

STAFF_MINIMUM = 3  # inside the region's own team
PUBLIC_MINIMUM = 5

TOLERANCE = 1e-9
_MOST_FOR_EXACT_CHECK = 4


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
    questions: dict[str, QuestionScore] = {}
    for subpillar in scorecard.subpillars.values():
        own = {key: scorecard.questions[key] for key in subpillar.children}
        hidden = withheld({key: question.n for key, question in own.items()}, k)
        for key, question in own.items():
            questions[key] = (
                _question_withheld(question)
                if key in hidden
                else _question(question, group_weights, disagreement_range, k)
            )
    readiness = scorecard.readiness
    told = dataclasses.replace(
        scorecard,
        index=_alone(scorecard.index, group_weights, k),
        dimensions=_nodes(scorecard.dimensions, [scorecard.index], group_weights, k),
        subpillars=_nodes(
            scorecard.subpillars,
            [*scorecard.dimensions.values(), *scorecard.readiness_elements.values()],
            group_weights,
            k,
        ),
        questions=questions,
        readiness=None if readiness is None else _alone(readiness, group_weights, k),
        readiness_elements=_nodes(
            scorecard.readiness_elements, [readiness] if readiness else [], group_weights, k
        ),
    )
    return _beside_withheld(told, k)


def _beside_withheld(told: Scorecard, k: int) -> Scorecard:
    """Take out, beside the index, whatever a withheld node or a small group went into."""
    nodes = {told.index.key: told.index, **told.dimensions}
    gone = {key for key, node in nodes.items() if node.reason is Undefined.WITHHELD}
    small_group = any(0 < n < k for n in told.index.n_by_group.values())
    methods = {
        method: {key: score for key, score in scores.items() if key not in gone}
        for method, scores in told.methods.items()
        if not (small_group and method == Method.LOWEST_GROUP)
    }
    changed = tuple(key for key in told.method_dependent if key not in gone)
    if not gone:
        alpha = None if small_group else told.profile_alpha
        return dataclasses.replace(
            told, methods=methods, method_dependent=changed, profile_alpha=alpha
        )
    return dataclasses.replace(
        told,
        methods=methods,
        method_dependent=changed,
        profile_alpha=None,
        geometric_index=None,
        penalised_index=None,
        imbalance_loss=None,
        weakest_dimension=None,
    )


def withheld(people: Mapping[str, int], k: int) -> frozenset[str]:
    """Siblings whose figures are withheld, by their numbers of people.

    One that is withheld alone could be solved for from the parent and the others, so the
    smallest of these is withheld with it. A sibling that nobody answered gives nothing away.

    >>> sorted(withheld({"a": 2, "b": 9, "c": 7}, 3))
    ['a', 'c']
    >>> sorted(withheld({"a": 0, "b": 9, "c": 7}, 3))
    []
    """
    answered = {key: n for key, n in people.items() if n > 0}
    small = {key for key, n in answered.items() if n < k}
    others = sorted((n, key) for key, n in answered.items() if key not in small)
    if len(small) == 1 and others:
        small.add(others[0][1])
    return frozenset(small)


def shown_groups(
    n_by_group: Mapping[str, int],
    group_means: Mapping[str, float],
    group_weights: Mapping[str, float],
    k: int,
) -> frozenset[str]:
    """Find the groups whose own mean may be shown beside the balanced mean of all.

    Groups under k are hidden. The rest is a sum that a reader can work out, so further groups
    follow, the smallest first, until the hidden ones are at least two and k people together and
    none of their means can be solved for; where that takes all, no group is shown.

    >>> sorted(shown_groups({"a": 1, "b": 5, "c": 8}, {"a": 2.0, "b": 3.0, "c": 3.5}, {}, 3))
    ['c']
    """
    by_size = sorted(group_means, key=lambda group: (n_by_group[group], group))
    hidden = [group for group in by_size if n_by_group[group] < k]
    if not hidden:
        return frozenset(group_means)
    shown = by_size[len(hidden) :]
    while shown and not _safe_together(hidden, n_by_group, group_means, group_weights, k):
        hidden.append(shown.pop(0))
    return frozenset(shown)


def _safe_together(
    hidden: list[str],
    n_by_group: Mapping[str, int],
    group_means: Mapping[str, float],
    group_weights: Mapping[str, float],
    k: int,
) -> bool:
    if len(hidden) < 2 or sum(n_by_group[group] for group in hidden) < k:
        return False
    if all(math.isclose(group_means[group], 1) for group in hidden):
        return False
    if all(math.isclose(group_means[group], 5) for group in hidden):
        return False
    if len(hidden) > _MOST_FOR_EXACT_CHECK:
        return True
    return not _solvable(hidden, n_by_group, group_means, group_weights)


def _solvable(
    hidden: list[str],
    n_by_group: Mapping[str, int],
    group_means: Mapping[str, float],
    group_weights: Mapping[str, float],
) -> bool:
    """Whether the weighted sum of the hidden means leaves one of them a single value."""
    weights = {
        group: Fraction(group_weights.get(group, 1.0)).limit_denominator(1000) for group in hidden
    }
    # Everything times one number, so that sums are whole: Fractions are slow.
    scale = math.lcm(*(weights[group].denominator * n_by_group[group] for group in hidden))
    step = {group: int(weights[group] * scale / n_by_group[group]) for group in hidden}
    options = {
        group: [
            step[group] * points for points in range(n_by_group[group], 5 * n_by_group[group] + 1)
        ]
        for group in hidden
    }
    total = sum(step[group] * round(group_means[group] * n_by_group[group]) for group in hidden)
    for group in hidden:
        rest = _sums([options[other] for other in hidden if other != group])
        if sum(total - value in rest for value in options[group]) < 2:
            return True
    return False


def _sums(choices: Iterable[list[int]]) -> set[int]:
    reached = {0}
    for options in choices:
        reached = {sum_so_far + value for sum_so_far in reached for value in options}
    return reached


def _question(
    question: QuestionScore,
    group_weights: Mapping[str, float],
    disagreement_range: float,
    k: int,
) -> QuestionScore:
    shown = shown_groups(question.n_by_group, question.group_means, group_weights, k)
    spread, groups = _spread(question.group_means, shown)
    histogram = _histogram(question, k)
    told = question if histogram is not None else _without_agreement(question)
    if len(shown) < len(question.group_means):
        told = _without_people(told)
    return dataclasses.replace(
        told,
        group_means=_only(question.group_means, shown),
        histogram=histogram,
        spread=spread,
        spread_groups=groups,
        disagreement=spread is not None and spread >= disagreement_range - TOLERANCE,
    )


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


def _histogram(question: QuestionScore, k: int) -> tuple[float, ...] | None:
    """None where a few people all say the same: then everybody's answer is known."""
    shares = question.histogram
    if shares is None or (question.n < 2 * k and max(shares) > 1 - TOLERANCE):
        return None
    return shares


def _nodes(
    nodes: Mapping[str, NodeScore],
    parents: Iterable[NodeScore],
    group_weights: Mapping[str, float],
    k: int,
) -> dict[str, NodeScore]:
    hidden: set[str] = set()
    for parent in parents:
        own = {key: nodes[key].n for key in parent.children if key in nodes}
        hidden |= withheld(own, k)
    return {
        key: _node_withheld(node) if key in hidden else _node(node, group_weights, k)
        for key, node in nodes.items()
    }


def _alone(node: NodeScore, group_weights: Mapping[str, float], k: int) -> NodeScore:
    """Treat a root: it has no sibling that could give it away."""
    return _node_withheld(node) if 0 < node.n < k else _node(node, group_weights, k)


def _node(node: NodeScore, group_weights: Mapping[str, float], k: int) -> NodeScore:
    """Means of groups under k go, with the smallest other one where only one would."""
    people = {group: node.n_by_group[group] for group in node.group_means}
    shown = frozenset(people) - withheld(people, k)
    spread, groups = _spread(node.group_means, shown)
    return dataclasses.replace(
        node, group_means=_only(node.group_means, shown), spread=spread, spread_groups=groups
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
        node,
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
        standard_error=None,
        interval=None,
        degrees_of_freedom=None,
        no_variation=False,
        error_by_session=None,
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
