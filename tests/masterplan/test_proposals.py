from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.masterplan.proposals import (
    Because,
    Plan,
    lifts_towards_target,
    plan_from,
    target_level,
)
from assess.scoring.ratings import Ratings
from assess.scoring.scorecard import QuestionScore, Scorecard, score
from tests.report.sample import some_scorecard, the_catalogue, the_questionnaire

QUESTIONS = the_questionnaire().maturity_questions
steps = st.tuples(st.integers(1, 5), st.integers(0, 4)).map(lambda s: (s[0], min(5, s[0] + s[1])))
states = st.lists(steps, min_size=len(QUESTIONS), max_size=len(QUESTIONS))


def a_scorecard(state: list[tuple[int, int]]) -> Scorecard:
    """Everybody of every group agrees: question i has this level and this target."""
    groups = tuple(group.key for group in the_questionnaire().groups)
    asked = np.array([[g in q.respondents for q in QUESTIONS] for g in groups])
    levels = np.where(asked, np.array([level for level, _ in state]), 0).astype(np.int8)
    targets = np.where(asked, np.array([target for _, target in state]), 0).astype(np.int8)
    ids = tuple(question.id for question in QUESTIONS)
    return score(Ratings(levels, groups, groups, ids, targets), the_questionnaire())


def a_plan(scorecard: Scorecard, most: int = 27) -> Plan:
    return plan_from(
        scorecard,
        the_catalogue(),
        the_questionnaire(),
        most_of_index=most,
        most_of_readiness=most,
    )


def all_at(level: int, target: int) -> list[tuple[int, int]]:
    return [(level, target)] * len(QUESTIONS)


def test_one_level_to_climb_proposes_only_that_step() -> None:
    plan = a_plan(a_scorecard(all_at(2, 3)))

    assert {p.initiative.lifts.start for p in plan.proposals} == {2}
    assert {p.initiative.lifts.end for p in plan.proposals} == {3}


def test_two_levels_to_climb_propose_both_steps_in_order() -> None:
    plan = a_plan(a_scorecard(all_at(1, 3)))

    waste = [
        p.initiative.lifts.start for p in plan.proposals if p.initiative.subpillar == "env_waste"
    ]
    assert waste == sorted(waste)
    assert set(waste) == {1, 2}


def test_without_a_gap_nothing_is_proposed() -> None:
    plan = a_plan(a_scorecard(all_at(3, 3)))

    assert plan.priorities == ()
    assert plan.proposals == ()


def test_without_targets_nothing_is_proposed() -> None:
    scorecard = a_scorecard(all_at(2, 4))
    blind = {
        key: replace(q, target=None, gap=None, surplus=None, contribution=None)
        for key, q in scorecard.questions.items()
    }

    plan = a_plan(replace(scorecard, questions=blind))

    assert plan.proposals == ()


def test_only_the_largest_contributions_are_chosen() -> None:
    plan = plan_from(some_scorecard(), the_catalogue(), the_questionnaire(), most_of_index=3)

    of_index = [p for p in plan.priorities if p.of_index]
    assert [p.chosen for p in of_index[:4]] == [True, True, True, False]
    contributions = [p.contribution for p in of_index]
    assert contributions == sorted(contributions, reverse=True)


def test_contributions_of_all_priorities_sum_to_the_gap_of_the_index() -> None:
    scorecard = some_scorecard()

    plan = plan_from(scorecard, the_catalogue(), the_questionnaire())

    total = sum(p.contribution for p in plan.priorities if p.of_index)
    assert abs(total - (scorecard.index.gap or 0)) < 1e-9


def test_a_missing_prerequisite_is_drawn_in_with_its_reason() -> None:
    catalogue = the_catalogue()
    needy = next(
        i
        for i in catalogue.initiatives
        if any(catalogue.initiative_by_id[d].subpillar != i.subpillar for d in i.depends_on)
    )
    state = [
        (needy.lifts.start, needy.lifts.end) if q.id in needy.questions else (1, 1)
        for q in QUESTIONS
    ]

    plan = a_plan(a_scorecard(state))

    foreign = [
        key
        for key in needy.depends_on
        if not set(catalogue.initiative_by_id[key].questions) & set(needy.questions)
    ]
    assert plan.by_id[needy.id].because is Because.GAP
    assert foreign
    for key in foreign:
        assert plan.by_id[key].because is Because.PREREQUISITE
        assert needy.id in plan.by_id[key].required_by


def test_a_prerequisite_already_reached_is_not_proposed_again() -> None:
    plan = a_plan(a_scorecard(all_at(4, 5)))

    assert all(p.because is Because.GAP for p in plan.proposals)


def test_the_target_level_rounds_half_up_and_never_falls_below_the_level() -> None:
    question = some_scorecard().questions["GOV-SVC-1"]

    assert target_level(replace(question, level=2, target=3.5)) == 4
    assert target_level(replace(question, level=2, target=3.49)) == 3
    assert target_level(replace(question, level=4, target=3.2)) == 4
    assert target_level(replace(question, target=None)) is None


@settings(max_examples=40)
@given(states)
def test_no_initiative_comes_before_its_prerequisite(state: list[tuple[int, int]]) -> None:
    plan = a_plan(a_scorecard(state))

    place = {p.initiative.id: at for at, p in enumerate(plan.proposals)}
    for proposal in plan.proposals:
        for key in proposal.initiative.depends_on:
            if key in place:
                assert place[key] < place[proposal.initiative.id]
                assert plan.by_id[key].months <= proposal.months


@settings(max_examples=40)
@given(states)
def test_every_prerequisite_is_in_the_plan_or_reached(state: list[tuple[int, int]]) -> None:
    scorecard = a_scorecard(state)
    plan = a_plan(scorecard)

    for proposal in plan.proposals:
        for key in proposal.initiative.depends_on:
            needed = the_catalogue().initiative_by_id[key]
            reached = [_level(scorecard.questions[q]) >= needed.lifts.end for q in needed.questions]
            assert key in plan.by_id or all(reached)


@settings(max_examples=40)
@given(states)
def test_none_above_the_target_and_none_without_a_gap(state: list[tuple[int, int]]) -> None:
    scorecard = a_scorecard(state)

    for proposal in a_plan(scorecard).proposals:
        if proposal.because is Because.GAP:
            assert proposal.closes
        for key in proposal.closes:
            question = scorecard.questions[key]
            assert question.gap is not None
            assert question.gap > 0
            assert lifts_towards_target(proposal.initiative, question)
            assert proposal.initiative.lifts.end <= (target_level(question) or 0)


@settings(max_examples=20)
@given(states)
def test_the_whole_ladder_from_level_to_target_is_proposed(state: list[tuple[int, int]]) -> None:
    scorecard = a_scorecard(state)
    plan = a_plan(scorecard)

    for key, question in scorecard.questions.items():
        reached, wanted = question.level or 1, target_level(question) or 1
        steps = {p.initiative.lifts.end for p in plan.proposals if key in p.closes}
        assert steps == set(range(reached + 1, wanted + 1))


@settings(max_examples=20)
@given(states)
def test_within_a_sub_pillar_the_lower_step_comes_first(state: list[tuple[int, int]]) -> None:
    plan = a_plan(a_scorecard(state))

    seen: list[tuple[set[str], int]] = []
    for proposal in plan.proposals:
        initiative = proposal.initiative
        for questions, start in seen:
            if questions & set(initiative.questions):
                assert start <= initiative.lifts.start
        seen.append((set(initiative.questions), initiative.lifts.start))


def _level(question: QuestionScore) -> int:
    return question.level or 0
