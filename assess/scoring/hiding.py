"""Who goes with whom: a figure that is withheld must not follow from its parent and its siblings.

Scores and targets go up the same tree and follow the same rules, each by its own numbers.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assess.scoring.ratings import HIGHEST, LOWEST
from assess.scoring.scorecard import NodeScore, QuestionScore, Scorecard
from assess.scoring.solving import Unknown, solvable_together
from assess.scoring.withholding import has_small_group

Score = QuestionScore | NodeScore


class Kind(StrEnum):
    """Which figure of a question or node; both are weighted means of those below."""

    SCORE = "score"
    TARGET = "target"

    def figure(self, score: Score) -> float | None:
        """Give the figure, None where undefined."""
        return score.score if self is Kind.SCORE else score.target

    def groups(self, question: QuestionScore) -> tuple[Mapping[str, int], Mapping[str, float]]:
        """Give people and means of the groups; of targets, where they were kept."""
        if self is Kind.TARGET and question.target_means:
            return question.n_targets, question.target_means
        return question.n_by_group, question.group_means


@dataclass(frozen=True)
class Tree:
    """A scorecard as parents and children of one kind of figure."""

    card: Scorecard
    kind: Kind
    group_weights: Mapping[str, float]
    k: int

    def parents(self) -> Iterator[NodeScore]:
        """Nodes, those at the bottom first."""
        card = self.card
        yield from card.subpillars.values()
        yield from card.dimensions.values()
        yield from card.readiness_elements.values()
        yield card.index
        if card.readiness is not None:
            yield card.readiness

    def children(self, node: NodeScore) -> list[Score]:
        """Those that the figure of the node is made of."""
        card = self.card
        known: tuple[Mapping[str, Score], ...] = (
            card.dimensions,
            card.readiness_elements,
            card.subpillars,
            card.questions,
        )
        for kind in known:
            own = [kind[key] for key in node.children if key in kind]
            if own:
                return own
        return []

    def leaves(self, score: Score, share: float) -> list[tuple[QuestionScore, float]]:
        """Questions that a figure is made of, each with its share of the whole."""
        if isinstance(score, QuestionScore):
            return [(score, share)]
        own = self.summed(self.children(score))
        total = sum(each.weight for each in own)
        return [leaf for each in own for leaf in self.leaves(each, share * each.weight / total)]

    def summed(self, children: list[Score]) -> list[Score]:
        """Those of which something is known and that weigh anything, as no others are summed."""
        return [each for each in children if self.kind.figure(each) is not None and each.weight > 0]

    def solvable(self, hidden: list[Score], gone: set[str]) -> bool:
        """Whether what the hidden children add up to tells what a small group said."""
        unknown = []
        for child in hidden:
            for question, share in self.leaves(child, child.weight):
                if question.key in gone:
                    unknown += self._unknown(question, share)
        return solvable_together(unknown)

    def _unknown(self, question: QuestionScore, share: float) -> list[Unknown]:
        n, means = self.kind.groups(question)
        weights = {group: self.group_weights.get(group, 1.0) for group in means}
        total = sum(weights.values())
        side, room = _side(question)
        return [
            Unknown(
                question.key,
                share * weights[group] / total,
                n[group],
                round(mean * n[group]),
                n[group] < self.k,
                side,
                share * room,
            )
            for group, mean in means.items()
            if weights[group] > 0
        ]


def _side(question: QuestionScore) -> tuple[int, float]:
    """On which side of its target a question lies, and how far."""
    if question.gap:
        return 1, question.gap
    return (0, math.inf) if question.surplus is None else (-1, question.surplus)


def hidden_upwards(tree: Tree, start: Collection[str]) -> frozenset[str]:
    """Keys of all that is withheld, from the questions in `start` upwards.

    Where fewer than two children are hidden, or what they add up to would give a small group
    away, the next smallest goes with them. Where that takes all of them, the parent goes.
    """
    gone = set(start)
    for parent in tree.parents():
        children = tree.children(parent)
        gone |= {child.key for child in children if 0 < child.n < tree.k}
        if not _hide_below(tree, children, gone) or _tells(tree, parent):
            gone.add(parent.key)
    return frozenset(gone)


def _hide_below(tree: Tree, children: list[Score], gone: set[str]) -> bool:
    """Hide what must go with the hidden children; False where it takes more than there is.

    A child without weight is no part of the sum: it gives nothing away, and hides nobody.
    """
    known = tree.summed(children)
    if not any(child.key in gone for child in known):
        return True
    while not _safe(tree, known, gone):
        further = _further(tree, known, gone)
        if not further:
            return False
        enough = (each for each in further if _safe(tree, known, gone | each))
        gone |= next(enough, further[0])
    return True


def _safe(tree: Tree, known: list[Score], gone: set[str]) -> bool:
    hidden = [child for child in known if child.key in gone]
    return len(hidden) > 1 and not tree.solvable(hidden, gone)


def _further(tree: Tree, known: list[Score], gone: set[str]) -> list[set[str]]:
    """Each further question that can be hidden, with the child that it is in.

    Those below a child that is hidden already come first, then those of the fewest people.
    """
    found = [
        (child.key not in gone, child.n, leaf.n, child.key, leaf.key)
        for child in known
        for leaf, _ in tree.leaves(child, child.weight)
        if leaf.key not in gone
    ]
    return [{child, leaf} for _, _, _, child, leaf in sorted(found)]


def _tells(tree: Tree, parent: NodeScore) -> bool:
    """Whether the figure of a node gives few people away by itself."""
    value = tree.kind.figure(parent)
    if 0 < parent.n < tree.k:
        return True
    if value is None or not has_small_group(parent.n_by_group, tree.k):
        return False
    return math.isclose(value, LOWEST) or math.isclose(value, HIGHEST)
