"""Somebody who sees scores, the verified score and the counts of high answers tries all surveys.

Every question is tried with every set of answers that gives its score and the means that are shown;
then all questions together with the number of high answers and the verified score.
"""

from __future__ import annotations

import itertools
from collections import defaultdict

import numpy as np

from assess.scoring.companions import companions
from assess.scoring.companions_told import COARSE, DECIMALS, EvidenceTold, evidence_told
from assess.scoring.disclosure import disclosed
from assess.scoring.scheme import Scheme
from assess.scoring.scorecard import QuestionScore, Scorecard, score_scheme
from tests.scoring.reading import a_survey, chance
from tests.scoring.test_disclosure_solver import one_question

CAP = 3
Room = list[list[int]]  # by group: levels of its people
Sums = tuple[int, int]  # answers above the cap; what they lie above it, in units of one person


def room_of(scheme: Scheme, said: list[Room], k: int) -> tuple[Scorecard, EvidenceTold]:
    """The scorecard as shown, and what is told of evidence beside its index."""
    people = [
        (f"g{group}", [levels[group][at] for levels in said])
        for group, members in enumerate(said[0])
        for at in range(len(members))
    ]
    ratings = a_survey(scheme, people)
    beside = companions(ratings, scheme, shown={}, named_evidence={}, cap=CAP, seconds={}, seed=1)
    card = disclosed(score_scheme(ratings, scheme), {}, 1.5, k)
    return card, evidence_told(beside.evidence, card.index, list(card.questions.values()), k)


def options(question: QuestionScore, sizes: tuple[int, ...]) -> dict[Sums, list[tuple]]:
    """Rooms that fit what is shown of one question, by the sums that they add."""
    found: dict[Sums, list[tuple]] = defaultdict(list)
    each = [list(itertools.combinations_with_replacement(range(1, 6), n)) for n in sizes]
    unit = int(np.lcm.reduce(sizes))
    for room in itertools.product(*each):
        means = [sum(levels) / len(levels) for levels in room]
        close = [abs(means[int(g[1:])] - mean) < 1e-9 for g, mean in question.group_means.items()]
        if question.score is not None:
            close.append(abs(sum(means) / len(means) - question.score) < 1e-9)
        if all(close):
            above = [level for levels in room for level in levels if level > CAP]
            over = sum(
                (level - CAP) * unit // len(levels)
                for levels in room
                for level in levels
                if level > CAP
            )
            found[len(above), over].append(room)
    return found


def fits(card: Scorecard, told: EvidenceTold, sums: Sums, unit: int) -> bool:
    claims, over = sums
    if told.claims is not None and claims != told.claims:
        return False
    if told.verified is None or card.index.score is None:
        return True
    verified = card.index.score - over / unit
    return abs(verified - told.verified) <= 0.5 * 10**-told.decimals + 1e-9


def together(each: list[set[Sums]]) -> set[Sums]:
    """All sums of one choice for every question."""
    reached = {(0, 0)}
    for choices in each:
        reached = {(a + c, b + d) for a, b in reached for c, d in choices}
    return reached


def test_no_answer_of_a_small_group_follows_from_evidence_and_the_verified_score() -> None:
    rng = chance(43)
    scheme = one_question(8)
    told_of, counted = 0, 0
    for _ in range(120):
        sizes = ((1, 3), (1, 1, 3), (2, 3))[int(rng.integers(3))]
        pool = ([1, 2, 3], [1, 2, 3, 4], [2, 3, 3, 3], [3, 4, 4, 5], [1, 2, 3, 4, 5])
        chosen = pool[int(rng.integers(5))]
        said: list[Room] = [[rng.choice(chosen, n).tolist() for n in sizes] for _ in range(8)]
        card, told = room_of(scheme, said, 3)
        told_of += told.verified is not None
        counted += told.claims is not None
        rooms = [options(card.questions[f"q{q}"], sizes) for q in range(8)]
        unit = int(np.lcm.reduce(sizes)) * len(sizes) * 8

        for q in range(8):
            others = together([set(rooms[other]) for other in range(8) if other != q])
            possible = [
                room
                for (claims, over), same in rooms[q].items()
                if any(fits(card, told, (claims + c, over + o), unit) for c, o in others)
                for room in same
            ]
            for group, n in enumerate(sizes):
                assert n >= 3 or len({room[group] for room in possible}) > 1, (said, q)

    assert told_of > 20
    assert counted > 5


def test_without_a_small_group_everything_is_told() -> None:
    card, told = room_of(one_question(), [[[4, 2, 3], [5, 1, 2]]], 3)

    assert (told.claims, told.named, told.decimals) == (2, 0, DECIMALS)
    assert told.verified is not None
    assert card.index.score is not None
    assert told.verified < card.index.score


def test_over_few_questions_nothing_is_told_beside_a_small_group() -> None:
    _, told = room_of(one_question(7), [[[3], [2, 4, 5, 3]]] * 7, 3)

    assert (told.claims, told.named, told.verified) == (None, None, None)


def test_over_many_questions_the_verified_score_is_coarse_beside_a_small_group() -> None:
    _, told = room_of(one_question(8), [[[3], [2, 4, 5, 3]]] * 8, 3)

    assert (told.claims, told.decimals) == (16, COARSE)
    assert told.verified == round(told.verified or 0, 1)


def test_hardly_any_high_answer_is_not_counted_beside_a_small_group() -> None:
    said: list[Room] = [[[3], [2, 3, 2, 3]]] * 8
    _, told = room_of(one_question(8), said, 3)

    assert (told.claims, told.verified) == (None, None)
