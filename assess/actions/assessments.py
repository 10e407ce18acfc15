"""Creating assessments: one region, one pinned questionnaire version, one period."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assess.actions.identifiers import new_public_id
from assess.store.tables import Account, Assessment, QuestionnaireVersion, Region


def create_assessment(
    db: Session,
    region: Region,
    version: QuestionnaireVersion,
    title: str,
    year: int,
    now: datetime,
    by: Account | None = None,
    is_sample: bool = False,
) -> Assessment:
    """Create an assessment on exactly this version; a newer file on disk never changes it."""
    assessment = Assessment(
        public_id=new_public_id(),
        region=region,
        questionnaire_version=version,
        title=title,
        year=year,
        is_sample=is_sample,
        created_at=now,
        created_by=by.id if by is not None else None,
    )
    db.add(assessment)
    db.flush()
    return assessment
