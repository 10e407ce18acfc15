"""Somebody who may see everything that is shown tries every set of targets that could lie behind it.

Levels lie open here, which is more than anybody sees: what the small group aims at may even then
never be the only possibility.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
from collections import defaultdict

import numpy as np
import pytest

from assess.scoring.disclosure import disclosed
from assess.scoring.ratings import Ratings
from assess.scoring.scorecard import Scorecard, from_json, score_scheme, to_json
from tests.scoring.reading import a_survey, chance
from tests.scoring.test_disclosure_solver import Said, as_seen, one_question, rooms


def with_targets(said: list[Said], aims: list[Said]) -> Ratings:
    """said, aims : by question, then by group; the people of a group in the same order."""
    sizes = [len(group) for group in said[0]]
    people = [
        (f"g{group}", [levels[group][at] for levels in said])
        for group, n in enumerate(sizes)
        for at in range(n)
    ]
    ratings = a_survey(one_question(len(said)), people)
    targets = [
        [targets[group][at] for targets in aims] for group, n in enumerate(sizes) for at in range(n)
    ]
    return dataclasses.replace(ratings, targets=np.array(targets, dtype=np.int8))


def told_of(said: list[Said], aims: list[Said], k: int) -> Scorecard:
    scheme = one_question(len(said))
    return disclosed(score_scheme(with_targets(said, aims), scheme), {}, 1.5, k)


@pytest.mark.parametrize(
    ("sizes", "k"),
    [((1, 2), 3), ((1, 3), 3), ((1, 1, 1), 3), ((1, 1, 3), 3), ((1, 3), 5), ((2, 3), 5)],
)
def test_no_target_of_a_small_group_is_the_only_one_possible(
    sizes: tuple[int, ...], k: int
) -> None:
    said: Said = tuple(tuple([2, 3, 4, 3, 2][:n]) for n in sizes)
    behind: dict[str, list[Said]] = defaultdict(list)
    for aims in rooms(sizes):
        behind[as_seen(told_of([said], [aims], k))].append(aims)

    for possible in behind.values():
        for group, n in enumerate(sizes):
            if n < k:
                assert len({aims[group] for aims in possible}) > 1, possible[0]


def sums(sizes: tuple[int, ...]) -> dict[float, list[tuple[float, ...]]]:
    """Every target that a question can have, with the group means that give it."""
    means = [[total / n for total in range(n, 5 * n + 1)] for n in sizes]
    found: dict[float, list[tuple[float, ...]]] = defaultdict(list)
    for each in itertools.product(*means):
        found[round(sum(each) / len(each), 9)].append(each)
    return found


def near(value: float, shown: float | None) -> bool:
    return shown is None or abs(value - shown) < 1e-7


def test_gaps_and_targets_of_a_node_do_not_solve_for_a_target_below_it() -> None:
    rng = chance(41)
    hidden = 0
    for _ in range(120):
        sizes = ((1, 3), (1, 1, 3), (2, 4))[int(rng.integers(3))]
        pools = ([1, 2, 3, 4, 5], [4, 5], [5, 5, 5, 4])
        pool = pools[int(rng.integers(3))]
        said = [tuple(tuple(rng.integers(1, 6, n).tolist()) for n in sizes) for _ in range(3)]
        aims = [tuple(tuple(rng.choice(pool, n).tolist()) for n in sizes) for _ in range(3)]
        card = told_of(said, aims, 3)
        scores = [score_scheme(with_targets(said, aims), one_question(3)).questions[f"q{q}"].score
                  for q in range(3)]  # fmt: skip
        hidden += any(question.target is None for question in card.questions.values())

        reached = [
            {target: means for target, means in sums(sizes).items()
             if near(target, card.questions[f"q{q}"].target)}
            for q in range(3)
        ]  # fmt: skip
        node = card.subpillars["s"]
        fitting: list[set[float]] = [set(), set(), set()]
        for each in itertools.product(*reached):
            gaps = [t - s for t, s in zip(each, scores, strict=True)]
            if (
                near(sum(each) / 3, node.target)
                and near(sum(max(0, gap) for gap in gaps) / 3, node.gap)
                and near(sum(max(0, -gap) for gap in gaps) / 3, node.surplus)
            ):
                for q, target in enumerate(each):
                    fitting[q].add(target)

        for q, targets in enumerate(fitting):
            for group, n in enumerate(sizes):
                possible = {means[group] for target in targets for means in reached[q][target]}
                assert len(possible) > 1 or n >= 3, (said, aims, q)

    assert hidden > 20  # the rule had something to do


def test_a_target_of_five_from_everybody_is_withheld_with_its_gap() -> None:
    said: list[Said] = [((2,), (2, 3, 4))] * 3
    aims: list[Said] = [((5,), (5, 5, 5)), ((4,), (3, 4, 4)), ((3,), (5, 4, 4))]
    card = told_of(said, aims, 3)
    question = card.questions["q0"]

    assert question.score is not None
    assert (question.target, question.gap, question.surplus, question.contribution) == (None,) * 4
    assert sum(each.target is None for each in card.questions.values()) == 2
    assert card.index.target is not None


def test_target_means_of_groups_are_never_shown() -> None:
    card = told_of([((2, 3, 4), (2, 3, 4))], [((5, 4, 5), (5, 5, 5))], 3)

    assert card.questions["q0"].target is not None
    assert (card.questions["q0"].target_means, card.questions["q0"].n_targets) == ({}, {})


def test_a_result_stored_without_them_is_judged_by_who_answered() -> None:
    whole = score_scheme(with_targets([((2,), (2, 3, 4))], [((5,), (5, 5, 5))]), one_question())
    stored = json.loads(json.dumps(to_json(whole)))
    for question in stored["questions"].values():
        del question["target_means"], question["n_targets"]

    assert disclosed(from_json(stored), {}, 1.5, 3).questions["q0"].target is None
    assert disclosed(from_json(stored), {}, 1.5, 1).questions["q0"].target == 5.0
