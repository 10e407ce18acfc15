"""Asking experts for weights, keeping what they enter, and adopting what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

import numpy as np
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assess.actions.identifiers import new_join_token
from assess.actions.scorecards import answers_are_kept, compute
from assess.actions.used_weights import hold
from assess.questionnaire.instrument import Questionnaire
from assess.scoring import expert_entries
from assess.scoring.expert_entries import EntryState, judgements_in, points_in
from assess.scoring.expert_panel import Panel, WeightMethod, panel_of_judgements, panel_of_points
from assess.scoring.sibling_sets import SiblingSet
from assess.scoring.weights import equal
from assess.store.account_tables import Account
from assess.store.tables import Assessment
from assess.store.weight_tables import AdoptedWeights, WeightEntry, WeightExpert
from assess.store.weights import current_entries, first_result_at, highest_expert_number

MOST_EXPERTS = 60
PERCENT = 100


class TooManyExperts(ValueError):
    """A panel is a room of people, not a survey."""


class LinkClosed(ValueError):
    """The facilitator has closed the expert's link: nothing more is taken in."""


class NothingToAdopt(ValueError):
    """No expert has an accepted entry by this method."""


class NotConsistent(ValueError):
    """The joint judgements contradict themselves too much."""


class EntriesChanged(ValueError):
    """An expert entered something after the page was opened on which somebody decides."""


class AnswersDeleted(ValueError):
    """There is a result, and no answers any longer from which to compute a new one beside it."""


@dataclass(frozen=True)
class Choice:
    """What is decided: seen is the `basis` of the panel that the page showed."""

    method: WeightMethod
    note: str
    seen: str


def ask_expert(
    db: Session, assessment: Assessment, office: str, now: datetime, by: Account | None = None
) -> WeightExpert:
    """Give one more expert a number and a link."""
    hold(db, assessment.id)
    number = highest_expert_number(db, assessment) + 1
    if number > MOST_EXPERTS:
        raise TooManyExperts(assessment.id)
    expert = WeightExpert(
        assessment_id=assessment.id,
        region_id=assessment.region_id,
        number=number,
        office=office,
        token=new_join_token(),
        created_at=now,
        created_by=by.id if by is not None else None,
    )
    db.add(expert)
    db.flush()
    return expert


def close_link(db: Session, expert: WeightExpert, now: datetime) -> None:
    """What was entered stays and counts; nothing is taken in any more."""
    if expert.closed_at is None:
        expert.closed_at = now
        db.flush()


def keep_entry(
    db: Session,
    expert: WeightExpert,
    set_key: str,
    method: WeightMethod,
    entry: expert_entries.Entry,
    now: datetime,
    by: Account | None = None,
) -> WeightEntry:
    """Keep an entry that was read and checked; it replaces the one before, which stays."""
    held = select(WeightExpert.closed_at).where(WeightExpert.id == expert.id).with_for_update()
    if db.execute(held).scalar_one() is not None:
        raise LinkClosed(expert.id)
    db.execute(
        update(WeightEntry)
        .where(
            WeightEntry.expert_id == expert.id,
            WeightEntry.set_key == set_key,
            WeightEntry.method == method,
            WeightEntry.replaced_at.is_(None),
        )
        .values(replaced_at=now)
    )
    kept = WeightEntry(
        expert_id=expert.id,
        assessment_id=expert.assessment_id,
        region_id=expert.region_id,
        set_key=set_key,
        method=method,
        entries=entry.entries,
        state=entry.state,
        ratio=entry.ratio,
        entered_at=now,
        entered_by=by.id if by is not None else None,
    )
    db.add(kept)
    db.flush()
    return kept


@dataclass(frozen=True)
class JointWeights:
    """What the accepted entries on one set by one method come to; `basis` changes with them."""

    panel: Panel
    basis: str


def joint_weights(
    db: Session, assessment: Assessment, siblings: SiblingSet
) -> dict[WeightMethod, JointWeights]:
    """By method, for those methods by which any expert has an accepted entry."""
    accepted = [
        entry
        for entry in current_entries(db, assessment)
        if entry.set_key == siblings.key and entry.state == EntryState.ACCEPTED
    ]
    found = {}
    for method in (WeightMethod.BUDGET, WeightMethod.PAIRWISE):
        own = [entry for entry in accepted if entry.method == method]
        if own:
            basis = "-".join(str(entry.id) for entry in own)
            found[method] = JointWeights(_panel(method, own, siblings), basis)
    return found


def adopt(
    db: Session,
    assessment: Assessment,
    questionnaire: Questionnaire,
    siblings: SiblingSet,
    choice: Choice,
    now: datetime,
    by: Account | None = None,
) -> AdoptedWeights:
    """Decide on the weights of one set.

    While no meeting is closed they will count in the first result. Where there is a result, it
    stays, and a new one is computed beside it in the same transaction.
    """
    hold(db, assessment.id)
    weights, panel = _decided(db, assessment, siblings, choice)
    known_since = first_result_at(db, assessment.id)
    if known_since is not None and not answers_are_kept(db, assessment.id):
        raise AnswersDeleted(assessment.id)
    db.execute(
        update(AdoptedWeights)
        .where(
            AdoptedWeights.assessment_id == assessment.id,
            AdoptedWeights.set_key == siblings.key,
            AdoptedWeights.replaced_at.is_(None),
        )
        .values(replaced_at=now)
    )
    adopted = AdoptedWeights(
        assessment_id=assessment.id,
        region_id=assessment.region_id,
        set_key=siblings.key,
        method=choice.method,
        weights={
            key: PERCENT * weight for key, weight in zip(siblings.children, weights, strict=True)
        },
        experts=panel.experts if panel else 0,
        ratio=panel.ratio if panel else None,
        note=choice.note,
        after_result=known_since is not None,
        adopted_at=now,
        adopted_by=by.id if by is not None else None,
    )
    db.add(adopted)
    db.flush()
    compute(db, assessment.id, assessment.region_id, questionnaire, now)
    return adopted


def _decided(
    db: Session, assessment: Assessment, siblings: SiblingSet, choice: Choice
) -> tuple[tuple[float, ...], Panel | None]:
    match choice.method:
        case WeightMethod.INSTRUMENT:
            return siblings.declared, None
        case WeightMethod.EQUAL:
            return tuple(equal(len(siblings.children)).tolist()), None
        case WeightMethod.BUDGET | WeightMethod.PAIRWISE:
            joint = joint_weights(db, assessment, siblings).get(choice.method)
            if joint is None:
                raise NothingToAdopt(siblings.key)
            if joint.basis != choice.seen:
                raise EntriesChanged(siblings.key)
            if not joint.panel.consistent:
                raise NotConsistent(siblings.key)
            return joint.panel.weights, joint.panel
        case _:
            assert_never(choice.method)


def _panel(method: WeightMethod, own: list[WeightEntry], siblings: SiblingSet) -> Panel:
    if method is WeightMethod.BUDGET:
        return panel_of_points(np.array([points_in(e.entries, siblings.children) for e in own]))
    judged = [judgements_in(entry.entries, siblings.children) for entry in own]
    return panel_of_judgements(judged, len(siblings.children))
