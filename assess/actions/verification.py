"""The bundle from which an outsider computes a stored result again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from assess.actions.scorecards import CurrentScorecard, frozen_ratings_of
from assess.questionnaire.instrument import Questionnaire
from assess.report.verification.bundle import BundleInputs, bundle
from assess.scoring.ratings import Ratings, checksum
from assess.store.tables import Assessment


@dataclass(frozen=True)
class Verifiable:
    """A result together with the very answers it was computed from."""

    assessment: Assessment
    questionnaire: Questionnaire
    current: CurrentScorecard
    ratings: Ratings

    def bundle(self, k: int) -> bytes:
        """The zip for readers who may see answers of groups of at least `k` people."""
        stored = self.current.stored
        return bundle(
            BundleInputs(
                region=self.assessment.region.full_name,
                assessment=self.assessment.title,
                questionnaire=self.questionnaire,
                ratings=self.ratings,
                scorecard=self.current.scorecard,
                questionnaire_sha256=stored.questionnaire_sha256,
                ratings_sha256=stored.ratings_sha256,
                data_cut=stored.data_cut,
                computed_at=stored.computed_at,
                is_sample=self.assessment.is_sample,
                weights=self.current.weights,
                k=k,
                companions=self.current.companions,
            )
        )


def verifiable(
    db: Session, assessment: Assessment, questionnaire: Questionnaire, current: CurrentScorecard
) -> Verifiable | None:
    """None where the answers behind the result are not kept any longer."""
    ratings = frozen_ratings_of(db, assessment)
    if ratings is None or checksum(ratings) != current.stored.ratings_sha256:
        return None
    return Verifiable(assessment, questionnaire, current, ratings)
