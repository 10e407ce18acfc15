"""Experts, decisions and the result that follows, on either kind of database."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from assess.actions.focus_groups import close_focus_group
from assess.actions.scorecards import current_scorecard
from assess.actions.weights import (
    Choice,
    EntriesChanged,
    LinkClosed,
    NotConsistent,
    NothingToAdopt,
    adopt,
    ask_expert,
    close_link,
    joint_weights,
    keep_entry,
)
from assess.scoring.expert_entries import pairs_of, place_of, read_judgements, read_points
from assess.scoring.expert_panel import WeightMethod
from assess.scoring.scheme import scheme_of
from assess.scoring.sibling_sets import sibling_sets
from assess.store.tables import Assessment, FocusGroup
from assess.store.weight_tables import WeightEntry
from tests.answering.conftest import Meeting
from tests.world import NOW, the_questionnaire

FORM = the_questionnaire()
READINESS = next(s for s in sibling_sets(scheme_of(FORM)) if s.key == "readiness")
POINTS = dict(zip(READINESS.children, ("50", "30", "20"), strict=True))
PLACES = [place_of(pair) for pair in pairs_of(READINESS.children)]
CIRCLE = dict(zip(PLACES, ("9", "-9", "9"), strict=True))


def test_points_become_weights_and_a_result_keeps_its_copy(meeting: Meeting) -> None:
    with meeting.database.writing() as db:
        assessment = db.scalars(select(Assessment)).one()
        first, second = (ask_expert(db, assessment, "", NOW) for _ in range(2))
        entry = read_points(POINTS, READINESS.children, final=True)
        for expert in (first, second):
            keep_entry(db, expert, READINESS.key, WeightMethod.BUDGET, entry, NOW)
        joint = joint_weights(db, assessment, READINESS)[WeightMethod.BUDGET]
        choice = Choice(WeightMethod.BUDGET, "Rapat", joint.basis)
        adopt(db, assessment, FORM, READINESS, choice, NOW)
        close_focus_group(db, db.scalars(select(FocusGroup)).one(), NOW)

    with meeting.database.reading() as db:
        current = current_scorecard(db, db.scalars(select(Assessment)).one())
        assert current is not None
        (used,) = current.weights
    assert [first.number, second.number] == [1, 2]
    assert (used.key, used.experts, used.after_result) == ("readiness", 2, False)
    assert [used.weights[key] for key in READINESS.children] == pytest.approx([50, 30, 20])
    weights = [current.scorecard.readiness_elements[key].weight for key in READINESS.children]
    assert weights == pytest.approx([50, 30, 20])


def test_what_was_decided_on_must_still_be_what_the_experts_say(meeting: Meeting) -> None:
    with meeting.database.writing() as db:
        assessment = db.scalars(select(Assessment)).one()
        expert = ask_expert(db, assessment, "", NOW)
        choice = Choice(WeightMethod.BUDGET, "Rapat", "1")
        with pytest.raises(NothingToAdopt):
            adopt(db, assessment, FORM, READINESS, choice, NOW)
        entry = read_points(POINTS, READINESS.children, final=True)
        for _ in range(2):
            keep_entry(db, expert, READINESS.key, WeightMethod.BUDGET, entry, NOW)
        first, second = db.scalars(select(WeightEntry).order_by(WeightEntry.id))

        assert (first.replaced_at, second.replaced_at) == (NOW, None)
        stale = Choice(WeightMethod.BUDGET, "Rapat", str(first.id))
        with pytest.raises(EntriesChanged):
            adopt(db, assessment, FORM, READINESS, stale, NOW)


def test_contradictions_are_never_adopted_even_where_they_were_let_in(meeting: Meeting) -> None:
    with meeting.database.writing() as db:
        assessment = db.scalars(select(Assessment)).one()
        expert = ask_expert(db, assessment, "", NOW)
        entry = read_judgements(CIRCLE, READINESS.children, final=True)
        kept = keep_entry(db, expert, READINESS.key, WeightMethod.PAIRWISE, entry, NOW)
        assert joint_weights(db, assessment, READINESS) == {}

        kept.state = "accepted"  # type: ignore[assignment]  # as if a row had been changed by hand
        db.flush()
        basis = joint_weights(db, assessment, READINESS)[WeightMethod.PAIRWISE].basis
        choice = Choice(WeightMethod.PAIRWISE, "Rapat", basis)
        with pytest.raises(NotConsistent):
            adopt(db, assessment, FORM, READINESS, choice, NOW)


def test_a_closed_link_takes_nothing_in(meeting: Meeting) -> None:
    with meeting.database.writing() as db:
        assessment = db.scalars(select(Assessment)).one()
        expert = ask_expert(db, assessment, "", NOW)
        close_link(db, expert, NOW)
        entry = read_points(POINTS, READINESS.children, final=True)

        with pytest.raises(LinkClosed):
            keep_entry(db, expert, READINESS.key, WeightMethod.BUDGET, entry, NOW)
