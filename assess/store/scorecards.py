"""Reading stored results of several assessments at once."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.store.tables import Assessment, FocusGroup, FocusGroupState, StoredScorecard


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
