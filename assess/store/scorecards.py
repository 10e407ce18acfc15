"""Stored results of several assessments at once, and what a new one needs beside the ratings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.store.focus_groups import COUNTS
from assess.store.scope import RegionScope
from assess.store.tables import (
    Answer,
    AnswerEvent,
    Assessment,
    FocusGroup,
    FocusGroupState,
    Participant,
    StoredScorecard,
)


def latest_scorecards(db: Session, assessments: Iterable[Assessment]) -> dict[int, StoredScorecard]:
    """The newest result of each assessment, by its id; none where no meeting is closed."""
    closed = select(FocusGroup.assessment_id).where(
        FocusGroup.assessment_id.in_([assessment.id for assessment in assessments]),
        FocusGroup.state == FocusGroupState.CLOSED,
    )
    newest = (
        select(func.max(StoredScorecard.id))
        .where(StoredScorecard.assessment_id.in_(closed))
        .group_by(StoredScorecard.assessment_id)
    )
    rows = db.scalars(select(StoredScorecard).where(StoredScorecard.id.in_(newest)))
    return {row.assessment_id: row for row in rows}


def newest_with_version(
    db: Session, scope: RegionScope, like: Assessment, most: int
) -> Sequence[Assessment]:
    """The newest assessment of each region of the scope that used the same questionnaire version.

    Sample data stays among itself.
    """
    newest = (
        select(func.max(Assessment.id))
        .where(
            scope.where(Assessment.region_id),
            Assessment.questionnaire_version_id == like.questionnaire_version_id,
            Assessment.is_sample == like.is_sample,
            Assessment.id.in_(select(StoredScorecard.assessment_id)),
        )
        .group_by(Assessment.region_id)
    )
    query = select(Assessment).where(Assessment.id.in_(newest)).order_by(Assessment.id.desc())
    return db.scalars(query.limit(most)).all()


def claims_naming_evidence(
    db: Session, focus_groups: Sequence[int], above: int
) -> dict[tuple[str, str], int]:
    """Answers above a level that name evidence, by question and group."""
    rows = db.execute(
        select(Answer.question_id, Participant.group_key, func.count())
        .join(Participant, Participant.id == Answer.participant_id)
        .where(
            Participant.focus_group_id.in_(focus_groups),
            COUNTS,
            Answer.level > above,
            func.trim(func.coalesce(Answer.evidence, "")) != "",
        )
        .group_by(Answer.question_id, Participant.group_key)
    )
    return {(question, group): n for question, group, n in rows}


def seconds_per_answer(db: Session, focus_groups: Sequence[int]) -> dict[str, float]:
    """Name of a seat -> time of the person from the seat to the last answer received, for one answer.

    A phone that was offline sends late, so this is at least the time that was really taken.
    """
    given = (
        select(Answer.participant_id, func.count().label("n"))
        .where(Answer.level.is_not(None))
        .group_by(Answer.participant_id)
        .subquery()
    )
    rows = db.execute(
        select(
            *(Participant.public_id, Participant.created_at),
            *(func.max(AnswerEvent.received_at), given.c.n),
        )
        .join(AnswerEvent, AnswerEvent.participant_id == Participant.id)
        .join(given, given.c.participant_id == Participant.id)
        .where(Participant.focus_group_id.in_(focus_groups), COUNTS)
        .group_by(Participant.public_id, Participant.created_at, given.c.n)
    )
    return {seat: (last - seated).total_seconds() / n for seat, seated, last, n in rows}
