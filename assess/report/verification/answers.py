"""The answers of a bundle: which cells may leave the house, and what the others add up to."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assess.questionnaire.instrument import Questionnaire
from assess.scoring.ratings import BLANK, DO_NOT_KNOW, LOWEST, NOT_APPLICABLE, NOT_ASKED, Ratings
from assess.scoring.scorecard import QuestionScore, Scorecard, Undefined
from assess.scoring.solving import shown_groups

WITHHELD = "*"
CELLS = {
    NOT_ASKED: "-",
    DO_NOT_KNOW: "TT",
    NOT_APPLICABLE: "TB",
    BLANK: "",
    **{n: str(n) for n in range(1, 6)},
}

Remainder = dict[str, Any]


@dataclass(frozen=True)
class AnonymousAnswers:
    """Answers of which nothing is told about fewer than `k` people of one group.

    whole, told : the scorecard as computed, and as it may be shown to these readers
    """

    ratings: Ratings
    questionnaire: Questionnaire
    whole: Scorecard
    told: Scorecard
    k: int

    @cached_property
    def people(self) -> Mapping[str, int]:
        """Number of people of each group that came, in the order of the questionnaire."""
        came = Counter(self.ratings.groups)
        return {g.key: came[g.key] for g in self.questionnaire.groups if came[g.key]}

    @cached_property
    def hidden(self) -> Mapping[str, tuple[str, ...]]:
        """By question: groups of which no answer may be told, where there are any."""
        found = {key: self._hidden_in(key) for key in self.whole.questions}
        return {key: groups for key, groups in found.items() if groups}

    def _hidden_in(self, key: str) -> tuple[str, ...]:
        question, told = self.whole.questions[key], self.told.questions[key]
        alike = question.histogram is not None and told.histogram is None
        if alike and set(told.group_means) == set(question.group_means):
            return self._concerned(key)  # few people, who all say the same
        return tuple(
            group
            for group in self._concerned(key)
            if group not in told.group_means
            and (group in question.group_means or self.people[group] < self.k)
        )

    def _concerned(self, key: str) -> tuple[str, ...]:
        """Groups that came and were asked, or said something without being asked."""
        asked = self.whole.questions[key].n_by_group
        spoke: set[str] = set()
        if key in self._column:
            levels = self.ratings.levels[:, self._column[key]]
            said = (levels != BLANK) & (levels != NOT_ASKED)
            spoke = {group for group, so in zip(self.ratings.groups, said, strict=True) if so}
        return tuple(g for g in self.people if g in asked or g in spoke)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Groups without any row: none of their answers may be told."""
        return tuple(
            group
            for group in self.people
            if all(
                group in self.hidden.get(key, ())
                for key in self.whole.questions
                if group in self._concerned(key)
            )
        )

    @property
    def meetings_withheld(self) -> bool:
        """Whether so few people of a group sat in one meeting that it would point at them."""
        sessions = self.ratings.sessions
        if sessions is None or len(set(sessions)) == 1:
            return False
        cells = Counter(zip(self.ratings.groups, sessions, strict=True))
        return any(n < self.k for n in cells.values())

    def remainders(self) -> dict[str, Remainder]:
        """By question: what the withheld groups add up to, weight times mean, and their weight.

        This much follows from the score and from the groups that are shown; more is never told.
        """
        return {
            key: {
                "kelompok": list(groups),
                "nilai": self._sum_of_scores(self.whole.questions[key], groups),
                "target": self._sum_of_targets(key, groups),
            }
            for key, groups in self.hidden.items()
        }

    def _weight(self, group: str) -> float:
        return self.questionnaire.group_by_key[group].weight

    def _sum_of_scores(
        self, question: QuestionScore, groups: tuple[str, ...]
    ) -> tuple[float, float] | None:
        if self.told.questions[question.key].reason is Undefined.WITHHELD:
            return None
        means = {g: question.group_means[g] for g in groups if g in question.group_means}
        return _sum({g: self._weight(g) for g in means}, means)

    def _sum_of_targets(self, key: str, groups: tuple[str, ...]) -> tuple[float, float] | None:
        """None where the targets of a hidden group could be solved for, or none are told."""
        means, n = self._targets(key)
        if not means:
            return 0.0, 0.0
        weights = {group: self._weight(group) for group in means}
        safe = set(means) - shown_groups(n, means, weights, self.k) <= set(groups)
        if self.told.questions[key].target is None or not safe:
            return None
        hidden = {group: mean for group, mean in means.items() if group in groups}
        return _sum(weights, hidden)

    def _targets(self, key: str) -> tuple[dict[str, float], dict[str, int]]:
        """Mean target of each group, and the people who gave one beside a level."""
        ratings = self.ratings
        if ratings.targets is None or key not in ratings.questions:
            return {}, {}
        column = ratings.questions.index(key)
        given: dict[str, list[int]] = {}
        for row, group in enumerate(ratings.groups):
            target = int(ratings.targets[row, column])
            if ratings.levels[row, column] >= LOWEST and target >= LOWEST:
                given.setdefault(group, []).append(target)
        means = {group: sum(targets) / len(targets) for group, targets in given.items()}
        return means, {group: len(targets) for group, targets in given.items()}

    def table(self, salt: str) -> str:
        """CSV, one row a person in an order that says nothing about who came when."""
        rows = sorted(self._rows(), key=lambda row: _digest(salt, row))
        file = io.StringIO(newline="")
        writer = csv.writer(file, lineterminator="\n")
        targets = [f"{key} target" for key in self.whole.questions]
        writer.writerow(["responden", "kelompok", "pertemuan", *self.whole.questions, *targets])
        for number, row in enumerate(rows, start=1):
            writer.writerow([number, *row])
        return file.getvalue()

    def _rows(self) -> Iterator[list[str]]:
        ratings, left_out = self.ratings, self.left_out
        sessions = ratings.sessions or ("",) * len(ratings.groups)
        meeting = {name: str(number) for number, name in enumerate(sorted(set(sessions)), start=1)}
        withheld = self.meetings_withheld
        for row, (group, session) in enumerate(zip(ratings.groups, sessions, strict=True)):
            if group not in left_out:
                pairs = [self._cells(row, group, key) for key in self.whole.questions]
                place = WITHHELD if withheld else meeting[session]
                yield [group, place, *(level for level, _ in pairs), *(aim for _, aim in pairs)]

    @cached_property
    def _column(self) -> Mapping[str, int]:
        return {key: column for column, key in enumerate(self.ratings.questions)}

    def _cells(self, row: int, group: str, key: str) -> tuple[str, str]:
        """Level and target of one person; a target counts beside a level only."""
        if group in self.hidden.get(key, ()):
            return WITHHELD, WITHHELD
        if key not in self._column:
            return "", ""
        level = int(self.ratings.levels[row, self._column[key]])
        targets = self.ratings.targets
        aim = 0 if targets is None or level < LOWEST else int(targets[row, self._column[key]])
        return CELLS[level], CELLS[aim]


def _sum(weights: Mapping[str, float], means: Mapping[str, float]) -> tuple[float, float]:
    return sum(weights[g] * mean for g, mean in means.items()), sum(weights[g] for g in means)


def _digest(salt: str, row: list[str]) -> str:
    return hashlib.sha256("|".join([salt, *row]).encode()).hexdigest()
