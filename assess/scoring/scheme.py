"""What scoring needs to know of an instrument: trees, group weights, rules. Nothing else.

A questionnaire and a plain table of weights become the same thing here; from here on there is
one engine.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assess.questionnaire.instrument import Dimension, Predicate, Questionnaire, SpeakFor
from assess.scoring.tree import Node, Tree

DEPTH = ("index", "dimensions", "subpillars", "questions")


@dataclass(frozen=True)
class Scheme:
    """An instrument as scoring sees it.

    index : tree of dimensions, sub-pillars and questions
    readiness : tree of the same form, scored beside the index; None where there is none
    group_weights : declared weight of each group, in order of display; empty where the
        instrument declares no groups, then every group that answers weighs the same
    asked : groups to which a question goes; a question that is not named goes to all
    minimum_coverage : share of child weight that a node needs
    disagreement_range : spread of group means from which a question is flagged, in levels
    inapplicable_leaves : whether a question that most call not applicable, with no valid answer,
        leaves the tree. Method section 2 says yes; a plain table of weights declares no such
        rule, there it counts as missing.
    of_offices : whether who answers speaks for an office; then one is enough
    """

    index: Tree
    readiness: Tree | None = None
    group_weights: Mapping[str, float] = field(default_factory=dict)
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    minimum_coverage: float = 2 / 3
    disagreement_range: float = 1.5
    predicates: tuple[Predicate, ...] = ()
    inapplicable_leaves: bool = True
    of_offices: bool = False

    @property
    def questions(self) -> tuple[str, ...]:
        """Ids of all scored questions, of the index and of readiness."""
        beside = self.readiness.leaves if self.readiness else ()
        return (*self.index.leaves, *beside)


def scheme_of(questionnaire: Questionnaire) -> Scheme:
    """Take from a questionnaire what scoring needs."""
    readiness = questionnaire.readiness
    return Scheme(
        index=_tree("index", questionnaire.dimensions, questionnaire),
        readiness=_tree("readiness", readiness, questionnaire) if readiness else None,
        group_weights={group.key: group.weight for group in questionnaire.groups},
        asked={question.id: question.respondents for question in questionnaire.maturity_questions},
        minimum_coverage=questionnaire.scoring.minimum_coverage,
        disagreement_range=questionnaire.scoring.disagreement_range,
        predicates=questionnaire.scoring.predicates,
        of_offices=questionnaire.answers_speak_for is SpeakFor.OFFICE,
    )


def _tree(key: str, dimensions: Iterable[Dimension], questionnaire: Questionnaire) -> Tree:
    questions = questionnaire.questions_of_subpillar
    return _checked(
        Node(
            key,
            children=tuple(
                Node(
                    dimension.key,
                    dimension.weight,
                    tuple(
                        Node(
                            subpillar.key,
                            subpillar.weight,
                            tuple(Node(q.id, q.weight) for q in questions[subpillar.key]),
                        )
                        for subpillar in dimension.subpillars
                    ),
                )
                for dimension in dimensions
            ),
        )
    )


def _checked(root: Node) -> Tree:
    """Refuse a sub-pillar without questions; it would pass for a question itself."""
    for dimension in root.children:
        empty = [node.key for node in (dimension, *dimension.children) if not node.children]
        if empty:
            raise ValueError(f"nothing is scored under {empty[0]}")
    return Tree(root)


_KEYS = ("question", "subpillar", "dimension")
_WEIGHTS = ("weight_in_subpillar", "subpillar_weight_in_dimension", "dimension_weight")
TABLE_COLUMNS = (*_KEYS, *_WEIGHTS)


class TreeTableError(ValueError):
    """Faults of a plain table of weights, each with its row."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def scheme_of_table(rows: Iterable[tuple[int, Mapping[str, str]]]) -> Scheme:
    """Build a scheme from a plain table, one row per question, weights relative among siblings.

    Parameters
    ----------
    rows : pairs of row number (for messages) and cells by column, see TABLE_COLUMNS

    Raises
    ------
    TreeTableError
        With every fault found: weights that are no numbers, questions that stand twice, nodes
        whose weight or parent differs between rows.
    """
    problems: list[str] = []
    seen: dict[tuple[str, str], tuple[str, float]] = {}
    paths: list[tuple[str, str, str]] = []
    for number, row in rows:
        question, subpillar, dimension = (row[name].strip() for name in _KEYS)
        weights = [_weight(row[name], number, name, problems) for name in _WEIGHTS]
        if not (question and subpillar and dimension):
            problems.append(f"row {number}: question, subpillar or dimension is empty")
        if ("question", question) in seen:
            problems.append(f"row {number}: question {question} stands in the table twice")
        _place(seen, ("question", question), (subpillar, weights[0]), number, problems)
        _place(seen, ("subpillar", subpillar), (dimension, weights[1]), number, problems)
        _place(seen, ("dimension", dimension), ("", weights[2]), number, problems)
        paths.append((dimension, subpillar, question))
    if not paths:
        problems.append("the table has no questions")
    if problems:
        raise TreeTableError(problems)
    try:
        return Scheme(index=Tree(_root(paths, seen)), inapplicable_leaves=False)
    except ValueError as error:
        raise TreeTableError([str(error)]) from error


def _weight(text: str, number: int, column: str, problems: list[str]) -> float:
    try:
        weight = float(text)
    except ValueError:
        weight = math.nan
    if not math.isfinite(weight) or weight < 0:
        problems.append(f"row {number}: {column} {text!r} is not a number of at least 0")
        return 0.0
    return weight


def _place(
    seen: dict[tuple[str, str], tuple[str, float]],
    place: tuple[str, str],
    parent_and_weight: tuple[str, float],
    number: int,
    problems: list[str],
) -> None:
    kind, key = place
    before = seen.setdefault(place, parent_and_weight)
    if before != parent_and_weight and kind != "question":
        problems.append(f"row {number}: {kind} {key} has another weight or parent than before")


def _root(
    paths: list[tuple[str, str, str]], seen: Mapping[tuple[str, str], tuple[str, float]]
) -> Node:
    def node(kind: str, key: str, children: tuple[Node, ...] = ()) -> Node:
        _, weight = seen[kind, key]
        return Node(key, weight, children)

    below: dict[str, dict[str, list[str]]] = {}
    for dimension, subpillar, question in paths:
        below.setdefault(dimension, {}).setdefault(subpillar, []).append(question)
    return Node(
        "index",
        children=tuple(
            node(
                "dimension",
                dimension,
                tuple(
                    node("subpillar", key, tuple(node("question", q) for q in questions))
                    for key, questions in subpillars.items()
                ),
            )
            for dimension, subpillars in below.items()
        ),
    )
