"""One result by several methods side by side: what does not depend on a choice, and what does."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from assess.questionnaire.instrument import Predicate
from assess.scoring.aggregation import Balance, balanced_mean, majority_level, respondent_weights
from assess.scoring.concordance import Metric, krippendorff_alpha
from assess.scoring.figures import QuestionFigures
from assess.scoring.means import Floats, geometric, penalised
from assess.scoring.ratings import LOWEST
from assess.scoring.scheme import Scheme
from assess.scoring.tree import roll_up
from assess.scoring.tree_figures import TreeFigures
from assess.scoring.uncertainty import effective_respondents, largest_person_weight

TOLERANCE = 1e-9
LARGEST_PERSON = 0.1
FEWEST_GROUPS = 4
FEWEST_PEOPLE = 8


class Method(StrEnum):
    """How answers become a question score; all else stays the same."""

    MEAN = "mean"  # the default: balanced mean of levels
    MEDIAN = "median"  # interpolated median of the balanced histogram
    HEAD_COUNT = "head_count"  # every person the same
    LOWEST_GROUP = "lowest_group"  # what the least content group says
    UNSURE_LOWEST = "unsure_lowest"  # "do not know" counts as level 1


class Caution(StrEnum):
    """What a reader must know before using the figures."""

    PROVISIONAL = "provisional"  # under four groups or eight people
    ONE_GROUP = "one_group"
    INCOMPLETE_PANEL = "incomplete_panel"  # a declared group is missing
    ONE_PERSON_WEIGHS_MUCH = "one_person_weighs_much"  # over 10 % of the whole
    DEPENDS_ON_UNSURE = "depends_on_unsure"  # index moves more than its interval's half-width


@dataclass(frozen=True)
class Sensitivity:
    """Figures of one tree by every method.

    by_method : values of all nodes, (n_nodes,), in the positions of the tree
    changes : (n_nodes,) whether the band (or the whole level) of a node depends on the method
    geometric, penalised : index with that mean at the top, nan where undefined
    imbalance_loss : arithmetic minus geometric index, in levels: what compensation hides
    """

    by_method: dict[Method, Floats]
    changes: np.ndarray[tuple[int], np.dtype[np.bool_]]
    geometric: float
    penalised: float
    imbalance_loss: float


def sensitivity(figures: QuestionFigures, part: TreeFigures, scheme: Scheme) -> Sensitivity:
    """Score one tree by every method.

    Parameters
    ----------
    figures, part : what the default method gave
    """
    by_method = {
        method: roll_up(
            part.tree,
            leaves[part.columns],
            minimum_coverage=scheme.minimum_coverage,
            applicable=~figures.inapplicable[part.columns],
        ).values
        for method, leaves in _question_scores(figures, scheme).items()
    }
    dimensions = part.scores.values[part.tree.branches[-1].children]
    weights = np.where(np.isnan(dimensions), 0.0, part.tree.branches[-1].weights)
    index = float(part.scores.values[-1])
    top = geometric(dimensions, weights) if not math.isnan(index) else math.nan
    uneven = penalised(dimensions, weights) if not math.isnan(index) else math.nan
    return Sensitivity(
        by_method=by_method,
        changes=_band_changes(np.array(list(by_method.values())), scheme.predicates),
        geometric=float(top),
        penalised=float(uneven),
        imbalance_loss=index - float(top),
    )


def _question_scores(figures: QuestionFigures, scheme: Scheme) -> dict[Method, Floats]:
    """Every question by every method; a question left out of the default stays out."""
    people = respondent_weights(figures.counts, _declared(figures, scheme), Balance.PEOPLE)
    heard = np.where(figures.weights > 0, figures.means, np.inf).min(0, initial=np.inf)
    found = {
        Method.MEAN: figures.scores,
        Method.MEDIAN: figures.interpolated_medians,
        Method.HEAD_COUNT: balanced_mean(figures.means, people),
        Method.LOWEST_GROUP: np.where(np.isfinite(heard), heard, np.nan),
    }
    kept = {method: np.where(figures.left_out, np.nan, each) for method, each in found.items()}
    low = _unsure_as_lowest(figures, scheme)
    return {**kept, Method.UNSURE_LOWEST: np.where(figures.left_out, np.nan, low)}


def _declared(figures: QuestionFigures, scheme: Scheme) -> Floats:
    return np.array([scheme.group_weights.get(group, 1.0) for group in figures.groups])


def _unsure_as_lowest(figures: QuestionFigures, scheme: Scheme) -> Floats:
    """Question scores with "do not know" counted as level 1, from sums of the groups."""
    unsure = figures.counts[..., 1]
    n = figures.valid + unsure
    sums = np.nan_to_num(figures.means) * figures.valid + LOWEST * unsure
    weights = np.where(n > 0, _declared(figures, scheme)[:, None], 0.0)
    return balanced_mean(sums / np.maximum(n, 1), weights)


def _band_changes(
    values: Floats, bands: tuple[Predicate, ...]
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether the methods put a node into different bands; without bands, whole levels."""
    limits = np.array(sorted(band.min for band in bands) or (2, 3, 4, 5), dtype=np.float64)
    band = np.searchsorted(limits, values + TOLERANCE, side="right").astype(np.float64)
    known = np.where(np.isnan(values), np.nan, band)
    return np.asarray(known.max(0) > known.min(0))  # never where a method gives no value


