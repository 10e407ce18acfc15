"""What is left of one question, or of one node, when nothing may be told of few people.

Which of them are withheld altogether is decided over the whole tree, see `disclosure`.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import TypeVar

from assess.scoring.scores import NodeScore, QuestionScore, Undefined, spread_of
from assess.scoring.solving import shown_groups, withheld

LARGEST_SMALL_SHARE = 1 / 4  # of the weight; from there on the level tells too much

TOLERANCE = 1e-9

Score = TypeVar("Score", QuestionScore, NodeScore)


def has_small_group(n_by_group: Mapping[str, int], k: int) -> bool:
    """Whether somebody answered of whom fewer than k did."""
    return any(0 < n < k for n in n_by_group.values())


def question_left(
    question: QuestionScore,
    group_weights: Mapping[str, float],
    disagreement_range: float,
    k: int,
) -> QuestionScore:
    """Take out what a question that is shown must not tell of its groups."""
    shown = shown_groups(question.n_by_group, question.group_means, group_weights, k)
    spread, groups = spread_of(_only(question.group_means, shown))
    histogram = _histogram(question, group_weights, k)
    told = question if histogram is not None else _without_agreement(question)
    if len(shown) < len(question.group_means):
        told = _without_people(told)
    return dataclasses.replace(
        told,
        level=question.level if _level_may_be_shown(question, group_weights, k) else None,
        group_means=_only(question.group_means, shown),
        target_means={},
        n_targets={},
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
    return small < LARGEST_SMALL_SHARE * sum(weight.values())


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
    if not has_small_group(here, k):
        return question.histogram
    each = [group_weights.get(group, 1.0) / n for group, n in here.items()]
    return question.histogram if math.isclose(min(each), max(each)) else None


def node_left(node: NodeScore, k: int, *, one_question: bool) -> NodeScore:
    """Take out means of groups under k, with the smallest other one where only one would go.

    one_question : whether it is but one question, with a small group among those who answered
    """
    people = {group: node.n_by_group[group] for group in node.group_means}
    shown = frozenset(people) - withheld(people, k)
    spread, groups = spread_of(_only(node.group_means, shown))
    told = dataclasses.replace(
        node, group_means=_only(node.group_means, shown), spread=spread, spread_groups=groups
    )
    if not one_question:
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


def target_withheld(score: Score) -> Score:
    """Take out the target, and what is made of it."""
    return dataclasses.replace(score, target=None, gap=None, surplus=None, contribution=None)


def question_withheld(question: QuestionScore) -> QuestionScore:
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
        target_means={},
        n_targets={},
        spread=None,
        spread_groups=None,
        disagreement=False,
    )


def node_withheld(node: NodeScore) -> NodeScore:
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
