"""The tree where something is missing, and exactly at the coverage that is asked for."""

from __future__ import annotations

import numpy as np
import pytest

from assess.scoring.tree import Node, Tree, leaf_weights, roll_up

ABC = Tree(Node("index", 1, (Node("x", 1, (Node("a", 1), Node("b", 3))), Node("c", 1))))
A, B, C, X, INDEX = range(5)


def available(*places: int) -> np.ndarray:
    return np.isin(np.arange(5), places)


def test_every_node_is_a_weighted_sum_of_leaves() -> None:
    weights = leaf_weights(ABC, available(A, B, C, X, INDEX))

    assert weights[:, X].tolist() == [0.25, 0.75, 0]
    assert weights[:, INDEX].tolist() == [0.125, 0.375, 0.5]


def test_a_missing_leaf_leaves_its_weight_to_its_siblings() -> None:
    weights = leaf_weights(ABC, available(A, C, X, INDEX))

    assert weights[:, B].tolist() == [0, 0, 0]
    assert weights[:, X].tolist() == [1, 0, 0]
    assert weights[:, INDEX].tolist() == [0.5, 0, 0.5]


def test_a_node_that_is_not_available_takes_nothing_and_gives_nothing() -> None:
    weights = leaf_weights(ABC, available(A, B, C, INDEX))

    assert weights[:, X].tolist() == [0, 0, 0]
    assert weights[:, INDEX].tolist() == [0, 0, 1]


def test_a_node_without_available_children_has_no_weights() -> None:
    assert not leaf_weights(ABC, available(C, X, INDEX))[:, X].any()
    assert not leaf_weights(ABC, available(INDEX)).any()


@pytest.mark.parametrize(
    ("missing", "minimum", "score"),
    [
        (0.5, 0.5, 4.0),
        (0.25, 0.75 + 1e-9, 4.0),  # short by the tolerance
        (0.5, 0.5 + 1.5e-9, None),
        (0.25, 2 / 3, 4.0),
        (0.4, 2 / 3, None),
        (1.0, 0.0, None),  # nothing at all is never a score
        (0.99, 0.0, 4.0),
    ],
)
def test_coverage_at_its_limit(missing: float, minimum: float, score: float | None) -> None:
    tree = Tree(Node("index", 1, (Node("a", 1 - missing), Node("b", missing))))

    found = roll_up(
        tree, np.array([4.0 if missing < 1 else np.nan, np.nan]), minimum_coverage=minimum
    )

    assert found.coverage[-1] == pytest.approx(1 - missing)
    assert found.values[-1] == score if score else np.isnan(found.values[-1])
