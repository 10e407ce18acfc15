"""Questionnaire versions that assessments pin, kept in canonical form.

What was used stays readable when its file is gone, and an answered version is never edited.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.reader import canonical, fingerprint, from_canonical
from assess.store.tables import Assessment, QuestionnaireVersion

# A version never changes, so it is parsed once per process. Bounded by what a server really uses.
_READ: dict[str, Questionnaire] = {}
_MOST = 64


class VersionEdited(ValueError):
    """The same version was used with other content; the file needs a new version number."""

    def __init__(self, key: str, version: str) -> None:
        super().__init__(f"{key} {version} was used with other content")
        self.key = key
        self.version = version


def keep_version(
    session: Session, questionnaire: Questionnaire, now: datetime
) -> QuestionnaireVersion:
    """The row of this very questionnaire, added when it is new.

    A version that is in use is never edited: VersionEdited where the content differs.
    """
    sha256 = fingerprint(questionnaire)
    kept = session.execute(
        select(QuestionnaireVersion).where(QuestionnaireVersion.sha256 == sha256)
    ).scalar_one_or_none()
    if kept is None:
        _refuse_edited(session, questionnaire)
        kept = QuestionnaireVersion(
            key=questionnaire.key,
            version=questionnaire.version,
            sha256=sha256,
            canonical=canonical(questionnaire),
            stored_at=now,
        )
        session.add(kept)
        session.flush()
    return kept


def _refuse_edited(session: Session, questionnaire: Questionnaire) -> None:
    other = session.execute(
        select(QuestionnaireVersion.id).where(
            QuestionnaireVersion.key == questionnaire.key,
            QuestionnaireVersion.version == questionnaire.version,
        )
    ).first()
    if other is not None:
        raise VersionEdited(questionnaire.key, questionnaire.version)


def questionnaire_by_sha256(session: Session, sha256: str) -> Questionnaire:
    """The questionnaire pinned under this fingerprint. KeyError where it was never kept."""
    if sha256 not in _READ:
        text = session.execute(
            select(QuestionnaireVersion.canonical).where(QuestionnaireVersion.sha256 == sha256)
        ).scalar_one_or_none()
        if text is None:
            raise KeyError(sha256)
        if len(_READ) >= _MOST:
            _READ.clear()
        _READ[sha256] = from_canonical(text)
    return _READ[sha256]


def questionnaire_of(session: Session, assessment: Assessment) -> Questionnaire:
    sha256 = session.execute(
        select(QuestionnaireVersion.sha256).where(
            QuestionnaireVersion.id == assessment.questionnaire_version_id
        )
    ).scalar_one()
    return questionnaire_by_sha256(session, sha256)
