"""A tree of weights, and the roll-up of values through it. The same for every instrument."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from assess.scoring.means import arithmetic, divide

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Mean = Callable[[Floats, Floats], Floats]

TOLERANCE = 1e-9


@dataclass(frozen=True)
class Node:
    """A place in the tree; its weight is relative to that of its siblings."""

    key: str
    weight: float = 1.0
    children: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Branch:
    """A node with children, by position in the values of a roll-up."""

    position: int
    depth: int  # 0 at the root
    children: npt.NDArray[np.intp]
    weights: Floats  # of the children, as declared


@dataclass(frozen=True)
class Tree:
    """A weighted tree whose leaves are questions or indicators.

    Positions count the leaves first, in the order of the tree, then the inner nodes, children
    before parents; the root is last.

    Raises
    ------
    ValueError
        Where a weight is negative or not a number, or all siblings weigh nothing.
    """

    root: Node

    def __post_init__(self) -> None:
        for node in _walk(self.root):
            weights = [child.weight for child in node.children]
            if any(not math.isfinite(weight) or weight < 0 for weight in weights):
                raise ValueError(f"a weight below {node.key} is negative or not a number")
            if weights and sum(weights) == 0:
                raise ValueError(f"everything below {node.key} weighs nothing")

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes, by position."""
        walked = list(_walk(self.root))
        leaves = [node for node in walked if not node.children]
        return (*leaves, *(node for node in walked if node.children))

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """Keys of the leaves, by position."""
        return tuple(node.key for node in self.nodes if not node.children)

    @cached_property
    def branches(self) -> tuple[Branch, ...]:
        """Inner nodes, children before parents."""
        position = {id(node): place for place, node in enumerate(self.nodes)}
        depth = dict(_depths(self.root, 0))
        return tuple(
            Branch(
                position[id(node)],
                depth[id(node)],
                np.array([position[id(child)] for child in node.children]),
                np.array([child.weight for child in node.children], dtype=np.float64),
            )
            for node in self.nodes
            if node.children
        )

    @cached_property
    def below(self) -> Flags:
        """Which leaves are below each node: bool array of shape (n_nodes, n_leaves)."""
        reach = np.zeros((len(self.nodes), len(self.leaves)), dtype=bool)
        np.fill_diagonal(reach, True)
        for branch in self.branches:
            reach[branch.position] = reach[branch.children].any(0)
        return reach

    @cached_property
    def levels(self) -> tuple[tuple[int, ...], ...]:
        """Positions of the nodes at each depth, in the order of the tree; the root first."""
        children = {branch.position: branch.children.tolist() for branch in self.branches}
        found = [(len(self.nodes) - 1,)]
        while below := tuple(each for node in found[-1] for each in children.get(node, ())):
            found.append(below)
        return tuple(found)


def _walk(node: Node) -> Iterator[Node]:
    """Children before parents, in the order of the tree."""
    for child in node.children:
        yield from _walk(child)
    yield node


def _depths(node: Node, depth: int) -> Iterator[tuple[int, int]]:
    yield id(node), depth
    for child in node.children:
        yield from _depths(child, depth + 1)


@dataclass(frozen=True)
class RollUp:
    """Values of all nodes, in the positions of the tree.

    values : array of shape (..., n_nodes), nan where undefined
    coverage : array of the same shape, available share of child weight, 0..1; of a leaf 0 or 1
    applicable : bool array of the same shape
    """

    values: Floats
    coverage: Floats
    applicable: Flags


def roll_up(
    tree: Tree,
    leaves: Floats,
    *,
    minimum_coverage: float,
    applicable: Flags | None = None,
    means: Sequence[Mean] = (arithmetic,),
) -> RollUp:
    """Carry leaf values up to the root, without rounding between levels.

    Parameters
    ----------
    leaves : array of shape (..., n_leaves), nan where missing
    minimum_coverage : float, 0..1
        A node is undefined when less than this share of its children's weight is available;
        exactly this share is enough, compared with a tolerance of 1e-9.
    applicable : bool array that broadcasts to `leaves`, or None for all
        A leaf that is not applicable leaves the tree: its weight is shared by its siblings and
        does not count against coverage. A node without applicable children leaves it too.
    means : weighted means over the last axis, from the root downwards; the last one also serves
        all depths below

    Examples
    --------
    Two of three equal children are exactly enough:

    >>> tree = Tree(Node("index", 1, (Node("a"), Node("b"), Node("c"))))
    >>> found = roll_up(tree, np.array([2.0, 3.0, np.nan]), minimum_coverage=2 / 3)
    >>> float(found.values[-1]), round(float(found.coverage[-1]), 3)
    (2.5, 0.667)
    """
    shape = (*leaves.shape[:-1], len(tree.nodes))
    n_leaves = len(tree.leaves)
    values = np.full(shape, np.nan)
    values[..., :n_leaves] = leaves
    usable = np.ones(shape, dtype=bool)
    usable[..., :n_leaves] = True if applicable is None else applicable
    values[~usable] = np.nan
    coverage = np.isfinite(values).astype(np.float64)
    for branch in tree.branches:
        below = values[..., branch.children]
        weights = np.where(usable[..., branch.children], branch.weights, 0.0)
        available = np.where(np.isnan(below), 0.0, weights)
        total, share = weights.sum(-1), available.sum(-1)
        usable[..., branch.position] = total > 0
        covered = np.where(total > 0, divide(share, total), 0.0)
        coverage[..., branch.position] = covered
        enough = covered >= minimum_coverage - TOLERANCE
        mean = means[min(branch.depth, len(means) - 1)]
        values[..., branch.position] = np.where(enough, mean(below, available), np.nan)
    return RollUp(values, coverage, usable)


def path_weights(tree: Tree, available: Flags) -> Floats:
    """Share of every node in the root, weights rescaled over the available siblings.

    Parameters
    ----------
    available : bool array of shape (n_nodes,), in the positions of the tree

    Returns
    -------
    array of shape (n_nodes,), 0..1; the root has 1, what is not available has 0. The shares of
    the leaves sum to 1 where no available node is without available children.

    >>> tree = Tree(Node("index", 1, (Node("a", 3), Node("b", 1))))
    >>> path_weights(tree, np.array([True, True, True])).tolist()
    [0.75, 0.25, 1.0]
    """
    shares = np.zeros(len(tree.nodes))
    shares[-1] = float(available[-1])
    for branch in reversed(tree.branches):
        weights = np.where(available[branch.children], branch.weights, 0.0)
        total = weights.sum()
        if total > 0:
            shares[branch.children] = shares[branch.position] * (weights / total)
    return shares


def leaf_weights(tree: Tree, available: Flags) -> Floats:
    """Weight of every leaf in every node, rescaled over what is available.

    Returns
    -------
    array T of shape (n_leaves, n_nodes) with values = leaves @ T for the arithmetic roll-up;
    the column of a node that is not available is zero.
    """
    n_leaves = len(tree.leaves)
    weights = np.zeros((n_leaves, len(tree.nodes)))
    weights[:, :n_leaves] = np.diag(available[:n_leaves].astype(np.float64))
    for branch in tree.branches:
        own = np.where(available[branch.children], branch.weights, 0.0)
        if available[branch.position] and own.sum() > 0:
            weights[:, branch.position] = weights[:, branch.children] @ (own / own.sum())
    return weights
