"""Targets of small groups: which may be told, alone and beside scores, gaps and their siblings.

Group a is one person, b are three; a figure of fewer than three people is never shown.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from assess.scoring.hiding import Kind, Tree, hidden_upwards
from assess.scoring.scheme import Scheme
from assess.scoring.scorecard import Scorecard, score_scheme
from assess.scoring.target_disclosure import targets_gone
from tests.scoring.reading import a_survey
from tests.scoring.test_disclosure_solver import one_question
from tests.scoring.test_hiding_by_hand import one_part

EVERYTHING = {"q0", "q1", "s", "d", "index"}
People = list[tuple[str, list[int], list[int]]]  # group, levels, targets


def card(people: People) -> Scorecard:
    its: Scheme = one_question(len(people[0][1]))
    ratings = a_survey(its, [(group, levels) for group, levels, _ in people])
    aims = np.array([aims for *_, aims in people], dtype=np.int8)
    return score_scheme(dataclasses.replace(ratings, targets=aims), its)


def one(said: dict[str, list[int]], aims: dict[str, list[int]]) -> Scorecard:
    """One question: levels and targets of the people of each group."""
    return card(
        [
            (group, [level], [aim])
            for group, levels in said.items()
            for level, aim in zip(levels, aims[group], strict=True)
        ]
    )


def gone(found: Scorecard, *already: str, k: int = 3) -> set[str]:
    return set(targets_gone(found, frozenset(already), {}, k))


def alone(said: dict[str, list[int]], aims: dict[str, list[int]], k: int = 3) -> bool:
    return "q0" in gone(one(said, aims), k=k)


SAID = {"a": [2], "b": [2, 3, 4]}


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ([5], [5, 5, 5], True),
        ([5], [5, 5, 4], True),  # a third of a level less leaves a at 5
        ([5], [5, 4, 3], False),  # or 4 and 5, 5, 5
        ([4], [4, 4, 4], False),
    ],
)
def test_a_target_at_the_end_of_the_scale_tells_that_of_a_small_group(
    a: list[int], b: list[int], told: bool
) -> None:
    assert alone(SAID, {"a": a, "b": b}) == told


def test_of_large_groups_every_target_is_told() -> None:
    said = {"a": [2, 3, 4], "b": [2, 3, 4]}

    assert not alone(said, {"a": [5, 5, 5], "b": [5, 5, 5]})
    assert alone(said, {"a": [5, 5, 5], "b": [5, 5, 5]}, k=4)


def test_where_nobody_gave_a_target_none_is_withheld() -> None:
    assert gone(one(SAID, {"a": [0], "b": [0, 0, 0]})) == set()


def test_what_is_withheld_has_no_target_either() -> None:
    levels, aims = [3, 3, 3], [4, 4, 4]
    found = card([("a", levels, aims), *[("b", levels, aims)] * 3])

    assert gone(found) == set()
    assert gone(found, "q1") == {"q0", "q1"}, "never one alone"


def test_a_target_is_judged_beside_those_of_the_groups_that_lie_open() -> None:
    """c is shown beside a and b; whoever knows its target as well has 5 + 5 for these two."""
    said = {"a": [3], "b": [3, 3], "c": [2, 3, 4] * 3}

    assert alone(said, {"a": [5], "b": [5, 5], "c": [4, 4, 3] * 3})
    assert not alone(said, {"a": [4], "b": [4, 4], "c": [4, 4, 3] * 3})
    assert not alone(said, {"a": [4], "b": [4, 4], "c": [5] * 9})


def test_a_large_group_that_lies_closed_may_be_found_out() -> None:
    """b + c is known: 9 of 3 and 3 people leaves either of them several means."""
    said = {"a": [3, 3], "b": [3, 3, 3], "c": [4] * 9}

    assert not alone(said, {"a": [3, 4], "b": [3, 3, 3], "c": [4] * 9})
    assert alone(said, {"a": [5, 5], "b": [5, 5, 5], "c": [4] * 9})


def stored_before(found: Scorecard) -> Scorecard:
    """Without the targets of groups, which were not always kept."""
    questions = {
        key: dataclasses.replace(each, target_means={}, n_targets={})
        for key, each in found.questions.items()
    }
    return dataclasses.replace(found, questions=questions)


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ([5], [5, 5, 5], True),
        ([5], [5, 5, 4], True),
        ([5], [5, 4, 3], False),
        ([4], [4, 4, 4], False),
        ([1], [1, 1, 2], True),
    ],
)
def test_without_the_targets_of_groups_who_answered_is_taken_to_aim(
    a: list[int], b: list[int], told: bool
) -> None:
    assert ("q0" in gone(stored_before(one(SAID, {"a": a, "b": b})))) == told


def test_without_the_targets_of_groups_large_groups_are_still_told() -> None:
    said = {"a": [2, 3, 4], "b": [2, 3, 4]}
    found = stored_before(one(said, {"a": [5] * 3, "b": [5] * 3}))

    assert gone(found) == set()
    assert "q0" in gone(found, k=4)


def test_an_old_target_is_of_those_who_answered() -> None:
    """4.5 of a and b is 9 together, 4 and 5 or 5 and 4; nobody of c is in it."""
    found = stored_before(one({"a": [3], "b": [3]}, {"a": [4], "b": [5]}))
    question = found.questions["q0"]
    with_c = dataclasses.replace(question, n_by_group={**question.n_by_group, "c": 0})

    assert question.target == 4.5
    assert gone(dataclasses.replace(found, questions={"q0": with_c}), k=2) == set()


TWO = {"q0", "q1"}
BOTH = {"q0": [5, 4], "q1": [5, 5]}  # of a and b, one person each; in q1 nobody can say more
LOW = {"q0": [1, 2], "q1": [1, 1]}


def scores_gone(
    said: dict[str, list[int]], aims: dict[str, list[int]] | None, **weights: float
) -> set[str]:
    """What goes with q0, both questions weighing 2, where single people are few."""
    its = one_part(2, 2)
    people = [(group, [each[at] for each in said.values()]) for at, group in enumerate("ab")]
    targets = [[each[at] for each in (aims or said).values()] for at in range(2)]
    ratings = a_survey(its, people)
    if aims is not None:
        ratings = dataclasses.replace(ratings, targets=np.array(targets, dtype=np.int8))
    found = score_scheme(ratings, its)
    return set(hidden_upwards(Tree(found, Kind.SCORE, weights, 2), ["q0"]))


@pytest.mark.parametrize(
    ("said", "aims", "hidden"),
    [
        (BOTH, None, TWO),  # a point goes from q1 to b of q0
        (BOTH, {"q0": [5, 3], "q1": [4, 5]}, TWO),  # both above, q1 by half a level: just enough
        (BOTH, {"q0": [5, 3], "q1": [5, 5]}, EVERYTHING),  # q1 is at its target: no gap moves
        (BOTH, {"q0": [5, 5], "q1": [4, 5]}, EVERYTHING),  # q0 under its target, q1 above
        (BOTH, {"q0": [0, 0], "q1": [4, 5]}, EVERYTHING),  # q0 is in no gap, q1 is
        (LOW, {"q0": [1, 4], "q1": [1, 2]}, TWO),  # both under, q1 by half a level
        (LOW, {"q0": [1, 4], "q1": [2, 2]}, TWO),
        (LOW, {"q0": [1, 1], "q1": [1, 2]}, EVERYTHING),  # q0 above, q1 under
    ],
)
def test_gap_and_surplus_bind_what_two_hidden_questions_may_exchange(
    said: dict[str, list[int]], aims: dict[str, list[int]] | None, hidden: set[str]
) -> None:
    assert scores_gone(said, aims) == hidden


def test_the_weight_of_a_group_counts_in_what_a_question_can_move() -> None:
    """a weighs three quarters: one point of it is more than the quarter that q1 lies above."""
    assert scores_gone(BOTH, {"q0": [5, 3], "q1": [5, 4]}, a=3.0) == EVERYTHING
    assert scores_gone(BOTH, {"q0": [5, 3], "q1": [4, 4]}, a=3.0) == EVERYTHING


def of_b_alone(**weights: float) -> set[str]:
    """a and b answer q0, b alone answers q1; all lie two levels above their targets."""
    found = card([("a", [3, 0], [1, 0]), *[("b", [3, 3], [1, 1])] * 3])
    return set(hidden_upwards(Tree(found, Kind.SCORE, weights, 3), ["q0"]))


def test_a_group_without_declared_weight_weighs_one_in_what_adds_up() -> None:
    """With a half beside one, a is a third of q0: as much as one of the three in q1."""
    assert of_b_alone(a=0.5) == TWO
    assert of_b_alone(a=0.3) == EVERYTHING


def in_pairs(k: int) -> set[str]:
    """a and b lie under the target of q0; c, three people, answer q1 alone and lie above."""
    of_q0, of_q1 = ([3, 0], [4, 0]), ([0, 3], [0, 2])
    found = card([("a", *of_q0), *[("b", *of_q0)] * 3, *[("c", *of_q1)] * 3])
    return set(hidden_upwards(Tree(found, Kind.SCORE, {}, k), ["q0"]))


def test_what_three_people_say_together_may_be_found_out() -> None:
    assert in_pairs(3) == TWO
    assert in_pairs(4) == EVERYTHING


def test_a_group_without_weight_binds_nothing() -> None:
    weights = {"a": 0.0, "b": 1.0}
    its = dataclasses.replace(one_part(1, 1), group_weights=weights)
    ratings = a_survey(its, [("a", [5, 5]), *[("b", [3, 3])] * 3])
    aiming = dataclasses.replace(ratings, targets=np.full((4, 2), 4, dtype=np.int8))
    found = score_scheme(aiming, its)

    assert set(hidden_upwards(Tree(found, Kind.SCORE, weights, 3), ["q0"])) == TWO


@pytest.mark.parametrize(
    ("level", "aim", "scores", "targets"),
    [(3, 5, TWO, EVERYTHING), (5, 4, EVERYTHING, TWO), (3, 4, TWO, TWO)],
)
def test_scores_are_judged_by_levels_and_targets_by_targets(
    level: int, aim: int, scores: set[str], targets: set[str]
) -> None:
    person = ([level, level], [aim, aim])
    found = card([("a", *person), *[("b", *person)] * 3])

    assert set(hidden_upwards(Tree(found, Kind.SCORE, {}, 3), ["q0"])) == scores
    assert set(hidden_upwards(Tree(found, Kind.TARGET, {}, 3), ["q0"])) == targets


def test_without_the_targets_of_groups_their_levels_stand_for_them() -> None:
    person = ([5, 5], [4, 4])
    found = stored_before(card([("a", *person), *[("b", *person)] * 3]))

    assert set(hidden_upwards(Tree(found, Kind.TARGET, {}, 3), ["q0"])) == EVERYTHING
