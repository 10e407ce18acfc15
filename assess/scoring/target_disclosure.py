"""Which targets may be shown: they are another sum over the groups, by other numbers of people.

Gap and surplus are made of score and target, and go with the target.
"""

from __future__ import annotations

from collections.abc import Mapping

from assess.scoring.hiding import Kind, Tree, hidden_upwards
from assess.scoring.scorecard import QuestionScore, Scorecard
from assess.scoring.solving import shown_groups, solvable, solvable_from


def targets_gone(
    scorecard: Scorecard, gone: frozenset[str], group_weights: Mapping[str, float], k: int
) -> frozenset[str]:
    """Keys of the questions and nodes whose target is withheld, from the questions upwards.

    gone : those of which no figure is shown
    """
    readable_alone = {
        key
        for key, question in scorecard.questions.items()
        if not _may_be_told(question, group_weights, k)
    }
    return hidden_upwards(Tree(scorecard, Kind.TARGET, group_weights, k), readable_alone | gone)


def _may_be_told(question: QuestionScore, group_weights: Mapping[str, float], k: int) -> bool:
    """Whether the target leaves more than one possibility for every small group.

    A reader may have it alone, or beside the targets of the groups whose answers lie open.
    """
    if question.target is None:
        return True
    means, n = question.target_means, question.n_targets
    if not means:  # stored before they were kept
        return _may_be_told_of_all(question.target, question.n_by_group, group_weights, k)
    small = [group for group in means if n[group] < k]
    if not small:
        return True
    open_groups = shown_groups(question.n_by_group, question.group_means, group_weights, k)
    closed = [group for group in means if group not in open_groups]
    hidden = [group for group in small if group in closed]
    return not (
        solvable(small, list(means), n, means, group_weights)
        or solvable(hidden, closed, n, means, group_weights)
    )


def _may_be_told_of_all(
    target: float, n_by_group: Mapping[str, int], group_weights: Mapping[str, float], k: int
) -> bool:
    """Judge as if everybody who answered gave a target, where no more is known."""
    people = {group: n for group, n in n_by_group.items() if n > 0}
    small = [group for group, n in people.items() if n < k]
    total = target * sum(group_weights.get(group, 1.0) for group in people)
    return not small or not solvable_from(total, small, people, group_weights)
