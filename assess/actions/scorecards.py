"""Freezing what was answered when a meeting closes, and the result that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.actions import used_weights
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.questions import MaturityQuestion
from assess.questionnaire.routing import section_key, sections_for
from assess.scoring import companions
from assess.scoring.companions import Companions
from assess.scoring.ratings import (
    BLANK,
    NOT_ASKED,
    Ratings,
    checksum,
    combine,
    from_bytes,
    to_bytes,
)
from assess.scoring.scheme import Scheme, scheme_of
from assess.scoring.scorecard import METHOD_VERSION, Scorecard, from_json, score_scheme, to_json
from assess.scoring.sibling_sets import UsedWeights, scheme_with
from assess.store.answers import answer_rows_of_focus_group
from assess.store.questionnaires import questionnaire_by_sha256
from assess.store.rounds import answer_rows_of_round, newest_closed_round
from assess.store.scorecards import claims_naming_evidence, seconds_per_answer
from assess.store.seats import participants_of_focus_group
from assess.store.tables import (
    Assessment,
    FocusGroup,
    FocusGroupState,
    QuestionnaireVersion,
    StoredScorecard,
)

BESIDE = "beside"  # key of the companions in the stored result
WEIGHTS = "weights"  # key of the adopted weights that it was computed with
ROUNDS = "rounds"  # key of the rounds that were scored, by the meeting's public id


@dataclass(frozen=True)
class CurrentScorecard:
    """The result of an assessment, with what it was made from."""

    scorecard: Scorecard
    stored: StoredScorecard

    @property
    def rounds(self) -> dict[str, int]:
        """Which round of each meeting was scored; results stored earlier knew one round."""
        kept: dict[str, int] = self.stored.scorecard.get(ROUNDS, {})
        return kept

    @property
    def weights(self) -> tuple[UsedWeights, ...]:
        """Weights other than the questionnaire's own that it was computed with."""
        return used_weights.from_json(self.stored.scorecard.get(WEIGHTS, []))

    @property
    def companions(self) -> Companions | None:
        """What stands beside it; None in results that were stored before it was made."""
        beside = self.stored.scorecard.get(BESIDE)
        return None if beside is None else companions.from_json(beside)


def freeze(db: Session, focus_group: FocusGroup, now: datetime) -> None:
    """Pack the meeting's ratings, and store the assessment's new result beside the old ones."""
    questionnaire = _questionnaire_of_assessment(db, focus_group.assessment_id)
    focus_group.frozen_ratings = to_bytes(_official_ratings(db, focus_group, questionnaire))
    db.flush()
    compute(db, focus_group.assessment_id, focus_group.region_id, questionnaire, now)


def settle_result(db: Session, focus_group: FocusGroup, now: datetime, *, anew: bool) -> bool:
    """Bring the stored result to what the meeting holds now, after answers came in from elsewhere.
    False where it is so already: nothing is stored a second time, unless `anew`."""
    questionnaire = _questionnaire_of_assessment(db, focus_group.assessment_id)
    ratings = None
    if focus_group.state == FocusGroupState.CLOSED:
        ratings = to_bytes(_official_ratings(db, focus_group, questionnaire))
    if ratings == focus_group.frozen_ratings and not anew:
        return False
    focus_group.frozen_ratings = ratings
    db.flush()
    compute(db, focus_group.assessment_id, focus_group.region_id, questionnaire, now)
    return True


def _official_ratings(
    db: Session, focus_group: FocusGroup, questionnaire: Questionnaire
) -> Ratings:
    """Of the round that was chosen for the score, or as everybody answered last."""
    chosen = focus_group.score_round
    if chosen is None or chosen == focus_group.round:
        return ratings_of(db, focus_group, questionnaire)
    return ratings_of_round(db, focus_group, questionnaire, chosen)


