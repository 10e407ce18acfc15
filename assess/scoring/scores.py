"""The score of one question and of one node of the tree, with all that belongs beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

TOLERANCE = 1e-9


class Undefined(StrEnum):
    """Why a figure is not there. Never shown as zero."""

    NO_VALID_ANSWER = "no_valid_answer"
    NOT_APPLICABLE = "not_applicable"
    COVERAGE = "coverage_below_minimum"
    NO_TARGET = "no_target"
    WITHHELD = "withheld"  # too few people: see disclosure


@dataclass(frozen=True)
class QuestionScore:
    """One maturity question.

    score : balanced mean of levels, 1..5, None where undefined (see reason)
    level : highest level that a strict majority of balanced weight reaches, 1..5
    target : balanced mean of the targets of the respondents with a valid level, or None
    gap, surplus : max(0, target - score), max(0, score - target); None without target
    n : number of valid answers
    asked : people of the groups to which the question goes, and whoever answered it anyway
    histogram : balanced share of answers at levels 1..5, five floats that sum to 1, or None
    group_means : mean of valid answers by group, groups with at least one valid answer
    n_by_group : number of valid answers by group (groups with zero included when asked)
    spread : max minus min of group_means, None under two groups; spread_groups are (low, high)
    disagreement : spread is at least the instrument's disagreement range
    weight : as declared, relative to the other questions of the sub-pillar
    path_weight : share of this question in the index (or in readiness), 0..1, from declared
        weights; a question that is not applicable has none, its siblings share it
    effective_weight : the same share rescaled over what is available; 0 where this question is
        not part of the index's score
    contribution : share x gap, rescaled over the questions that have a gap; sums to the gross
        gap of the index; None without gap
    standard_error, interval : in levels, 95 %; None where not estimable
    agreement : van der Eijk's A on the balanced histogram, -1..1; None under two answers
    average_deviation : typical distance from the mean, in levels; None under two answers
    rwg : against a uniform null, people counted; None under two answers
    interpolated_median : of the balanced histogram
    skewed : score and interpolated median differ by more than half a level
    hidden_conflict : people agree inside their groups, and the groups disagree
    target_means, n_targets : mean target by group, and the people who gave one; for the rules of
        disclosure, never shown; empty in results stored before they were kept
    """

    key: str
    score: float | None
    reason: Undefined | None
    level: int | None
    target: float | None
    gap: float | None
    surplus: float | None
    n: int
    asked: int
    do_not_know: int
    not_applicable: int
    blank: int
    n_by_group: dict[str, int]
    group_means: dict[str, float]
    histogram: tuple[float, ...] | None
    spread: float | None
    spread_groups: tuple[str, str] | None
    disagreement: bool
    weight: float
    path_weight: float
    effective_weight: float = 0.0
    contribution: float | None = None
    standard_error: float | None = None
    interval: tuple[float, float] | None = None
    agreement: float | None = None
    average_deviation: float | None = None
    rwg: float | None = None
    interpolated_median: float | None = None
    skewed: bool = False
    hidden_conflict: bool = False
    target_means: dict[str, float] = field(default_factory=dict)
    n_targets: dict[str, int] = field(default_factory=dict)

    @property
    def do_not_know_share(self) -> float | None:
        """DK / (valid + DK); None where nobody gave either."""
        total = self.n + self.do_not_know
        return self.do_not_know / total if total else None


@dataclass(frozen=True)
class NodeScore:
    """A sub-pillar, a dimension, or the index.

    score : weighted arithmetic mean of available children, 1..5, None where undefined
    level : staged level, 1..5 (method section 8)
    predicate : Indonesian name of the band that holds the score, None where none is declared
    coverage : available share of the weight of the applicable children, 0..1
    target : roll-up of targets by the same rule
    gap : sum over children of weight share x gap (gross: surpluses offset nothing), over the
        children that have a target
    surplus : the same of surpluses; gap - surplus is the net gap
    contribution : share x gap, rescaled over what has a gap; over the children of a node it sums
        to the node's own
    n : people with at least one valid answer below this node
    do_not_know_share : DK / (valid + DK) over all answers below
    group_means : the node's score by the answers of one group alone, for the groups that answer
        at least the minimum coverage of it; with less, the choice of questions would pass for
        disagreement
    spread, spread_groups : range of group_means and the groups (low, high); None under two
    weight, path_weight, effective_weight : as of a question
    standard_error, interval : in levels, 95 %; None where not estimable: the score is undefined,
        under three people, or no group has two
    degrees_of_freedom : of the interval (Satterthwaite); None without interval or variation
    no_variation : nobody differs inside any group; the interval then has no width, which is no
        certainty
    error_by_session : the standard error if people of one meeting resembled each other (rho 0.2)
    """

    key: str
    score: float | None
    reason: Undefined | None
    level: int | None
    predicate: str | None
    coverage: float
    target: float | None
    gap: float | None
    surplus: float | None
    contribution: float | None
    n: int
    n_by_group: dict[str, int]
    do_not_know_share: float | None
    spread: float | None
    spread_groups: tuple[str, str] | None
    weight: float
    path_weight: float
    children: tuple[str, ...] = ()
    effective_weight: float = 0.0
    group_means: dict[str, float] = field(default_factory=dict)
    standard_error: float | None = None
    interval: tuple[float, float] | None = None
    degrees_of_freedom: float | None = None
    no_variation: bool = False
    error_by_session: float | None = None


def spread_of(means: Mapping[str, float]) -> tuple[float | None, tuple[str, str] | None]:
    """Give the range of group means and the two groups, the first in order where several tie."""
    if len(means) < 2:
        return None, None
    low, high = min(means.values()), max(means.values())
    lowest = next(group for group, mean in means.items() if mean <= low + TOLERANCE)
    highest = next(
        group for group, mean in means.items() if mean >= high - TOLERANCE and group != lowest
    )
    return high - low, (lowest, highest)
