"""Reading assessments: lists and single ones, always inside a scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from assess.store.scope import RegionScope
from assess.store.tables import (
    Assessment,
    FocusGroup,
    FocusGroupState,
    Participant,
    Region,
)


@dataclass(frozen=True)
class AssessmentListing:
    """One line of a list of assessments; region and questionnaire version are loaded."""

    assessment: Assessment
    open_focus_groups: int
    closed_focus_groups: int
    participants: int


def assessment_by_public_id(db: Session, scope: RegionScope, public_id: str) -> Assessment | None:
    query = _loaded().where(Assessment.public_id == public_id, scope.where(Assessment.region_id))
    return db.scalar(query)


def assessments_by_public_ids(
    db: Session, scope: RegionScope, public_ids: Sequence[str]
) -> list[Assessment]:
    """In the order of the names of their regions; unknown and foreign ones are left out."""
    query = (
        _loaded()
        .join(Region, Region.id == Assessment.region_id)
        .where(Assessment.public_id.in_(public_ids), scope.where(Assessment.region_id))
        .order_by(Region.name, Assessment.year, Assessment.id)
    )
    return list(db.scalars(query))


def assessment_listings_in(db: Session, scope: RegionScope) -> list[AssessmentListing]:
    """All assessments of the scope: by region name, newest year first."""
    query = (
        _loaded()
        .join(Region, Region.id == Assessment.region_id)
        .where(scope.where(Assessment.region_id))
        .order_by(Region.name, Assessment.year.desc(), Assessment.id.desc())
    )
    return _listings(db, list(db.scalars(query)))


def assessment_listings_of_region(db: Session, region: Region) -> list[AssessmentListing]:
    query = (
        _loaded()
        .where(Assessment.region_id == region.id)
        .order_by(Assessment.year.desc(), Assessment.id.desc())
    )
    return _listings(db, list(db.scalars(query)))


def _loaded() -> Select[Assessment]:
    return select(Assessment).options(
        joinedload(Assessment.region), joinedload(Assessment.questionnaire_version)
    )


def _listings(db: Session, assessments: list[Assessment]) -> list[AssessmentListing]:
    ids = [assessment.id for assessment in assessments]
    states = (
        select(FocusGroup.assessment_id, FocusGroup.state, func.count())
        .where(FocusGroup.assessment_id.in_(ids))
        .group_by(FocusGroup.assessment_id, FocusGroup.state)
    )
    people = (
        select(FocusGroup.assessment_id, func.count())
        .join(Participant, Participant.focus_group_id == FocusGroup.id)
        .where(FocusGroup.assessment_id.in_(ids))
        .group_by(FocusGroup.assessment_id)
    )
    number_in_state = {
        (assessment_id, state): number for assessment_id, state, number in db.execute(states)
    }
    participants = dict(db.execute(people).all())
    return [
        AssessmentListing(
            assessment=assessment,
            open_focus_groups=number_in_state.get((assessment.id, FocusGroupState.OPEN), 0),
            closed_focus_groups=number_in_state.get((assessment.id, FocusGroupState.CLOSED), 0),
            participants=participants.get(assessment.id, 0),
        )
        for assessment in assessments
    ]