def ratings_of_round(
    db: Session, focus_group: FocusGroup, questionnaire: Questionnaire, number: int
) -> Ratings:
    """What everybody had answered when a round closed, rounds before it included: a question
    that was not asked again keeps the answer of the round before."""
    rows: list[Any] = []
    for each in range(1, number + 1):
        closed = newest_closed_round(db, focus_group.id, each)
        if closed is not None:
            rows.extend(answer_rows_of_round(db, closed.id))
    return _matrix(db, focus_group, rows, questionnaire)


def ratings_of(db: Session, focus_group: FocusGroup, questionnaire: Questionnaire) -> Ratings:
    """The answers of one meeting as a matrix; everybody whose seat counts is a row."""
    rows = answer_rows_of_focus_group(db, focus_group.id)
    return _matrix(db, focus_group, rows, questionnaire)


def _matrix(
    db: Session, focus_group: FocusGroup, rows: Iterable[Any], questionnaire: Questionnaire
) -> Ratings:
    """Of (person, group, question, level, target); a later row wins.

    An answer to what the person's group is not asked does not count: the group was corrected.
    What was asked at other tables only is no silence of the person.
    """
    people = participants_of_focus_group(db, focus_group.id)
    elsewhere = _asked_elsewhere(focus_group, questionnaire)
    column = {question.id: at for at, question in enumerate(questionnaire.maturity_questions)}
    row = {person[0]: at for at, person in enumerate(people)}
    levels = np.zeros((len(people), len(column)), dtype=np.int8)
    targets = np.zeros_like(levels)
    asked = {each.id: each.respondents for each in questionnaire.maturity_questions}
    for person, group, question, level, target in rows:
        if group in asked.get(question, ()):
            levels[row[person], column[question]] = level or 0
            targets[row[person], column[question]] = target or 0
    for person, _group, _seat, table in people:
        if table in elsewhere:
            mine = levels[row[person]]
            mine[elsewhere[table] & (mine == BLANK)] = NOT_ASKED
    return Ratings(
        levels=levels,
        targets=targets,
        groups=tuple(person[1] for person in people),
        respondents=tuple(person[2] for person in people),
        questions=tuple(column),
    )


def _asked_elsewhere(
    focus_group: FocusGroup, questionnaire: Questionnaire
) -> dict[str | None, npt.NDArray[np.bool_]]:
    """By table: which scored questions only other tables are asked. Who sits at no table is asked
    everything."""
    sections = [section_key(questionnaire, each) for each in questionnaire.maturity_questions]
    return {
        table["key"]: np.array([section not in table["sections"] for section in sections])
        for table in focus_group.tables
    }


def compute(
    db: Session, assessment_id: int, region_id: int, questionnaire: Questionnaire, now: datetime
) -> StoredScorecard | None:
    """Score the closed meetings of an assessment and store the result as a new row."""
    used_weights.hold(db, assessment_id)
    used = used_weights.weights_in_force(db, assessment_id)
    closed = _closed_focus_groups(db, [assessment_id])
    if not closed:
        return None
    ratings = combined_ratings(closed)
    sha256 = db.execute(
        select(QuestionnaireVersion.sha256)
        .join(Assessment, Assessment.questionnaire_version_id == QuestionnaireVersion.id)
        .where(Assessment.id == assessment_id)
    ).scalar_one()
    fingerprint = checksum(ratings)
    scheme = scheme_with(scheme_of(questionnaire), used_weights.by_set(used))
    seed = int(fingerprint[:8], 16)
    beside = _companions(db, ratings, closed, questionnaire, scheme, seed)
    stored = StoredScorecard(
        assessment_id=assessment_id,
        region_id=region_id,
        method_version=METHOD_VERSION,
        questionnaire_sha256=sha256,
        ratings_sha256=fingerprint,
        data_cut=max(group.closed_at for group in closed if group.closed_at is not None),
        computed_at=now,
        scorecard={
            **to_json(score_scheme(ratings, scheme)),
            BESIDE: companions.to_json(beside),
            WEIGHTS: used_weights.to_json(used),
            ROUNDS: {group.public_id: group.score_round or group.round for group in closed},
        },
    )
    db.add(stored)
    db.flush()
    return stored


