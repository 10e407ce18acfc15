"""Assessments side by side: whether they can be compared, and the table that does it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from sqlalchemy.orm import Session

from assess.actions import used_weights
from assess.actions.scorecards import WEIGHTS, frozen_ratings_by_assessment
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.versions import common_questions
from assess.scoring.common_part import ratings_of_groups, ratings_on, scheme_on, shared_groups
from assess.scoring.disclosure import STAFF_MINIMUM, disclosed, fewest_people
from assess.scoring.drivers import Driver, rank_drivers
from assess.scoring.ratings import Ratings, checksum
from assess.scoring.robustness import Robustness, rank_robustness
from assess.scoring.scheme import Scheme, scheme_of
from assess.scoring.scorecard import Scorecard, from_json, score_scheme
from assess.scoring.scores import NodeScore
from assess.scoring.sibling_sets import UsedWeights, same_weights, scheme_with
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
    ratings: Ratings | None  # None where the answers are not kept any longer
    shared_index: NodeScore | None = None  # on the groups that answered everywhere
    weights: tuple[UsedWeights, ...] = ()  # of its result, other than the questionnaire's


@dataclass(frozen=True)
class MethodRuns:
    """How the regions in `columns` fare under other choices of method."""

    columns: tuple[Column, ...]
    robustness: Robustness
    drivers: dict[str, Driver]


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
    scheme: Scheme
    weights_differ: bool  # then all are scored with the questionnaire's own
    shared_groups: tuple[str, ...] = ()  # compared on these alone; empty where on all

    def scores(self, key: str) -> list[NodeScore | None]:
        """The node in each column; None where the common part has lost it."""
        return [_node(column.scorecard, key) for column in self.columns]

    @property
    def placed(self) -> list[NodeScore | None]:
        """The index by which regions are compared: on the shared groups where panels differ."""
        if not self.shared_groups:
            return [column.scorecard.index for column in self.columns]
        return [column.shared_index for column in self.columns]

    def standing(self, seed: int) -> Standing:
        """Who is above whom on the index, repeatable by its seed."""
        rng = np.random.default_rng(seed)  # noqa: TID251 - the seed stands on the page
        return standing(self.placed, rng)

    def other_methods(self, seed: int, top: int) -> MethodRuns | None:
        """Other choices of method; None where fewer than two regions keep answers and an index."""
        pairs = [
            (column, self._compared(column.ratings))
            for column, node in zip(self.columns, self.placed, strict=True)
            if column.ratings is not None and node is not None and node.score is not None
        ]
        if len(pairs) < FEWEST:
            return None
        rng = np.random.default_rng(seed)  # noqa: TID251 - the seed stands on the page
        ratings = [each for _, each in pairs]
        moved = rank_robustness(ratings, self.scheme, rng, top=top)
        drivers = rank_drivers(ratings, self.scheme, rng)
        return MethodRuns(tuple(column for column, _ in pairs), moved, drivers)

    def _compared(self, ratings: Ratings) -> Ratings:
        return ratings_of_groups(ratings, self.shared_groups) if self.shared_groups else ratings

    def ordered_by(self, key: str | None) -> Comparison:
        """Columns by a node's score, highest first and undefined last; by name without a key."""
        if key is None:
            return self

        def place(column: Column) -> tuple[bool, float]:
            node = _node(column.scorecard, key)
            value = node.score if node is not None else None
            return value is None, -(value or 0.0)

        return dataclasses.replace(self, columns=tuple(sorted(self.columns, key=place)))


def compare(db: Session, assessments: Sequence[Assessment]) -> Comparison:
    """Put assessments side by side, in the order given.

    One questionnaire version and the same weights: the stored results. Otherwise all of them
    scored anew, with the weights of the newest version, on the questions that every version asks
    alike. NotComparable where that would say little. Where other groups answered in one region
    than in another, the index on the groups that answered everywhere stands beside it.
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
    common = _common(newest, versions.values())
    most = max(len(each.maturity_questions) for each in versions.values())
    if len(common) < LEAST_IN_COMMON * most - TOLERANCE:
        raise NotComparable(Obstacle.TOO_LITTLE_IN_COMMON)
    used = {
        each.id: used_weights.from_json(stored[each.id].scorecard.get(WEIGHTS, []))
        for each in with_result
    }
    first, *others = (used_weights.by_set(each) for each in used.values())
    several = len(versions) > 1
    kept = frozen_ratings_by_assessment(db, with_result)
    differ = bool(first and several) or not all(same_weights(first, each) for each in others)
    scheme = scheme_on(scheme_of(newest), common)
    if not differ and not several:
        scheme = scheme_with(scheme, first)
        columns = tuple(
            _stored_column(each, stored[each.id], newest, kept.get(each.id)) for each in with_result
        )
    else:
        columns = tuple(
            _rescored_column(each, kept[each.id], scheme, common, newest)
            for each in with_result
            if each.id in kept
        )
    columns = tuple(
        dataclasses.replace(column, weights=used[column.assessment.id]) for column in columns
    )
    part = CommonPart(len(common), most) if several else None
    return _on_shared_groups(Comparison(newest, columns, part, without, scheme, differ))


def _on_shared_groups(comparison: Comparison) -> Comparison:
    """Add the index on the groups that answered everywhere, if panels differ and answers are kept."""
    columns, questionnaire = comparison.columns, comparison.questionnaire
    if len({frozenset(column.scorecard.groups_present) for column in columns}) < 2:
        return comparison
    panels = [column.scorecard.index.n_by_group for column in columns]
    groups = shared_groups(panels, fewest_people(questionnaire, STAFF_MINIMUM))
    if len(groups) < FEWEST or any(column.ratings is None for column in columns):
        return comparison
    on_groups = tuple(
        dataclasses.replace(
            column, shared_index=_index_of(column.ratings, groups, comparison.scheme, questionnaire)
        )
        for column in columns
    )
    return dataclasses.replace(comparison, columns=on_groups, shared_groups=groups)


def _index_of(
    ratings: Ratings | None, groups: tuple[str, ...], scheme: Scheme, questionnaire: Questionnaire
) -> NodeScore | None:
    if ratings is None:
        return None
    own = score_scheme(ratings_of_groups(ratings, groups), scheme)
    return _disclosed(own, questionnaire).index


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
    assessment: Assessment,
    stored: StoredScorecard,
    questionnaire: Questionnaire,
    ratings: Ratings | None,
) -> Column:
    same = ratings is not None and checksum(ratings) == stored.ratings_sha256
    card = _disclosed(from_json(stored.scorecard), questionnaire)
    return Column(assessment, card, ratings if same else None)


def _rescored_column(
    assessment: Assessment,
    ratings: Ratings,
    scheme: Scheme,
    common: set[str],
    questionnaire: Questionnaire,
) -> Column:
    shared = ratings_on(ratings, common)
    return Column(assessment, _disclosed(score_scheme(shared, scheme), questionnaire), shared)


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
