"""The agenda: disagreement x weight, fitted to the minutes, and moved by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.room.agenda import AGREED, Move, Ranking, disagreement, fitted, moved, ranking, reached
from assess.room.proceedings import Agenda
from assess.scoring.scorecard import QuestionScore
from tests.room.rooms import GROUPS, a_room, a_room_of, maturity_ids, shown
from tests.world import the_questionnaire

SPLIT, APART, ALIKE = "GOV-BUR-1", "GOV-BUR-2", "GOV-BUR-3"
IDS = st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1)


def question(agreement: float | None, spread: float | None) -> QuestionScore:
    room = shown(a_room_of({SPLIT: {"diskominfo": [1, 2, 3]}}))
    return dataclasses.replace(room.questions[SPLIT], agreement=agreement, spread=spread)


def test_disagreement_is_the_larger_of_a_split_room_and_groups_apart() -> None:
    assert disagreement(question(agreement=-1.0, spread=0.0)) == 1.0
    assert disagreement(question(agreement=0.75, spread=2.0)) == 0.5
    assert disagreement(question(agreement=1.0, spread=0.0)) == 0.0
    assert disagreement(question(agreement=None, spread=2.0)) == 0.5
    assert disagreement(question(agreement=None, spread=None)) is None


def test_a_split_and_groups_that_differ_are_talked_about_and_agreement_is_not() -> None:
    room = a_room_of(
        {
            SPLIT: {"diskominfo": [1, 5, 1, 5], "kadin": [5, 1, 5, 1]},
            APART: {"diskominfo": [2, 2, 2, 2], "kadin": [4, 4, 4, 4]},
            ALIKE: {"diskominfo": [3, 3, 3, 3], "kadin": [3, 3, 3, 3]},
        }
    )

    found = ranking(shown(room))

    assert set(found.questions) == {SPLIT, APART}
    assert found.agreed == (ALIKE,)
    assert len(found.unknown) == len(maturity_ids()) - 3


def test_what_few_people_said_does_not_order_the_agenda() -> None:
    """Two people of one group may not be shown, so they may not be read from the order either."""
    orders = []
    for levels in ([1, 1], [5, 5], [1, 5]):
        room = a_room_of(
            {
                SPLIT: {"diskominfo": [2, 3, 3, 4], "kadin": [4, 4, 4, 5], "akademisi": levels},
                APART: {"diskominfo": [2, 2, 2, 2], "kadin": [4, 4, 4, 4], "akademisi": [3, 3]},
            }
        )
        orders.append(ranking(shown(room)).questions)

    assert len(set(orders)) == 1


def _a_quiet_room(rng: np.random.Generator) -> tuple[np.ndarray, list[str]]:
    """Eighteen people who differ by a level at most, about a level of each question."""
    groups = [group for group in GROUPS for _ in range(6)]
    middle = rng.integers(2, 5, len(maturity_ids()))
    noise = rng.integers(0, 2, (len(groups), len(middle)))
    return (middle + noise).clip(1, 5).astype(np.int8), groups


@pytest.mark.parametrize("seed", range(25))
def test_injected_disagreements_come_before_all_of_their_weight_and_below(seed: int) -> None:
    rng = np.random.default_rng(seed)  # noqa: TID251 - tests hold their own seed
    levels, groups = _a_quiet_room(rng)
    injected = rng.choice(len(maturity_ids()), 6, replace=False)
    for column in injected:
        levels[:, column] = [
            1 if group == GROUPS[0] else 5 if group == GROUPS[1] else 3 for group in groups
        ]
    card = shown(a_room(levels, groups))

    found = ranking(card)

    names = {maturity_ids()[column] for column in injected}
    assert names <= set(found.questions)
    weight = {item.question: item.weight for item in found.items}
    for at, item in enumerate(found.items):
        if item.question not in names:
            later = [each for each in found.items[at:] if each.question in names]
            assert all(weight[each.question] < item.weight for each in later)


def test_with_equal_weights_the_injected_items_are_the_whole_head_of_the_agenda() -> None:
    rng = np.random.default_rng(7)  # noqa: TID251 - tests hold their own seed
    levels, groups = _a_quiet_room(rng)
    first = the_questionnaire().questions_of_subpillar["gov_service"]
    chosen = maturity_ids().index(first[1].id)
    levels[:, chosen] = [5 if group == GROUPS[0] else 1 for group in groups]

    found = ranking(shown(a_room(levels, groups)))

    own = [each for each in found.questions if each in {question.id for question in first}]
    assert own[0] == first[1].id


def test_the_order_of_people_changes_nothing() -> None:
    rng = np.random.default_rng(3)  # noqa: TID251 - tests hold their own seed
    levels, groups = _a_quiet_room(rng)
    other = rng.permutation(len(groups))

    first = ranking(shown(a_room(levels, groups)))
    second = ranking(shown(a_room(levels[other], [groups[at] for at in other])))

    assert first.questions == second.questions


def test_everything_that_can_be_ordered_is_named_once() -> None:
    rng = np.random.default_rng(5)  # noqa: TID251 - tests hold their own seed
    found: Ranking = ranking(shown(a_room(*_a_quiet_room(rng))))

    named = [*found.questions, *found.agreed, *found.unknown]

    assert sorted(named) == sorted(maturity_ids())
    assert all(item.disagreement > AGREED for item in found.items)
    assert list(found.items) == sorted(found.items, key=lambda item: -item.urgency)


@given(IDS, st.floats(0, 600), st.floats(0.5, 60))
def test_what_does_not_fit_is_named_and_nothing_is_lost(
    questions: list[str], minutes: float, per_item: float
) -> None:
    agenda = fitted(questions, minutes, per_item)

    assert [*agenda.questions, *agenda.left_out] == questions
    assert len(agenda.questions) * per_item <= minutes + per_item * 1e-6
    assert not agenda.left_out or reached(minutes, per_item) == len(agenda.questions)


@given(IDS, st.data())
def test_moves_keep_every_question_once(questions: list[str], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(questions)))
    agenda = Agenda(tuple(questions[:cut]), tuple(questions[cut:]), 30.0)
    for _ in range(5):
        question = data.draw(st.sampled_from(questions))
        agenda = moved(
            agenda, question, data.draw(st.sampled_from(Move)), data.draw(st.integers(-2, 12))
        )

    assert sorted([*agenda.questions, *agenda.left_out]) == sorted(questions)


@pytest.mark.parametrize(
    ("move", "place", "questions", "left_out"),
    [
        (Move.UP, 1, "bac", "d"),
        (Move.DOWN, 1, "acb", "d"),
        (Move.TO, 1, "bac", "d"),
        (Move.TO, 99, "acb", "d"),
        (Move.OUT, 1, "ac", "bd"),
    ],
)
def test_a_person_moves_one_question(move: Move, place: int, questions: str, left_out: str) -> None:
    agenda = moved(Agenda(("a", "b", "c"), ("d",), 30.0), "b", move, place)

    assert (agenda.questions, agenda.left_out) == (tuple(questions), tuple(left_out))
    assert not agenda.by_machine
    assert agenda.minutes == 30.0


def test_a_move_that_goes_nowhere_leaves_the_machines_agenda() -> None:
    agenda = Agenda(("a", "b"), (), 30.0)

    assert moved(agenda, "a", Move.UP) is agenda
    assert moved(agenda, "x", Move.DOWN) is agenda
