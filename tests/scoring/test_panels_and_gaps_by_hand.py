"""Who is heard, who is asked, and what a gap comes to, where some groups or targets are absent."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from assess.scoring.aggregation import Balance
from assess.scoring.scheme import Scheme
from assess.scoring.scorecard import Scorecard, score_scheme
from assess.scoring.tree import Node, Tree
from tests.scoring.reading import a_survey
from tests.scoring.test_robustness_by_hand import a_scheme

NA, DK, BLANK = -2, -1, 0
Rows = list[tuple[str, list[int]]]

TWO = a_scheme((3, 1), (1, 1), questions=1)  # q0.0.0 and q1.0.0, of 3/4 and 1/4


def aimed(rows: Rows, targets: list[list[int]], scheme: Scheme, **more: Balance) -> Scorecard:
    ratings = a_survey(scheme, rows)
    return score_scheme(
        dataclasses.replace(ratings, targets=np.array(targets, dtype=np.int8)), scheme, **more
    )


def test_a_group_that_answered_one_question_of_many_is_heard() -> None:
    scheme = dataclasses.replace(TWO, group_weights={"a": 1.0, "b": 1.0, "c": 1.0})

    card = score_scheme(
        a_survey(scheme, [("a", [3, 3]), ("b", [4, BLANK]), ("c", [DK, NA])]), scheme
    )

    assert card.groups_present == ("a", "b")
    assert card.groups_absent == ("c",)


@pytest.mark.parametrize(
    ("said", "leaves"),
    [([NA], True), ([NA, DK], False), ([NA, NA, DK], True), ([NA, BLANK], False)],
)
def test_groups_that_are_not_asked_are_no_silence_about_a_question(
    said: list[int], leaves: bool
) -> None:
    weights = dict.fromkeys("abcd", 1.0)
    scheme = dataclasses.replace(TWO, group_weights=weights, asked={"q1.0.0": ("a",)})
    rows: Rows = [("a", [3, code]) for code in said]
    rows += [(group, [3, BLANK]) for group in "bcd"]

    card = score_scheme(a_survey(scheme, rows), scheme)

    assert card.index.coverage == (1.0 if leaves else 0.75)
    assert (card.dimensions["d1"].score, card.questions["q1.0.0"].n) == (None, 0)


def test_where_no_targets_were_asked_nobody_gave_one() -> None:
    card = score_scheme(a_survey(TWO, [("a", [3, 3]), ("b", [4, 4])]), TWO)

    assert [each.n_targets for each in card.questions.values()] == [{}, {}]
    assert [each.target_means for each in card.questions.values()] == [{}, {}]


AIMS: Rows = [("a", [2, 2]), ("a", [2, 2]), ("a", [2, 2]), ("b", [2, 2]), ("c", [2, 2])]
TARGETS = [[5, 0], [5, 0], [5, 0], [3, 0], [0, 0]]  # c gives none


def test_targets_are_balanced_as_scores_are_over_the_groups_that_gave_one() -> None:
    """5 of three people and 3 of one: 4 by group, 4.5 by head, 3.5 where b weighs three times."""
    declared = dataclasses.replace(TWO, group_weights={"a": 1.0, "b": 3.0, "c": 9.0})

    by_group = aimed(AIMS, TARGETS, TWO).questions["q0.0.0"]
    by_head = aimed(AIMS, TARGETS, TWO, balance=Balance.PEOPLE).questions["q0.0.0"]

    assert (by_group.target, by_head.target) == (4.0, 4.5)
    assert (by_group.gap, by_group.n_targets) == (2.0, {"a": 3, "b": 1})
    assert aimed(AIMS, TARGETS, declared).questions["q0.0.0"].target == 3.5


def test_a_gap_of_one_dimension_is_all_of_the_gap_where_the_other_has_no_target() -> None:
    """The dimension with targets has 3/4 of the weight, which is enough for the index."""
    card = aimed(AIMS, TARGETS, TWO)

    assert (card.index.gap, card.dimensions["d1"].gap) == (2.0, None)
    assert card.questions["q0.0.0"].contribution == pytest.approx(2.0)
    assert card.questions["q1.0.0"].contribution is None


def test_without_a_gap_of_the_index_nothing_contributes_to_it() -> None:
    """A quarter of the weight has targets."""
    card = aimed(AIMS, [list(reversed(each)) for each in TARGETS], TWO)

    assert (card.questions["q1.0.0"].gap, card.index.gap) == (2.0, None)
    assert card.questions["q1.0.0"].contribution is None
    assert card.dimensions["d1"].contribution is None


def test_a_part_without_score_has_no_level_and_holds_nobody_back() -> None:
    card = score_scheme(a_survey(TWO, [("a", [4, DK])]), TWO)

    assert (card.dimensions["d1"].score, card.dimensions["d1"].level) == (None, None)
    assert (card.dimensions["d0"].level, card.index.level) == (4, 4)


def test_the_level_of_a_question_beside_one_without_answer() -> None:
    below = tuple(Node(f"q{n}") for n in range(3))
    scheme = Scheme(index=Tree(Node("index", 1, (Node("d", 1, (Node("s", 1, below),)),))))

    card = score_scheme(a_survey(scheme, [("a", [5, 5, DK])]), scheme)

    assert [card.questions[f"q{n}"].level for n in range(3)] == [5, 5, None]
    assert (card.subpillars["s"].level, card.index.level) == (5, 5)
