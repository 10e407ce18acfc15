"""Sets of siblings whose weights people may decide on, and a scheme with other weights."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from assess.scoring.expert_panel import FEWEST_ITEMS, MOST_ITEMS, WeightMethod
from assess.scoring.scheme import DEPTH, Scheme
from assess.scoring.tree import TOLERANCE, Node, Tree, path_weights

Weights = Mapping[str, Mapping[str, float]]  # key of the parent -> key of the child -> weight


@dataclass(frozen=True)
class SiblingSet:
    """The dimensions of a root, or the sub-pillars of a dimension.

    key : of the parent; `root` is the key of its tree, "index" or "readiness"
    declared : shares by the questionnaire's own weights, they sum to 1
    """

    key: str
    root: str
    children: tuple[str, ...]
    declared: tuple[float, ...]


@dataclass(frozen=True)
class UsedWeights:
    """Weights of one set that a result was computed with, and how they came about.

    after_result : they were adopted when a result of the assessment was known already
    """

    key: str
    method: WeightMethod
    weights: dict[str, float]
    experts: int
    ratio: float | None
    note: str
    adopted_at: datetime
    after_result: bool


@dataclass(frozen=True)
class PathWeight:
    """Share of one node among its siblings, and in the root of its tree. Both 0..1."""

    key: str
    depth: str  # dimensions, subpillars, questions
    share: float
    path: float


def sibling_sets(scheme: Scheme) -> tuple[SiblingSet, ...]:
    """List sets of two to ten siblings above the questions, each root before its dimensions.

    Questions of a sub-pillar are left out: they are rungs of one ladder, and no panel trades one
    off against the other.
    """
    roots = [tree.root for tree in (scheme.index, scheme.readiness) if tree is not None]
    return tuple(
        SiblingSet(node.key, root.key, tuple(child.key for child in node.children), _shares(node))
        for root in roots
        for node in (root, *root.children)
        if FEWEST_ITEMS <= len(node.children) <= MOST_ITEMS
    )


def scheme_with(scheme: Scheme, weights: Weights) -> Scheme:
    """Put decided weights in the place of declared ones; all else stays.

    Raises
    ------
    ValueError
        Where a set is unknown, or its weights are not of exactly its children. The tree itself
        refuses negative weights and those that are all zero.
    """
    if not weights:
        return scheme
    known = {each.key for each in sibling_sets(scheme)}
    unknown = sorted(set(weights) - known)
    if unknown:
        raise ValueError(f"no weights can be decided on for {', '.join(unknown)}")
    readiness = scheme.readiness
    return dataclasses.replace(
        scheme,
        index=_with(scheme.index, weights),
        readiness=None if readiness is None else _with(readiness, weights),
    )


def same_weights(one: Weights, other: Weights) -> bool:
    """Whether two decisions come to the same shares in every set.

    >>> same_weights({"index": {"a": 1, "b": 3}}, {"index": {"a": 25.0, "b": 75.0}})
    True
    """
    return set(one) == set(other) and all(_alike(one[key], other[key]) for key in one)


def path_weights_of(tree: Tree) -> list[PathWeight]:
    """Every node below the root, parents before children, in the order of the tree.

    >>> tree = Tree(Node("index", 1, (Node("a", 3, (Node("q"), Node("r"))), Node("b", 1))))
    >>> [(each.key, each.share, each.path) for each in path_weights_of(tree)]
    [('a', 0.75, 0.75), ('q', 0.5, 0.375), ('r', 0.5, 0.375), ('b', 0.25, 0.25)]
    """
    shares = path_weights(tree, np.ones(len(tree.nodes), dtype=bool))
    path = {id(node): float(share) for node, share in zip(tree.nodes, shares, strict=True)}
    return [
        PathWeight(node.key, DEPTH[depth], share, path[id(node)])
        for node, depth, share in _below(tree.root, 1)
    ]


def _below(node: Node, depth: int) -> Iterator[tuple[Node, int, float]]:
    for child, share in zip(node.children, _shares(node), strict=True):
        yield child, depth, share
        yield from _below(child, depth + 1)


def _shares(node: Node) -> tuple[float, ...]:
    total = sum(child.weight for child in node.children)
    return tuple(child.weight / total for child in node.children)


def _with(tree: Tree, weights: Weights) -> Tree:
    children = tuple(_decided(dimension, weights) for dimension in tree.root.children)
    return Tree(_decided(dataclasses.replace(tree.root, children=children), weights))


def _decided(node: Node, weights: Weights) -> Node:
    own = weights.get(node.key)
    if own is None:
        return node
    if set(own) != {child.key for child in node.children}:
        raise ValueError(f"weights below {node.key} are not of exactly its children")
    children = tuple(dataclasses.replace(child, weight=own[child.key]) for child in node.children)
    return dataclasses.replace(node, children=children)


def _alike(one: Mapping[str, float], other: Mapping[str, float]) -> bool:
    if set(one) != set(other):
        return False
    whole, rest = sum(one.values()), sum(other.values())
    return all(abs(one[key] / whole - other[key] / rest) <= TOLERANCE for key in one)
