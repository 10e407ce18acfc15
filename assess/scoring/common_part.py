"""The part of an instrument that two versions share, so that both can be scored on it."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

from assess.scoring.ratings import Ratings
from assess.scoring.scheme import Scheme
from assess.scoring.tree import Node, Tree


def scheme_on(scheme: Scheme, questions: Collection[str]) -> Scheme:
    """Keep these questions of a scheme, and what still holds any of them.

    Weights stay as declared; they are relative, so that siblings share what has gone.

    Raises
    ------
    ValueError
        Where no question of the index is left.
    """
    index = _pruned(scheme.index.root, questions)
    if index is None:
        raise ValueError("no question of the index is left")
    beside = _pruned(scheme.readiness.root, questions) if scheme.readiness else None
    return dataclasses.replace(
        scheme, index=Tree(index), readiness=None if beside is None else Tree(beside)
    )


def ratings_on(ratings: Ratings, questions: Collection[str]) -> Ratings:
    """Keep these questions of a matrix; everybody stays a row."""
    columns = [place for place, key in enumerate(ratings.questions) if key in questions]
    return dataclasses.replace(
        ratings,
        levels=ratings.levels[:, columns],
        targets=None if ratings.targets is None else ratings.targets[:, columns],
        questions=tuple(ratings.questions[place] for place in columns),
    )


def _pruned(node: Node, leaves: Collection[str]) -> Node | None:
    if not node.children:
        return node if node.key in leaves else None
    children = tuple(kept for child in node.children if (kept := _pruned(child, leaves)))
    return dataclasses.replace(node, children=children) if children else None