def _companions(
    db: Session,
    ratings: Ratings,
    closed: Sequence[FocusGroup],
    questionnaire: Questionnaire,
    scheme: Scheme,
    seed: int,
) -> Companions:
    meetings = [meeting.id for meeting in closed]
    cap = questionnaire.scoring.unproven_level_cap
    return companions.companions(
        ratings,
        scheme,
        shown={group.key: _form(questionnaire, group.key) for group in questionnaire.groups},
        named_evidence=_named_evidence(db, meetings, questionnaire),
        cap=cap,
        seconds=seconds_per_answer(db, meetings),
        seed=seed,
    )


def _named_evidence(
    db: Session, meetings: Sequence[int], questionnaire: Questionnaire
) -> dict[str, int]:
    """Claims that name evidence, by question, of the groups that are asked it."""
    cap = questionnaire.scoring.unproven_level_cap
    by_group = claims_naming_evidence(db, meetings, above=cap)
    return {
        each.id: sum(by_group.get((each.id, group), 0) for group in each.respondents)
        for each in questionnaire.maturity_questions
    }


def _form(questionnaire: Questionnaire, group: str) -> list[str]:
    """Scored questions of a group, in the order in which its people see them."""
    return [
        question.id
        for section in sections_for(questionnaire, group)
        for question in section.questions
        if isinstance(question, MaturityQuestion)
    ]


def current_scorecard(
    db: Session, assessment: Assessment, questionnaire: Questionnaire | None = None
) -> CurrentScorecard | None:
    """The newest stored result, or None while no meeting is closed."""
    if not _closed_focus_groups(db, [assessment.id]):
        return None
    stored = db.execute(
        select(StoredScorecard)
        .where(StoredScorecard.assessment_id == assessment.id)
        .order_by(StoredScorecard.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    if stored is None:
        return None
    return CurrentScorecard(from_json(stored.scorecard), stored)


def frozen_ratings_of(db: Session, assessment: Assessment) -> Ratings | None:
    """The ratings of all closed meetings, for rescoring on other terms; None while none is."""
    return frozen_ratings_by_assessment(db, [assessment]).get(assessment.id)


def frozen_ratings_by_assessment(
    db: Session, assessments: Sequence[Assessment]
) -> dict[int, Ratings]:
    """Of many assessments at once, by their id; those without are left out."""
    kept: dict[int, list[FocusGroup]] = {}
    for group in _closed_focus_groups(db, [each.id for each in assessments]):
        if group.frozen_ratings is not None:  # deleted when they may not be kept any longer
            kept.setdefault(group.assessment_id, []).append(group)
    return {key: combined_ratings(groups) for key, groups in kept.items()}


def answers_are_kept(db: Session, assessment_id: int) -> bool:
    """Whether no closed meeting has lost its answers to the date until which they may be kept."""
    closed = _closed_focus_groups(db, [assessment_id])
    return all(group.frozen_ratings is not None for group in closed)


def combined_ratings(closed: Sequence[FocusGroup]) -> Ratings:
    return combine(
        [from_bytes(group.frozen_ratings) for group in closed if group.frozen_ratings is not None]
    )


def _closed_focus_groups(db: Session, assessment_ids: Sequence[int]) -> Sequence[FocusGroup]:
    return (
        db.execute(
            select(FocusGroup)
            .where(
                FocusGroup.assessment_id.in_(assessment_ids),
                FocusGroup.state == FocusGroupState.CLOSED,
            )
            .order_by(FocusGroup.starts_at, FocusGroup.public_id)
        )
        .scalars()
        .all()
    )


def _questionnaire_of_assessment(db: Session, assessment_id: int) -> Questionnaire:
    sha256 = db.execute(
        select(QuestionnaireVersion.sha256)
        .join(Assessment, Assessment.questionnaire_version_id == QuestionnaireVersion.id)
        .where(Assessment.id == assessment_id)
    ).scalar_one()
    return questionnaire_by_sha256(db, sha256)
