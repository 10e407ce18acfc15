"""Figures of all questions of one region, as arrays; what the tree makes of them is beside."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from assess.scoring.aggregation import (
    AT_BLANK,
    AT_DO_NOT_KNOW,
    AT_NOT_APPLICABLE,
    Balance,
    Counts,
    Floats,
    Levels,
    balanced_histogram,
    balanced_mean,
    count_answers,
    group_means,
    histograms,
    majority_level,
    respondent_weights,
    target_means,
)
from assess.scoring.agreement import (
    average_deviation,
    rwg,
    undefined_below_two,
    van_der_eijk,
)
from assess.scoring.gap import gap, surplus
from assess.scoring.medians import interpolated_median
from assess.scoring.ratings import BLANK, LOWEST, Matrix, Ratings
from assess.scoring.scheme import Scheme
from assess.scoring.tree import Flags


@dataclass(frozen=True)
class QuestionFigures:
    """Figures of all questions; G groups, Q questions in the order of the scheme.

    valid, means, weights, target_means, targets_given : (G, Q); asked, do_not_know, not_applicable, blank : (Q,) people
    scores, targets, gaps, surpluses : (Q,) levels, nan where undefined; levels : (Q,), 0 there
    histogram : (Q, 5); inapplicable : (Q,); codes, answered : (people, Q); group_of_row : (people,)
    """

    questions: tuple[str, ...]
    groups: tuple[str, ...]
    group_of_row: npt.NDArray[np.intp]
    codes: Matrix
    answered: Flags
    goes_to: Flags
    counts: Counts
    valid: Counts
    means: Floats
    weights: Floats
    scores: Floats
    histogram: Floats
    levels: Levels
    targets: Floats
    target_means: Floats
    targets_given: Counts
    left_out: Flags  # by a recorded decision, although answered
    inapplicable: Flags  # leaves the tree
    called_inapplicable: Flags  # most people say so, whether or not it leaves

    @property
    def groups_heard(self) -> tuple[str, ...]:
        """Groups with at least one valid answer to anything."""
        heard = np.asarray(self.valid.any(1))
        return tuple(group for group, here in zip(self.groups, heard, strict=True) if here)

    @property
    def by_level(self) -> Counts:
        """Number of valid answers of each group at each level: (G, Q, 5)."""
        return histograms(self.counts)

    @cached_property
    def agreement(self) -> Floats:
        """Van der Eijk's A of the balanced histogram: (Q,)."""
        return van_der_eijk(self.histogram)

    @cached_property
    def agreement_inside(self) -> Floats:
        """A of each group by itself: (G, Q), nan under two answers."""
        return undefined_below_two(van_der_eijk(self.by_level), self.valid)

    @cached_property
    def average_deviation(self) -> Floats:
        """AD of the balanced histogram, in levels: (Q,)."""
        return average_deviation(self.histogram)

    @cached_property
    def rwg(self) -> Floats:
        """Agreement rwg of all people: (Q,)."""
        return rwg(_people(self.by_level))

    @cached_property
    def interpolated_medians(self) -> Floats:
        """Interpolated median of the balanced histogram: (Q,)."""
        return interpolated_median(self.histogram)

    @property
    def gaps(self) -> Floats:
        """max(0, target - score)."""
        return gap(self.scores, self.targets)

    @property
    def surpluses(self) -> Floats:
        """max(0, score - target)."""
        return surplus(self.scores, self.targets)

    @property
    def do_not_know(self) -> Counts:
        """People who do not know, by question."""
        return _people(self.counts[..., AT_DO_NOT_KNOW])

    @property
    def not_applicable(self) -> Counts:
        """People who call the question not applicable, by question."""
        return _people(self.counts[..., AT_NOT_APPLICABLE])

    @property
    def blank(self) -> Counts:
        """People who were asked and gave no answer, by question."""
        return _people(np.where(self.goes_to, self.counts[..., AT_BLANK], 0))


def _people(by_group: Counts) -> Counts:
    total: Counts = by_group.sum(0)
    return total


