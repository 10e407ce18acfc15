"""Evidence and careless answers of small surveys, and what may be told of them."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from assess.scoring.companions import Companions, Evidence, Quality, companions, long_runs
from assess.scoring.companions_told import evidence_told, verified_told, without_flagged
from assess.scoring.ratings import NOT_ASKED, Ratings
from assess.scoring.scheme import Scheme
from assess.scoring.scorecard import Scorecard, score_scheme
from assess.scoring.tree import Node, Tree
from tests.scoring.reading import a_survey

DK, NA, BLANK = -1, -2, 0


def scheme(questions: int) -> Scheme:
    leaves = tuple(Node(f"q{number}") for number in range(questions))
    return Scheme(index=Tree(Node("index", 1, (Node("d", 1, (Node("s", 1, leaves),)),))))


def survey(*people: list[int], groups: str = "") -> Ratings:
    names = groups or "a" * len(people)
    return a_survey(scheme(len(people[0])), list(zip(names, people, strict=True)))


def beside(ratings: Ratings, **changes: object) -> Companions:
    asked = {
        "shown": dict.fromkeys(ratings.groups, ratings.questions),
        "named_evidence": {},
        "cap": 3,
        "seconds": {},
        "seed": 1,
    }
    return companions(ratings, scheme(len(ratings.questions)), **{**asked, **changes})


def runs(ratings: Ratings, **shown: list[str]) -> list[bool]:
    return long_runs(ratings, shown or {"a": ratings.questions}).tolist()


def test_a_run_of_exactly_sixty_percent_is_not_long() -> None:
    assert runs(survey([2, 2, 2, 1, 3], [2, 2, 2, 2, 3])) == [False, True]


def test_each_group_is_looked_at_in_the_order_of_its_own_form() -> None:
    ratings = survey([2, 1, 2, 3, 2], [2, 1, 2, 3, 2], groups="ab")
    together = ["q0", "q2", "q4", "q1"]

    assert runs(ratings, a=["q0", "q1", "q2", "q3", "q4"], b=together) == [False, True]
    assert runs(ratings, a=together) == [True, False], "without a form nobody has a run"


def test_a_question_at_another_table_neither_ends_a_run_nor_makes_the_form_longer() -> None:
    elsewhere = NOT_ASKED

    assert runs(survey([2, 2, elsewhere, 2, 1])) == [True]
    assert runs(survey([2, 1, elsewhere, 2, 1])) == [False]
    assert runs(survey([elsewhere, 2, 2, 1, 3], [5, 5, 5, 5, 5])) == [False, True]


def test_who_was_asked_nothing_has_no_run() -> None:
    assert runs(survey([NOT_ASKED] * 3, [4, 4, 4])) == [False, True]


def test_among_people_of_one_variation_only_the_hasty_are_flagged() -> None:
    """All vary as little as the least varied hundredth; under two seconds is haste."""
    ratings = survey([1, 2, 1, 2], [2, 1, 2, 1], [3, 4, 3, 4], [5, 4, 5, 4])
    quality = beside(ratings, seconds={"p0": 1.9, "p1": 2.0, "p2": 9.0}).quality

    assert (quality.fast, quality.timed, quality.long_run) == (1, 3, 0)
    assert quality.flagged == {"a": 1}


def test_of_single_answers_there_is_no_variation_and_no_haste() -> None:
    quality = beside(survey([3, BLANK, 0], [DK, 4, 0]), seconds={"p0": 0.5, "p1": 0.5}).quality

    assert (quality.fast, quality.timed) == (0, 2)
    assert quality.without == {}


def test_asked_are_those_with_an_answer_by_group() -> None:
    """An answer of 1 is one, one question is enough, and not knowing is none."""
    ratings = survey([1, BLANK], [5, DK], [DK, NA], [1, 1], groups="aabb")

    assert beside(ratings).quality.asked == {"a": 2, "b": 1}
    assert beside(survey([DK, DK], [1, 2], groups="ab")).quality.asked == {"a": 0, "b": 1}


def test_the_score_without_flagged_people_is_of_the_others() -> None:
    quality = beside(survey([5, 5, 5, 5, 5], [1, 2, 3, 1, 3])).quality

    assert quality.flagged == {"a": 1}
    assert quality.without == {"index": 2.0, "d": 2.0}


def test_claims_are_answers_above_the_cap_and_evidence_is_of_scored_questions() -> None:
    ratings = survey([3, 4], [5, 4])
    evidence = beside(ratings, named_evidence={"q0": 1, "q1": 0, "other": 7}).evidence

    assert evidence.claims == {"q0": 1, "q1": 2}
    assert evidence.named == {"q0": 1}
    assert evidence.verified == {"index": 3.0, "d": 3.0, "s": 3.0}


def card_of(questions: int, sizes: dict[str, int]) -> Scorecard:
    people = [(group, [3] * questions) for group, n in sizes.items() for _ in range(n)]
    return score_scheme(a_survey(scheme(questions), people), scheme(questions))


def claimed(high: int, verified: float | None = 3.456) -> Evidence:
    return Evidence(3, 0, {"q0": high}, {"q0": 2}, {"index": verified, "d": verified})


def told(questions: int, high: int, sizes: dict[str, int], verified: float | None = 3.456):
    card = card_of(questions, sizes)
    evidence = claimed(high, verified)
    found = evidence_told(evidence, card.index, list(card.questions.values()), 3)
    assert verified_told(evidence, card, 3) == {"index": found, "d": found}
    return found.claims, found.named, found.verified, found.decimals


@pytest.mark.parametrize(
    ("questions", "high", "shown"),
    [
        (8, 8, (8, 2, 3.5, 1)),
        (8, 7, (None, None, None, 2)),
        (7, 8, (None, None, None, 2)),
        (9, 20, (20, 2, 3.5, 1)),
    ],
)
def test_beside_a_small_group_eight_questions_and_eight_claims_are_enough(
    questions: int, high: int, shown: tuple[int | float | None, ...]
) -> None:
    assert told(questions, high, {"a": 2, "b": 5}) == shown


def test_without_a_small_group_two_decimals_are_told_of_anything() -> None:
    assert told(1, 0, {"a": 3, "b": 5}) == (0, 2, 3.456, 2)
    assert told(1, 0, {"a": 3}, None) == (0, 2, None, 2)


def test_an_undefined_verified_score_stays_undefined_beside_a_small_group() -> None:
    assert told(8, 8, {"a": 2, "b": 5}, None) == (8, 2, None, 1)


def test_questions_without_claims_count_as_none() -> None:
    card = card_of(2, {"a": 3})
    q0, q1 = card.questions.values()

    assert evidence_told(claimed(4), q1, [q1], 3).claims == 0
    assert evidence_told(claimed(4), q0, [q0], 3).claims == 4
    assert evidence_told(claimed(4), q0, [q0], 3).verified is None, "of nodes alone"
    assert evidence_told(claimed(4), q1, [q1], 3).named == 0


def test_beside_a_score_that_is_withheld_nothing_is_told() -> None:
    card = card_of(1, {"a": 3})
    withheld = dataclasses.replace(card.index, score=None)

    found = evidence_told(claimed(9), withheld, list(card.questions.values()), 3)
    assert (found.claims, found.named, found.verified) == (None, None, None)


def without(questions: int, asked: dict[str, int], flagged: dict[str, int]) -> dict:
    quality = Quality(asked, flagged, 0, 0, 0, {"index": 3.2, "d": 3.1})
    return without_flagged(quality, card_of(questions, asked), 3)


@pytest.mark.parametrize(
    ("questions", "asked", "flagged", "shown"),
    [
        (1, {"a": 9}, {"a": 3}, True),
        (1, {"a": 9}, {"a": 2}, False),  # the flagged are few
        (1, {"a": 6}, {"a": 3}, True),
        (1, {"a": 5}, {"a": 3}, False),  # the others are few
        (7, {"a": 9, "b": 9}, {"a": 2, "b": 3}, False),  # two of a are flagged
        (8, {"a": 9, "b": 9}, {"a": 2, "b": 3}, True),
        (7, {"a": 5, "b": 9}, {"a": 3, "b": 0}, False),  # two of a are left
        (8, {"a": 5, "b": 9}, {"a": 3}, True),
        (1, {"a": 9, "b": 9}, {"a": 3}, True),
        (8, {"a": 9}, {"a": 2}, False),  # many questions do not help
        (8, {"a": 5}, {"a": 3}, False),
        (1, {"a": 9, "b": 3}, {"a": 3}, True),  # nobody of b is flagged: three are left
        (1, {"a": 9, "b": 2}, {"a": 3}, False),
    ],
)
def test_the_score_without_flagged_people_needs_enough_of_both(
    questions: int, asked: dict[str, int], flagged: dict[str, int], shown: bool
) -> None:
    assert without(questions, asked, flagged) == ({"index": 3.2, "d": 3.1} if shown else {})


def test_a_part_that_is_withheld_has_no_score_without_flagged_people() -> None:
    card = card_of(1, {"a": 9})
    left = dataclasses.replace(card, index=dataclasses.replace(card.index, score=None))
    quality = Quality({"a": 9}, {"a": 3}, 0, 0, 0, {"index": 3.2, "d": 3.1})

    assert without_flagged(quality, left, 3) == {"d": 3.1}


def test_levels_stay_as_they_are() -> None:
    ratings = survey([5, 5, 5, 5, 5], [1, 2, 3, 1, 3])
    before = ratings.levels.copy()

    beside(ratings)

    assert np.array_equal(ratings.levels, before)
