"""Two rounds beside each other: what the talk changed, who moved, and whether the spread shrank.

Figures come from scorecards of which those of few people were taken out. Counts of people who
moved follow the same rule: no count of fewer than k, and none at all where so few joined or left
between the rounds that their answers could be worked out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assess.scoring.ratings import LOWEST, Matrix, Ratings
from assess.scoring.scores import QuestionScore

SAME = 0.005  # smaller changes do not show in two decimals

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class GroupShift:
    """Mean of one group before and after, None where not shown."""

    group: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Moved:
    """People who gave a level in both rounds.

    moved, stayed : None where either is a count of few people
    up, down : None where one of them is; they sum to `moved`
    """

    people: int
    moved: int | None
    stayed: int | None
    up: int | None
    down: int | None


@dataclass(frozen=True)
class Shift:
    """One question in two rounds.

    before, after : score, None where undefined or withheld
    agreement_before, agreement_after : van der Eijk's A
    spread_before, spread_after : range of the groups' means, over the groups shown in both rounds
    moved : None where it may not be told
    """

    question: str
    before: float | None
    after: float | None
    agreement_before: float | None
    agreement_after: float | None
    spread_before: float | None
    spread_after: float | None
    groups: tuple[GroupShift, ...]
    moved: Moved | None

    @property
    def narrowed(self) -> bool | None:
        """Whether the groups came closer; None where it is not known."""
        if self.spread_before is None or self.spread_after is None:
            return None
        return self.spread_after < self.spread_before - SAME

    @property
    def widened(self) -> bool | None:
        if self.spread_before is None or self.spread_after is None:
            return None
        return self.spread_after > self.spread_before + SAME


@dataclass(frozen=True)
class Round:
    """One round as it may be shown, and the answers behind it, which may not."""

    ratings: Ratings
    questions: Mapping[str, QuestionScore]  # of the disclosed scorecard


def shifts(before: Round, after: Round, questions: Collection[str], k: int) -> list[Shift]:
    """Compare two rounds of one meeting on the questions that were asked twice.

    Parameters
    ----------
    k : smallest number of people whose figure may be shown
    """
    told = []
    for key in questions:
        first, second = before.questions[key], after.questions[key]
        groups = _groups(first, second)
        told.append(
            Shift(
                question=key,
                before=first.score,
                after=second.score,
                agreement_before=first.agreement,
                agreement_after=second.agreement,
                spread_before=_range([each.before for each in groups], groups),
                spread_after=_range([each.after for each in groups], groups),
                groups=groups,
                moved=_moved(before.ratings, after.ratings, key, k),
            )
        )
    return told


def _groups(first: QuestionScore, second: QuestionScore) -> tuple[GroupShift, ...]:
    """Every group that was asked; one that is not shown in both rounds is shown in neither."""
    asked = list(dict.fromkeys([*first.n_by_group, *second.n_by_group]))
    both = [key for key in asked if key in first.group_means and key in second.group_means]
    return tuple(
        GroupShift(key, first.group_means[key], second.group_means[key])
        if key in both
        else GroupShift(key, None, None)
        for key in asked
    )


def _range(means: Sequence[float | None], groups: Sequence[GroupShift]) -> float | None:
    known = [
        mean
        for mean, group in zip(means, groups, strict=True)
        if mean is not None and group.before is not None and group.after is not None
    ]
    return max(known) - min(known) if len(known) > 1 else None


def _moved(before: Ratings, after: Ratings, question: str, k: int) -> Moved | None:
    first, second = _of_same_people(before, after, question)
    in_first, in_second = first >= LOWEST, second >= LOWEST
    groups = np.array(after.groups)
    if _few_came_or_went(in_first, in_second, groups, k):
        return None
    both = in_first & in_second
    people = int(both.sum())
    if _few(people, k):
        return None
    up, down = int((both & (second > first)).sum()), int((both & (second < first)).sum())
    changed, stayed = up + down, people - up - down
    if _few(changed, k) or _few(stayed, k):
        return Moved(people, None, None, None, None)
    if _few(up, k) or _few(down, k):
        return Moved(people, changed, stayed, None, None)
    return Moved(people, changed, stayed, up, down)


def _of_same_people(before: Ratings, after: Ratings, question: str) -> tuple[Matrix, Matrix]:
    """Levels of everybody who sits in the later round, blank where they did not sit before."""
    row = {person: at for at, person in enumerate(before.respondents)}
    column = before.levels[:, before.questions.index(question)]
    first = np.array(
        [column[row[person]] if person in row else 0 for person in after.respondents],
        dtype=np.int8,
    )
    return first, after.levels[:, after.questions.index(question)]


def _few_came_or_went(
    in_first: Flags, in_second: Flags, groups: npt.NDArray[np.str_], k: int
) -> bool:
    """Whether in some group so few answered in one round only that, with everybody else known to
    have stayed, the change of the mean would be their answer."""
    return any(
        _few(int((gone & (groups == group)).sum()), k)
        for gone in (in_first & ~in_second, in_second & ~in_first)
        for group in set(groups.tolist())
    )


def _few(people: int, k: int) -> bool:
    return 0 < people < k
