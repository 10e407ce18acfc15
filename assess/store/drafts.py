"""Reading drafts, and what a report needs besides the result: who came from where, who said what."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, distinct, func, select
from sqlalchemy.orm import Session

from assess.store.scope import RegionScope
from assess.store.tables import (
    Answer,
    Assessment,
    Draft,
    DraftKind,
    FocusGroup,
    FocusGroupState,
    Participant,
    StoredScorecard,
)


def draft_by_public_id(db: Session, scope: RegionScope, public_id: str) -> Draft | None:
    return db.scalar(
        select(Draft).where(
            Draft.public_id == public_id,
            Draft.kind == DraftKind.MASTERPLAN,
            scope.where(Draft.region_id),
        )
    )


def drafts_of(db: Session, assessment: Assessment, most: int = 20) -> Sequence[Draft]:
    """The newest first."""
    query = select(Draft).where(
        Draft.assessment_id == assessment.id, Draft.kind == DraftKind.MASTERPLAN
    )
    return db.scalars(query.order_by(Draft.id.desc()).limit(most)).all()


def scorecard_of_draft(db: Session, draft: Draft) -> StoredScorecard:
    return db.scalars(select(StoredScorecard).where(StoredScorecard.id == draft.scorecard_id)).one()


def closed_focus_groups_of(db: Session, assessment: Assessment) -> Sequence[FocusGroup]:
    query = _focus_groups(assessment, FocusGroupState.CLOSED)
    return db.scalars(query.order_by(FocusGroup.starts_at, FocusGroup.id)).all()


def number_of_open_focus_groups(db: Session, assessment: Assessment) -> int:
    return len(db.scalars(_focus_groups(assessment, FocusGroupState.OPEN)).all())


def attendance_and_institutions(db: Session, focus_group: FocusGroup) -> tuple[dict[str, int], int]:
    """People by respondent group, and how many different institutions they named."""
    of_meeting = Participant.focus_group_id == focus_group.id
    people = select(Participant.group_key, func.count()).where(of_meeting)
    institutions = select(func.count(distinct(func.lower(Participant.institution)))).where(
        of_meeting, Participant.institution != ""
    )
    attendance = dict(db.execute(people.group_by(Participant.group_key)).all())
    return attendance, db.scalar(institutions) or 0


def open_answers_by_group(
    db: Session, assessment: Assessment, questions: Sequence[str]
) -> list[tuple[str, str, str]]:
    """(question, group, text) over closed meetings, in the order of the texts, so that the order
    tells nothing of the authors."""
    query = (
        select(Answer.question_id, Participant.group_key, Answer.note)
        .join(Participant, Participant.id == Answer.participant_id)
        .join(FocusGroup, FocusGroup.id == Participant.focus_group_id)
        .where(
            FocusGroup.assessment_id == assessment.id,
            FocusGroup.state == FocusGroupState.CLOSED,
            Answer.question_id.in_(questions),
        )
        .order_by(Answer.note)
    )
    return [(q, group, text) for q, group, text in db.execute(query) if text]


def _focus_groups(assessment: Assessment, state: FocusGroupState) -> Select[FocusGroup]:
    return select(FocusGroup).where(
        FocusGroup.assessment_id == assessment.id, FocusGroup.state == state
    )
