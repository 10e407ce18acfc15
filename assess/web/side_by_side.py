"""Assessments side by side: whether they can be compared, and the table that does it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from sqlalchemy.orm import Session

from assess.actions.scorecards import frozen_ratings_of
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.versions import common_questions
from assess.scoring.common_part import ratings_on, scheme_on
from assess.scoring.disclosure import STAFF_MINIMUM, disclosed, fewest_people
from assess.scoring.scheme import Scheme, scheme_of
from assess.scoring.scorecard import Scorecard, from_json, score_scheme
from assess.scoring.scores import NodeScore
from assess.scoring.standing import Standing, standing
from assess.store.questionnaires import questionnaire_by_sha256
from assess.store.scorecards import latest_scorecards
from assess.store.tables import Assessment, StoredScorecard

FEWEST = 2
LEAST_IN_COMMON = 2 / 3
TOLERANCE = 1e-9


class Obstacle(StrEnum):
    TOO_FEW_RESULTS = "too_few_results"
    DIFFERENT_QUESTIONNAIRES = "different_questionnaires"
    TOO_LITTLE_IN_COMMON = "too_little_in_common"


class NotComparable(ValueError):
    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle)
        self.obstacle = obstacle


@dataclass(frozen=True)
class Column:
    """One assessment in the comparison; what fewer than three people said is taken out."""

    assessment: Assessment
    scorecard: Scorecard


@dataclass(frozen=True)
class CommonPart:
    """Scores were computed anew on the questions that all versions share."""

    questions: int
    of: int


@dataclass(frozen=True)
class Comparison:
    questionnaire: Questionnaire  # names and order of what is compared
    columns: tuple[Column, ...]
    common_part: CommonPart | None
    without_result: tuple[Assessment, ...]

    def scores(self, key: str) -> list[NodeScore | None]:
        """The node in each column; None where the common part has lost it."""
        return [_node(column.scorecard, key) for column in self.columns]

    def standing(self, key: str, seed: int) -> Standing:
        """Who is above whom on a node, repeatable by its seed."""
        rng = np.random.default_rng(seed)  # noqa: TID251 - the seed stands on the page
        return standing(self.scores(key), rng)

    def ordered_by(self, key: str | None) -> Comparison:
        """Columns by a node's score, highest first and undefined last; by name without a key."""
        if key is None:
            return self

        def place(column: Column) -> tuple[bool, float]:
            node = _node(column.scorecard, key)
            value = node.score if node is not None else None
            return value is None, -(value or 0.0)

        columns = tuple(sorted(self.columns, key=place))
        return Comparison(self.questionnaire, columns, self.common_part, self.without_result)


def compare(db: Session, assessments: Sequence[Assessment]) -> Comparison:
    """Put assessments side by side, in the order given.

    One questionnaire version: the stored results. Several versions of one questionnaire: all of
    them scored anew on the questions that every version asks alike, with the weights of the
    newest. NotComparable where that would say little.
    """
    stored = latest_scorecards(db, assessments)
    with_result = [each for each in assessments if each.id in stored]
    without = tuple(each for each in assessments if each.id not in stored)
    if len(with_result) < FEWEST:
        raise NotComparable(Obstacle.TOO_FEW_RESULTS)
    versions = _versions(db, with_result)
    newest = _newest(with_result, versions)
    if len({each.key for each in versions.values()}) > 1:
        raise NotComparable(Obstacle.DIFFERENT_QUESTIONNAIRES)
    if len(versions) == 1:
        columns = tuple(_stored_column(each, stored[each.id], newest) for each in with_result)
        return Comparison(newest, columns, None, without)
    common = _common(newest, versions.values())
    most = max(len(each.maturity_questions) for each in versions.values())
    if len(common) < LEAST_IN_COMMON * most - TOLERANCE:
        raise NotComparable(Obstacle.TOO_LITTLE_IN_COMMON)
    scheme = scheme_on(scheme_of(newest), common)
    columns = tuple(
        column
        for each in with_result
        if (column := _rescored_column(db, each, scheme, common, newest)) is not None
    )
    return Comparison(newest, columns, CommonPart(len(common), most), without)


def _versions(db: Session, assessments: Sequence[Assessment]) -> dict[str, Questionnaire]:
    fingerprints = {each.questionnaire_version.sha256 for each in assessments}
    return {sha256: questionnaire_by_sha256(db, sha256) for sha256 in sorted(fingerprints)}


def _newest(
    assessments: Sequence[Assessment], versions: Mapping[str, Questionnaire]
) -> Questionnaire:
    newest = max(assessments, key=lambda each: each.questionnaire_version.stored_at)
    return versions[newest.questionnaire_version.sha256]


def _common(newest: Questionnaire, versions: Iterable[Questionnaire]) -> set[str]:
    shared = [common_questions(newest, version) for version in versions]
    return set.intersection(*shared)


def _stored_column(
    assessment: Assessment, stored: StoredScorecard, questionnaire: Questionnaire
) -> Column:
    return Column(assessment, _disclosed(from_json(stored.scorecard), questionnaire))


def _rescored_column(
    db: Session,
    assessment: Assessment,
    scheme: Scheme,
    common: set[str],
    questionnaire: Questionnaire,
) -> Column | None:
    ratings = frozen_ratings_of(db, assessment)
    if ratings is None:
        return None
    scorecard = score_scheme(ratings_on(ratings, common), scheme)
    return Column(assessment, _disclosed(scorecard, questionnaire))


def _disclosed(scorecard: Scorecard, questionnaire: Questionnaire) -> Scorecard:
    weights = {group.key: group.weight for group in questionnaire.groups}
    limit = questionnaire.scoring.disagreement_range
    fewest = fewest_people(questionnaire, STAFF_MINIMUM)
    return disclosed(scorecard, weights, limit, fewest)


def _node(scorecard: Scorecard, key: str) -> NodeScore | None:
    if key == "index":
        return scorecard.index
    return (
        scorecard.dimensions.get(key)
        or scorecard.subpillars.get(key)
        or scorecard.readiness_elements.get(key)
    )
