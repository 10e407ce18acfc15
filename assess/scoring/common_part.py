"""The part that results share, so that they can be scored on it: questions, and groups."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from assess.scoring.ratings import Ratings
from assess.scoring.scheme import Scheme
from assess.scoring.solving import withheld
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


def people_of(ratings: Ratings, kept: npt.NDArray[np.bool_]) -> Ratings:
    """Keep the answers of some of the people."""
    rows = np.flatnonzero(kept)

    def chosen(labels: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(labels[row] for row in rows)

    return dataclasses.replace(
        ratings,
        levels=ratings.levels[rows],
        targets=None if ratings.targets is None else ratings.targets[rows],
        groups=chosen(ratings.groups),
        respondents=chosen(ratings.respondents),
        sessions=None if ratings.sessions is None else chosen(ratings.sessions),
    )


def ratings_of_groups(ratings: Ratings, groups: Collection[str]) -> Ratings:
    """Keep the people of these groups."""
    return people_of(ratings, np.array([group in groups for group in ratings.groups], dtype=bool))


def shared_groups(panels: Sequence[Mapping[str, int]], k: int) -> tuple[str, ...]:
    """Find the groups that answered everywhere, on which regions can be compared, in order.

    A score on them beside the score of all groups tells what the groups left out said together,
    and what small groups among the rest did. Where that would be one group of fewer than k people,
    or the one that is withheld with it, all such groups are left out.

    Parameters
    ----------
    panels : people with an answer by group, one for each region

    >>> shared_groups([{"a": 5, "b": 5, "c": 4}, {"a": 3, "b": 9, "c": 0}], 3)
    ('a', 'b')
    >>> shared_groups([{"a": 5, "b": 5, "c": 1, "d": 2}, {"a": 3, "b": 9, "c": 0, "d": 4}], 3)
    ('a', 'b')
    """
    everywhere = [group for group in panels[0] if all(panel.get(group, 0) > 0 for panel in panels)]
    hidden = [withheld(panel, k) for panel in panels]
    if any(
        len(small & set(everywhere)) == 1 or len(small - set(everywhere)) == 1 for small in hidden
    ):
        everywhere = [group for group in everywhere if not any(group in small for small in hidden)]
    return tuple(everywhere)


def _pruned(node: Node, leaves: Collection[str]) -> Node | None:
    if not node.children:
        return node if node.key in leaves else None
    children = tuple(kept for child in node.children if (kept := _pruned(child, leaves)))
    return dataclasses.replace(node, children=children) if children else None
