"""What a reader is shown as the way to a figure leads to the figure of the engine."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.scoring.agreement import van_der_eijk
from assess.scoring.derivation import children_of as children
from assess.scoring.derivation import (
    gap_of_node,
    majority,
    peeled,
    score_of_node,
    score_of_question,
    staged,
)
from assess.scoring.disclosure import disclosed
from assess.scoring.scorecard import Scorecard
from tests.report.sample import some_scorecard, the_questionnaire

WEIGHTS = {group.key: group.weight for group in the_questionnaire().groups}


@pytest.fixture(scope="module")
def card() -> Scorecard:
    return some_scorecard()


def test_every_node_is_the_sum_of_its_shown_products(card: Scorecard) -> None:
    nodes = [card.index, *card.dimensions.values(), *card.subpillars.values()]

    for node in nodes:
        assert score_of_node(card, node).mean == pytest.approx(node.score, abs=1e-9)
        assert gap_of_node(card, node).mean == pytest.approx(node.gap, abs=1e-9)


def test_every_question_is_the_sum_of_its_groups(card: Scorecard) -> None:
    for question in card.questions.values():
        assert score_of_question(question, WEIGHTS).mean == pytest.approx(question.score, abs=1e-9)


def test_totals_of_groups_are_whole_and_give_the_means(card: Scorecard) -> None:
    for question in card.questions.values():
        for part in score_of_question(question, WEIGHTS).used:
            assert part.total is not None
            assert part.total / part.n == pytest.approx(part.value, abs=1e-12)


def test_a_sum_with_a_hidden_part_is_not_called_whole(card: Scorecard) -> None:
    told = disclosed(card, WEIGHTS, 1.5)
    hidden = [
        q
        for q in told.questions.values()
        if len(q.group_means) < len([n for n in q.n_by_group.values() if n])
    ]

    assert hidden, "the sample has a bank of one person"
    for question in hidden:
        found = score_of_question(question, WEIGHTS)
        assert found.mean is None
        assert not found.complete


def test_levels_follow_from_the_majority_that_is_shown(card: Scorecard) -> None:
    for question in card.questions.values():
        assert question.histogram is not None
        reached = [level for level, share in majority(question.histogram) if share > 0.5 + 1e-9]
        assert max(reached) == question.level


def test_staged_levels_follow_from_the_shares_that_are_shown(card: Scorecard) -> None:
    for node in (*card.dimensions.values(), *card.subpillars.values()):
        reached = [
            level
            for level, share, lowest in staged(children(card, node))
            if share >= 0.8 - 1e-9 and lowest >= level - 1
        ]
        assert max(reached) == node.level


@given(st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(any))
def test_peeled_layers_sum_to_the_agreement(counts: list[int]) -> None:
    shares = tuple(count / sum(counts) for count in counts)

    layers = peeled(shares)

    assert math.fsum(layer.share for layer in layers) == pytest.approx(1)
    found = math.fsum(layer.share * layer.agreement for layer in layers)
    assert found == pytest.approx(float(van_der_eijk(np.array(counts))), abs=1e-6)
