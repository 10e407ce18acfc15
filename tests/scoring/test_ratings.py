"""Ratings are packed, put together and fingerprinted without losing or changing an answer."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.scoring.ratings import (
    DamagedRatings,
    Ratings,
    checksum,
    combine,
    from_bytes,
    to_bytes,
)


@st.composite
def ratings(draw: st.DrawFn) -> Ratings:
    people, questions = draw(st.integers(0, 6)), draw(st.integers(0, 4))
    labels = st.text(max_size=5)
    cells = st.lists(st.integers(-2, 5), min_size=people * questions, max_size=people * questions)

    def matrix(values: list[int]) -> np.ndarray:
        return np.array(values, dtype=np.int8).reshape(people, questions)

    levels = matrix(draw(cells))
    targets = matrix([max(0, each) for each in draw(cells)]) if draw(st.booleans()) else None
    row = st.lists(labels, min_size=people, max_size=people).map(tuple)
    return Ratings(
        levels=levels,
        groups=draw(row),
        respondents=draw(row),
        questions=tuple(
            draw(st.lists(labels, unique=True, min_size=questions, max_size=questions))
        ),
        targets=targets,
        sessions=draw(st.none() | row),
    )


def same(one: Ratings, other: Ratings) -> bool:
    plain = ("groups", "respondents", "questions", "sessions")
    return (
        all(getattr(one, name) == getattr(other, name) for name in plain)
        and np.array_equal(one.levels, other.levels)
        and (one.targets is None) == (other.targets is None)
        and (one.targets is None or np.array_equal(one.targets, other.targets))
    )


@given(ratings())
def test_what_is_packed_comes_back(given_ratings: Ratings) -> None:
    assert same(from_bytes(to_bytes(given_ratings)), given_ratings)


@given(ratings(), st.randoms(use_true_random=False))
def test_the_checksum_does_not_know_the_order_of_people_or_questions(
    given_ratings: Ratings, shuffler: object
) -> None:
    rows, columns = (list(range(size)) for size in given_ratings.levels.shape)
    shuffler.shuffle(rows)
    shuffler.shuffle(columns)
    place = np.ix_(rows, columns)

    turned = Ratings(
        levels=given_ratings.levels[place],
        groups=tuple(given_ratings.groups[row] for row in rows),
        respondents=tuple(given_ratings.respondents[row] for row in rows),
        questions=tuple(given_ratings.questions[column] for column in columns),
        targets=None if given_ratings.targets is None else given_ratings.targets[place],
        sessions=given_ratings.sessions and tuple(given_ratings.sessions[row] for row in rows),
    )

    assert checksum(turned) == checksum(given_ratings)


def two_people() -> Ratings:
    return Ratings(
        levels=np.array([[1, 2], [3, -1]], dtype=np.int8),
        groups=("opd", "umkm"),
        respondents=("a", "b"),
        questions=("q1", "q2"),
        targets=np.array([[2, 3], [4, 0]], dtype=np.int8),
    )


@pytest.mark.parametrize(
    "change",
    [
        {"levels": np.array([[1, 2], [3, -2]], dtype=np.int8)},
        {"targets": np.array([[2, 3], [4, 1]], dtype=np.int8)},
        {"targets": None},
        {"groups": ("umkm", "umkm")},
        {"respondents": ("a", "c")},
        {"questions": ("q1", "q3")},
        {"sessions": ("1", "2")},
    ],
)
def test_any_change_changes_the_checksum(change: dict[str, object]) -> None:
    assert checksum(dataclasses.replace(two_people(), **change)) != checksum(two_people())


def test_a_fingerprint_stays_what_it_was() -> None:
    """Stored with results: a change of the recipe needs a new method version."""
    assert checksum(two_people()) == FINGERPRINT


FINGERPRINT = "c787be704c89eb8ea166541da6b1b6a0a57e3ba1b0b128fd5ba88c7de16afc21"


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        b"TKRR",
        b"PK\x03\x04" + bytes(40),
        to_bytes(two_people())[:-4],
        to_bytes(two_people())[:4] + b"\x09" + to_bytes(two_people())[5:],
        to_bytes(dataclasses.replace(two_people(), levels=np.full((2, 2), 6, dtype=np.int8))),
        to_bytes(dataclasses.replace(two_people(), targets=np.full((2, 2), -1, dtype=np.int8))),
    ],
)
def test_a_damaged_blob_is_refused(blob: bytes) -> None:
    with pytest.raises(DamagedRatings):
        from_bytes(blob)


def test_focus_groups_are_put_together_by_question_not_by_column() -> None:
    other = Ratings(
        np.array([[5, 4]], dtype=np.int8), ("kadin",), ("c",), ("q2", "q1"), sessions=("pagi",)
    )

    both = combine([two_people(), other])

    assert both.levels.tolist() == [[1, 2], [3, -1], [4, 5]]
    assert both.targets is not None
    assert both.targets.tolist() == [[2, 3], [4, 0], [0, 0]]
    assert both.sessions == ("1", "1", "pagi")


def test_one_focus_group_alone_stays_as_it_is() -> None:
    assert same(combine([two_people()]), two_people())


def test_focus_groups_with_other_questions_are_not_put_together() -> None:
    other = Ratings(np.array([[5]], dtype=np.int8), ("kadin",), ("c",), ("q2",))

    with pytest.raises(ValueError, match="different questions"):
        combine([two_people(), other])


def test_nothing_cannot_be_combined() -> None:
    with pytest.raises(ValueError, match="no ratings"):
        combine([])


@pytest.mark.parametrize(
    "change",
    [
        {"groups": ("opd",)},
        {"sessions": ("1",)},
        {"questions": ("q1",)},
        {"questions": ("q1", "q1")},
        {"targets": np.zeros((1, 2), dtype=np.int8)},
    ],
)
def test_labels_that_do_not_fit_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        dataclasses.replace(two_people(), **change)
