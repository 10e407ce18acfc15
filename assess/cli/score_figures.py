"""The JSON of `assess score`: figures of one region, and of regions beside each other."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from assess.scoring.comparison import (
    probability_above,
    rank_intervals,
    ranks,
    ranks_may_be_shown,
    score_draws,
    tiers,
)
from assess.scoring.drivers import rank_drivers
from assess.scoring.ratings import Ratings
from assess.scoring.reliability import reliability_of_scores
from assess.scoring.robustness import rank_robustness
from assess.scoring.scheme import Scheme
from assess.scoring.scorecard import NodeScore, QuestionScore, Scorecard

DRAWS = 1000

Entries = Mapping[str, NodeScore] | Mapping[str, QuestionScore]


def as_figures(card: Scorecard) -> dict[str, Any]:
    """The figures of one region; None where undefined, with the reason under `reasons`."""
    kinds: dict[str, Entries] = {
        "dimensions": card.dimensions,
        "subpillars": card.subpillars,
        "questions": card.questions,
    }
    nodes = {"dimensions": card.dimensions, "subpillars": card.subpillars}
    return {
        "index": card.index.score,
        **{kind: {key: each.score for key, each in at.items()} for kind, at in kinds.items()},
        "levels": {key: each.level for key, each in card.questions.items()},
        "coverage": {
            "index": card.index.coverage,
            **{kind: {key: n.coverage for key, n in at.items()} for kind, at in nodes.items()},
        },
        "n": card.n_respondents,
        "reasons": {
            "index": card.index.reason,
            **{
                kind: {key: each.reason for key, each in at.items() if each.reason}
                for kind, at in kinds.items()
            },
        },
        "staged_levels": {
            "index": card.index.level,
            **{kind: {key: n.level for key, n in at.items()} for kind, at in nodes.items()},
        },
        "intervals": {
            "index": card.index.interval,
            **{
                kind: {key: each.interval for key, each in at.items()} for kind, at in kinds.items()
            },
        },
        "standard_errors": {
            "index": card.index.standard_error,
            **{
                kind: {key: each.standard_error for key, each in at.items()}
                for kind, at in kinds.items()
            },
        },
        "agreement": {key: _agreement(each) for key, each in card.questions.items()},
        "counts": {key: _counts(each) for key, each in card.questions.items()},
        **_panel(card),
        **({"readiness": _readiness(card, card.readiness)} if card.readiness else {}),
    }


def _panel(card: Scorecard) -> dict[str, Any]:
    return {
        "groups_present": card.groups_present,
        "groups_absent": card.groups_absent,
        "effective_respondents": card.effective_respondents,
        "largest_person_weight": card.largest_person_weight,
        "profile_alpha": card.profile_alpha,
        "cautions": card.cautions,
        "methods": card.methods,
        "method_dependent": card.method_dependent,
        "geometric_index": card.geometric_index,
        "penalised_index": card.penalised_index,
        "imbalance_loss": card.imbalance_loss,
    }


def _agreement(question: QuestionScore) -> dict[str, Any]:
    return {
        "a": question.agreement,
        "average_deviation": question.average_deviation,
        "rwg": question.rwg,
        "interpolated_median": question.interpolated_median,
        "spread": question.spread,
        "spread_groups": question.spread_groups,
        "disagreement": question.disagreement,
        "hidden_conflict": question.hidden_conflict,
        "skewed": question.skewed,
    }


def _counts(question: QuestionScore) -> dict[str, int]:
    return {
        "valid": question.n,
        "dk": question.do_not_know,
        "na": question.not_applicable,
        "blank": question.blank,
        "groups_with_valid": len(question.group_means),
    }


def _readiness(card: Scorecard, root: NodeScore) -> dict[str, Any]:
    return {
        "index": root.score,
        "interval": root.interval,
        "coverage": root.coverage,
        "reason": root.reason,
        "elements": {key: node.score for key, node in card.readiness_elements.items()},
    }


def compare(
    ratings: Mapping[str, Ratings], cards: Mapping[str, Scorecard], scheme: Scheme, seed: int
) -> dict[str, Any]:
    """Regions beside each other; repeatable by its seed.

    `ranks` is None where reliability is under 0.7 or undefined: tiers are all that may be said.
    """
    rng = np.random.default_rng(seed)
    names = list(cards)
    scores, errors, df = (
        np.array([_number(getattr(card.index, name)) for card in cards.values()])
        for name in ("score", "standard_error", "degrees_of_freedom")
    )
    above = probability_above(score_draws(scores, errors, df, DRAWS, rng))
    best, worst = rank_intervals(scores, errors, rng)
    moved = rank_robustness(list(ratings.values()), scheme, rng)
    may_rank = ranks_may_be_shown(scores, errors)
    return {
        "seed": seed,
        "reliability": _defined(reliability_of_scores(scores, errors)),
        "ranks": _by(names, ranks(scores)) if may_rank else None,
        "rank_intervals": {
            name: [int(low), int(high)] if low else None
            for name, low, high in zip(names, best, worst, strict=True)
        },
        "tiers": _by(names, tiers(scores, above)),
        "probability_above": {
            name: {other: _defined(p) for other, p in zip(names, row, strict=True)}
            for name, row in zip(names, above, strict=True)
        },
        "robustness": {
            "median_rank": _by(names, moved.median),
            "low_rank": _by(names, moved.low),
            "high_rank": _by(names, moved.high),
            "index_range": {
                name: None if np.isnan(low) else [float(low), float(high)]
                for name, low, high in zip(names, moved.index_low, moved.index_high, strict=True)
            },
            "in_top_10": {n: _defined(p) for n, p in zip(names, moved.in_top, strict=True)},
            "mean_shift": moved.mean_shift,
            "shift_by_choice": moved.shift_by_choice,
            "drivers": {
                name: {"first": driver.first, "total": driver.total}
                for name, driver in rank_drivers(list(ratings.values()), scheme, rng).items()
            },
        },
    }


def _by(names: list[str], places: Any) -> dict[str, int | None]:
    """Ranks or tiers by region; None where a region has none."""
    return {
        name: int(place) if place > 0 else None
        for name, place in zip(names, places.tolist(), strict=True)
    }


def _number(value: float | None) -> float:
    return math.nan if value is None else value


def _defined(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
