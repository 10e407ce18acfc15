"""Packed answers are believed only inside the scale."""

from __future__ import annotations

import base64

import numpy as np
import pytest

from assess.scoring.ratings import DamagedRatings, Ratings, combine, from_bytes, to_bytes


def packed(levels: list[int], targets: list[int] | None = None) -> bytes:
    return to_bytes(
        Ratings(
            levels=np.array([levels], dtype=np.int8),
            targets=None if targets is None else np.array([targets], dtype=np.int8),
            groups=("a",),
            respondents=("p",),
            questions=tuple(f"q{n}" for n in range(len(levels))),
        )
    )


def test_every_code_and_every_target_comes_back() -> None:
    found = from_bytes(packed([-3, -2, -1, 0, 1, 5], [0, 0, 1, 3, 5, 2]))

    assert found.levels.tolist() == [[-3, -2, -1, 0, 1, 5]]
    assert found.targets is not None
    assert found.targets.tolist() == [[0, 0, 1, 3, 5, 2]]


STORED = (
    "VEtSUgFbAAAAeJyrViosTS0uyczPK1ayilYqNFDSUSo0VIrVUUovyi8tAAsmgrhFqcUF+XkpqXklYLEC"
    "kFhxanExRGdeaU6OjlJJYlF6Kki+pKg0tZblHysDANrIH8o="
)


def test_answers_that_were_stored_long_ago_are_still_read() -> None:
    found = from_bytes(base64.b64decode(STORED))

    assert found.questions == ("q0", "q1")
    assert (found.groups, found.respondents) == (("a",), ("p",))
    assert found.levels.tolist() == [[4, -2]]
    assert found.targets is not None
    assert found.targets.tolist() == [[5, 0]]


@pytest.mark.parametrize("levels", [[3, 6, 3], [3, -4, 3], [6, 6, 6], [-4, -4, -4]])
def test_a_level_outside_the_scale_is_damage(levels: list[int]) -> None:
    with pytest.raises(DamagedRatings, match="a level"):
        from_bytes(packed(levels))


@pytest.mark.parametrize("targets", [[3, 6, 3], [3, -1, 3], [6, 6, 6], [-1, -1, -1]])
def test_a_target_outside_the_scale_is_damage(targets: list[int]) -> None:
    with pytest.raises(DamagedRatings, match="a target"):
        from_bytes(packed([3, 3, 3], targets))


def test_parts_without_targets_count_as_having_given_none() -> None:
    one, two = from_bytes(packed([3, 4], [5, 5])), from_bytes(packed([1, 2]))

    together = combine([one, two])

    assert together.targets is not None
    assert together.targets.tolist() == [[5, 5], [0, 0]]
    assert together.sessions == ("1", "2")
    assert combine([two, two]).targets is None