def question_figures(
    ratings: Ratings,
    scheme: Scheme,
    *,
    balance: Balance = Balance.GROUPS,
    not_applicable: Collection[str] = (),
) -> QuestionFigures:
    """Score every question of the scheme.

    Parameters
    ----------
    not_applicable : questions that the owner of the assessment decided not to apply here

    Raises
    ------
    ValueError
        Where the ratings hold a question or a group that the instrument does not declare.
    """
    questions = scheme.questions
    groups = _groups(ratings, scheme)
    place = {group: row for row, group in enumerate(groups)}
    group_of_row = np.array([place[group] for group in ratings.groups], dtype=np.intp)
    levels = in_order(ratings, ratings.levels, questions)
    counts = count_answers(levels, group_of_row, len(groups))
    declared = np.array([scheme.group_weights.get(group, 1.0) for group in groups])
    weights = respondent_weights(counts, declared, balance)
    goes_to = goes_to_groups(groups, scheme)
    called = called_inapplicable(counts, goes_to)
    left_out = np.isin(questions, list(not_applicable))
    means = group_means(counts)
    aims, given = _targets(ratings, levels, questions, group_of_row, len(groups))
    histogram = balanced_histogram(counts, weights)
    histogram[left_out] = np.nan
    return QuestionFigures(
        questions=questions,
        groups=groups,
        group_of_row=group_of_row,
        codes=levels,
        answered=levels >= LOWEST,
        goes_to=goes_to,
        counts=counts,
        valid=histograms(counts).sum(-1),
        means=means,
        weights=weights,
        scores=np.where(left_out, np.nan, balanced_mean(means, weights)),
        histogram=histogram,
        levels=majority_level(histogram),
        targets=_balanced_targets(aims, given, declared, balance),
        target_means=aims,
        targets_given=given,
        left_out=left_out,
        inapplicable=left_out | (called & scheme.inapplicable_leaves),
        called_inapplicable=called,
    )


def _groups(ratings: Ratings, scheme: Scheme) -> tuple[str, ...]:
    present = set(ratings.groups)
    if not scheme.group_weights:
        return tuple(sorted(present))
    unknown = sorted(present - set(scheme.group_weights))
    if unknown:
        raise ValueError(f"groups that the instrument does not declare: {', '.join(unknown)}")
    return tuple(scheme.group_weights)


def in_order(ratings: Ratings, matrix: Matrix, questions: tuple[str, ...]) -> Matrix:
    """Columns in the order of the scheme; a question that nobody was shown is blank."""
    unknown = sorted(set(ratings.questions) - set(questions))
    if unknown:
        raise ValueError(f"questions that the instrument does not declare: {', '.join(unknown)}")
    column = {question: place for place, question in enumerate(ratings.questions)}
    ordered = np.full((len(ratings.respondents), len(questions)), BLANK, dtype=np.int8)
    shown = [place for place, question in enumerate(questions) if question in column]
    ordered[:, shown] = matrix[:, [column[questions[place]] for place in shown]]
    return ordered


def goes_to_groups(groups: tuple[str, ...], scheme: Scheme) -> Flags:
    """Whether each question is asked of each group: (G, Q)."""
    return np.array(
        [[group in scheme.asked.get(q, groups) for q in scheme.questions] for group in groups],
        dtype=bool,
    ).reshape(len(groups), len(scheme.questions))


def called_inapplicable(counts: Counts, goes_to: Flags) -> Flags:
    """No valid answer, and most of those asked say not applicable (method section 2).

    Blanks count among those asked: one opinion in a silent room is not a majority.

    Parameters
    ----------
    counts : (..., G, Q, 8); goes_to : (G, Q) whether the question is asked of the group
    """
    valid = histograms(counts).sum((-3, -1))
    says_so = counts[..., AT_NOT_APPLICABLE].sum(-2)
    unsure = counts[..., AT_DO_NOT_KNOW].sum(-2)
    silent = np.where(goes_to, counts[..., AT_BLANK], 0).sum(-2)
    majority: Flags = (valid == 0) & (says_so > unsure + silent)
    return majority


def _targets(
    ratings: Ratings,
    levels: Matrix,
    questions: tuple[str, ...],
    group_of_row: npt.NDArray[np.intp],
    n_groups: int,
) -> tuple[Floats, Counts]:
    """Mean target of each group, and how many of its people gave one: both (G, Q)."""
    shape = (n_groups, len(questions))
    if ratings.targets is None:
        return np.full(shape, np.nan), np.zeros(shape, dtype=np.int64)
    targets = in_order(ratings, ratings.targets, questions)
    return target_means(levels, targets, group_of_row, n_groups)


def _balanced_targets(means: Floats, given: Counts, declared: Floats, balance: Balance) -> Floats:
    by_group = np.where(given > 0, declared[:, None], 0.0)
    return balanced_mean(means, given.astype(float) if balance is Balance.PEOPLE else by_group)
