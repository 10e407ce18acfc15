"""Creating assessments: one region, one pinned questionnaire version, one period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from assess.actions.identifiers import new_public_id
from assess.store.account_tables import Account
from assess.store.tables import Assessment, QuestionnaireVersion, Region


@dataclass(frozen=True)
class NewAssessment:
    """What the facilitator states; the last four stand in the privacy notice."""

    title: str
    year: int
    legal_basis: str = ""
    recipients: str = ""
    contact: str = ""
    keep_until: date | None = None


def create_assessment(
    db: Session,
    region: Region,
    version: QuestionnaireVersion,
    new: NewAssessment,
    now: datetime,
    by: Account | None = None,
    is_sample: bool = False,
) -> Assessment:
    """Create an assessment on exactly this version; a newer file on disk never changes it."""
    assessment = Assessment(
        public_id=new_public_id(),
        region=region,
        questionnaire_version=version,
        title=new.title,
        year=new.year,
        legal_basis=new.legal_basis,
        recipients=new.recipients,
        contact=new.contact,
        keep_until=new.keep_until,
        is_sample=is_sample,
        created_at=now,
        created_by=by.id if by is not None else None,
    )
    db.add(assessment)
    db.flush()
    return assessment