def profile_alpha(figures: QuestionFigures, part: TreeFigures) -> float:
    """Krippendorff's ordinal alpha: whether the groups see the same profile over questions.

    Raters are the groups by their own majority level, units the questions. nan where undefined.
    """
    levels = majority_level(_shares(figures)).astype(np.float64)[:, part.columns]
    return krippendorff_alpha(np.where(levels > 0, levels, np.nan), Metric.ORDINAL)


def _shares(figures: QuestionFigures) -> Floats:
    by_level = figures.by_level
    return np.asarray(by_level / np.maximum(by_level.sum(-1, keepdims=True), 1))


def panel_figures(figures: QuestionFigures, scheme: Scheme) -> tuple[float, float]:
    """Kish's effective number of respondents, and the largest weight of one person.

    nan both where nobody with weight answered anything.
    """
    spoke = figures.answered.any(1)
    sizes = np.bincount(figures.group_of_row[spoke], minlength=len(figures.groups)).astype(float)
    declared = _declared(figures, scheme)
    if not (declared * sizes).any():
        return math.nan, math.nan
    return effective_respondents(declared, sizes), largest_person_weight(declared, sizes)


def cautions(
    figures: QuestionFigures,
    part: TreeFigures,
    found: Sensitivity,
    largest_weight: float,
    absent: tuple[str, ...],
    *,
    of_offices: bool = False,
) -> tuple[Caution, ...]:
    """Everything that must stand beside the index.

    of_offices : few people are no caution where who answers speaks for an office
    """
    n_groups, n_people = len(figures.groups_heard), int(figures.answered.any(1).sum())
    half_width = (part.intervals.high[-1] - part.intervals.low[-1]) / 2
    moved = abs(found.by_method[Method.UNSURE_LOWEST][-1] - part.scores.values[-1])
    of_people = not of_offices
    holds = {
        Caution.PROVISIONAL: of_people and (n_groups < FEWEST_GROUPS or n_people < FEWEST_PEOPLE),
        Caution.ONE_GROUP: of_people and n_groups == 1,
        Caution.INCOMPLETE_PANEL: bool(absent),
        Caution.ONE_PERSON_WEIGHS_MUCH: of_people and largest_weight > LARGEST_PERSON + TOLERANCE,
        Caution.DEPENDS_ON_UNSURE: bool(moved > half_width + TOLERANCE),
    }
    return tuple(caution for caution, here in holds.items() if here)
