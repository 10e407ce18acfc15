from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from assess.questionnaire.instrument import Layer
from assess.scoring.companions import companions, from_json, to_json
from assess.scoring.disclosure import disclosed
from assess.scoring.layers import layer_views
from assess.scoring.ratings import Ratings
from assess.scoring.scheme import scheme_of
from assess.scoring.scorecard import Scorecard, score
from assess.scoring.scores import NodeScore
from assess.scoring.standing import standing
from tests.report.sample import some_ratings, some_scorecard, the_questionnaire

LAYERS = {g.key: g.layer for g in the_questionnaire().groups if g.layer is not None}


def _told(card: Scorecard) -> Scorecard:
    return disclosed(card, {}, 1.5)


def _views(card: Scorecard, dimension: str = "governance") -> dict[Layer, float | None]:
    found = layer_views(_told(card), dimension, LAYERS, {})
    return {view.layer: view.difference for view in found}


def test_a_layer_is_compared_on_its_own_questions_only() -> None:
    """Everybody says 2 where residents are asked and officials say 5 elsewhere: no difference."""
    questionnaire = the_questionnaire()
    groups = ("diskominfo",) * 4 + ("pimpinan",) * 4 + ("komunitas",) * 4
    questions = questionnaire.maturity_questions
    levels = np.zeros((len(groups), len(questions)), dtype=np.int8)
    for row, group in enumerate(groups):
        for column, question in enumerate(questions):
            if group in question.respondents:
                levels[row, column] = 2 if "komunitas" in question.respondents else 5
    people = tuple(str(row) for row in range(len(groups)))
    card = score(Ratings(levels, groups, people, tuple(q.id for q in questions)), questionnaire)

    assert _views(card)[Layer.RESIDENTS] == pytest.approx(0)
    assert _views(card)[Layer.AGENCIES] == pytest.approx(0)


def test_residents_who_see_less_stand_below() -> None:
    found = _views(some_scorecard())

    assert found[Layer.RESIDENTS] is not None
    assert found[Layer.AGENCIES] is not None
    assert found[Layer.RESIDENTS] < 0 < found[Layer.AGENCIES]


@pytest.mark.parametrize("people", [1, 2])
def test_a_layer_of_few_people_has_no_figure(people: int) -> None:
    card = some_scorecard({"diskominfo": 9, "kadin": 5, "akademisi": 4, "komunitas": people})

    views = {v.layer: v for v in layer_views(_told(card), "society", LAYERS, {})}

    assert views[Layer.RESIDENTS].difference is None
    assert views[Layer.RESIDENTS].mean is None
    assert views[Layer.RESIDENTS].n == people


def test_a_layer_says_nothing_of_a_group_whose_mean_is_hidden() -> None:
    """The map is worked out from shown means: whatever a hidden group says, it stays the same
    where everybody's mean does not move."""
    told = _told(some_scorecard({"diskominfo": 9, "kadin": 5, "perbankan": 1, "komunitas": 8}))
    kadin_only = {key: its for key, its in LAYERS.items() if key != "perbankan"}

    with_bank = layer_views(told, "economy", LAYERS, {})
    without = layer_views(told, "economy", kadin_only, {})

    assert [(v.mean, v.everybody) for v in with_bank] == [(v.mean, v.everybody) for v in without]


def _node(score_: float | None, error: float | None = 0.1) -> NodeScore:
    index = some_scorecard().index
    return dataclasses.replace(
        index, score=score_, standard_error=error, degrees_of_freedom=20.0, no_variation=False
    )


def _standing(*nodes: NodeScore | None):
    return standing(nodes, np.random.default_rng(1))  # noqa: TID251 - tests hold their own seed


def test_two_regions_have_tiers_and_no_ranks() -> None:
    found = _standing(_node(4.0), _node(2.0))

    assert found.sure(0, 1)
    assert not found.sure(1, 0)
    assert [place.tier for place in found.places] == [1, 2]
    assert found.reliability is None
    assert not found.ranked
    assert all(place.rank is None and place.best is None for place in found.places)


def test_a_small_difference_is_not_detectable() -> None:
    found = _standing(_node(3.0, 0.3), _node(3.1, 0.3))

    assert not found.sure(1, 0)
    assert [place.tier for place in found.places] == [1, 1]


def test_ranks_come_with_their_interval_where_scores_are_reliable() -> None:
    found = _standing(*(_node(1.0 + step / 2, 0.05) for step in range(6)))

    assert found.ranked
    assert [place.rank for place in found.places] == [6, 5, 4, 3, 2, 1]
    for place in found.places:
        assert place.best is not None
        assert place.best <= (place.rank or 0) <= (place.worst or 0)


def test_unreliable_scores_get_tiers_only() -> None:
    found = _standing(*(_node(3.0 + step / 50, 0.4) for step in range(6)))

    assert not found.ranked
    assert all(place.rank is None for place in found.places)


def test_without_interval_a_region_stands_nowhere() -> None:
    found = _standing(_node(3.0), _node(2.0, None), None)

    assert [place.tier for place in found.places] == [1, None, None]
    assert found.above[0][1] is None
    unanimous = dataclasses.replace(_node(5.0, 0.0), no_variation=True)
    assert _standing(_node(3.0), unanimous).places[1].tier is None, "no variation is no certainty"


def _beside(ratings: Ratings, **changes: object):
    questionnaire = the_questionnaire()
    ids = [question.id for question in questionnaire.maturity_questions]
    arguments = {
        "shown": {group.key: ids for group in questionnaire.groups},
        "named_evidence": {},
        "cap": 2,
        "seconds": {},
        "seed": 7,
    }
    return companions(ratings, scheme_of(questionnaire), **{**arguments, **changes})


def test_without_accepted_evidence_nothing_above_the_cap_is_verified() -> None:
    beside = _beside(some_ratings(), named_evidence={"GOV-SVC-1": 3})

    known = [value for value in beside.evidence.verified.values() if value is not None]
    assert max(known) <= 2
    assert beside.evidence.accepted == 0
    assert beside.evidence.named == {"GOV-SVC-1": 3}
    assert beside.evidence.claims["GOV-SVC-1"] >= 3


def test_one_level_throughout_is_flagged_and_still_counted() -> None:
    ratings = some_ratings()
    levels = ratings.levels.copy()
    levels[:4] = 5
    straight = dataclasses.replace(ratings, levels=levels)

    beside = _beside(straight)

    assert sum(beside.quality.flagged.values()) == beside.quality.long_run == 4
    with_everybody = score(straight, the_questionnaire()).index.score
    without = beside.quality.without["index"]
    assert with_everybody is not None
    assert without is not None
    assert without < with_everybody


def test_haste_alone_is_no_fault_and_unknown_time_flags_nobody() -> None:
    ratings = some_ratings()
    hurried = dict.fromkeys(ratings.respondents, 0.5)

    assert _beside(ratings).quality.fast == 0
    assert _beside(ratings, seconds=hurried).quality.fast == 1, "the least varied hundredth"


def test_companions_survive_being_stored() -> None:
    beside = _beside(some_ratings())

    assert from_json(to_json(beside)) == beside
