"""Figures beside a scorecard that need the answers themselves: evidence, and careless answers.

Made once, when the scorecard is made, and stored with it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from assess.scoring.common_part import people_of
from assess.scoring.data_quality import (
    FASTEST_SECONDS,
    LONGEST_RUN_SHARE,
    LOWEST_VARIABILITY_PERCENTILE,
    longest_runs,
    variability,
)
from assess.scoring.evidence import verified
from assess.scoring.ratings import NOT_ASKED, Matrix, Ratings
from assess.scoring.scheme import Scheme
from assess.scoring.scorecard import Scorecard, score_scheme

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Evidence:
    """What is left of a result where evidence is missing.

    cap : level that is believed without evidence
    accepted : answers above the cap that accepted evidence carries; nobody accepts evidence yet
    claims, named : by question, answers above the cap, and those of them that name evidence
    verified : score of each node when answers above the cap count as the cap, None where
        undefined; keys are "index" and those of dimensions, readiness, elements and sub-pillars
    """

    cap: int
    accepted: int
    claims: dict[str, int]
    named: dict[str, int]
    verified: dict[str, float | None]


@dataclass(frozen=True)
class Quality:
    """Answers that look careless. They count in every score.

    asked, flagged : people with an answer, and flagged people, by group
    long_run, fast : people flagged for a run of one level, and for haste without variation
    timed : people of whom the time is known
    without : score of the index and its dimensions without the flagged people
    """

    asked: dict[str, int]
    flagged: dict[str, int]
    long_run: int
    fast: int
    timed: int
    without: dict[str, float | None]


@dataclass(frozen=True)
class Companions:
    """What stands beside one scorecard. seed : of everything that is drawn for its display."""

    evidence: Evidence
    quality: Quality
    seed: int


def companions(
    ratings: Ratings,
    scheme: Scheme,
    *,
    shown: Mapping[str, Sequence[str]],
    named_evidence: Mapping[str, int],
    cap: int,
    seconds: Mapping[str, float],
    seed: int,
) -> Companions:
    """Make the figures beside the scorecard of the same answers.

    Parameters
    ----------
    shown : questions of each group, in the order of its form
    named_evidence : by question, answers above the cap that name evidence
    seconds : mean time of a person for one question, by respondent; missing where unknown
    """
    return Companions(
        evidence=_evidence(ratings, scheme, named_evidence, cap),
        quality=_quality(ratings, scheme, shown, seconds),
        seed=seed,
    )


def _evidence(ratings: Ratings, scheme: Scheme, named: Mapping[str, int], cap: int) -> Evidence:
    claims = (ratings.levels > cap).sum(0)
    believed = score_scheme(verified(ratings, {}, cap), scheme)
    scored = set(scheme.questions)
    return Evidence(
        cap=cap,
        accepted=0,
        claims={
            key: int(n) for key, n in zip(ratings.questions, claims, strict=True) if key in scored
        },
        named={key: n for key, n in named.items() if n and key in scored},
        verified=_scores(believed),
    )


def _scores(card: Scorecard) -> dict[str, float | None]:
    nodes = {**card.dimensions, **card.subpillars, **card.readiness_elements}
    scores = {"index": card.index.score, **{key: node.score for key, node in nodes.items()}}
    return scores if card.readiness is None else {**scores, "readiness": card.readiness.score}


def _quality(
    ratings: Ratings,
    scheme: Scheme,
    shown: Mapping[str, Sequence[str]],
    seconds: Mapping[str, float],
) -> Quality:
    time = np.array([seconds.get(person, np.nan) for person in ratings.respondents])
    run = long_runs(ratings, shown)
    fast = _hasty(variability(ratings.levels), time)
    flagged, spoke = run | fast, np.asarray((ratings.levels >= 1).any(1))
    kept = score_scheme(people_of(ratings, ~flagged), scheme) if flagged.any() else None
    keys = ("index", *(node.key for node in scheme.index.root.children))
    return Quality(
        asked=_by_group(ratings, spoke),
        flagged=_by_group(ratings, flagged),
        long_run=int(run.sum()),
        fast=int(fast.sum()),
        timed=int(np.isfinite(time).sum()),
        without={} if kept is None else {key: _scores(kept)[key] for key in keys},
    )


def long_runs(ratings: Ratings, shown: Mapping[str, Sequence[str]]) -> Flags:
    """Find who gave one level to more than 60 % of the questions of the own form, one after another."""
    column = {question: place for place, question in enumerate(ratings.questions)}
    flags = np.zeros(len(ratings.groups), dtype=bool)
    for group in set(ratings.groups):
        rows = np.array([place for place, its in enumerate(ratings.groups) if its == group])
        form = [column[question] for question in shown.get(group, ()) if question in column]
        answers = ratings.levels[rows][:, form]
        was_asked = answers != NOT_ASKED
        flags[rows] = _runs_as_asked(answers, was_asked) > LONGEST_RUN_SHARE * was_asked.sum(1)
    return flags


def _runs_as_asked(answers: Matrix, was_asked: Flags) -> npt.NDArray[np.int64]:
    """Find the longest run of each person over what the own table was asked.

    On the phone the parts of other tables were not in between.
    """
    runs = longest_runs(answers)
    for row in np.flatnonzero(~was_asked.all(1)):
        runs[row] = longest_runs(answers[row, was_asked[row]][None])[0]
    return runs


def _hasty(spread: Floats, seconds: Floats) -> Flags:
    known = spread[~np.isnan(spread)]
    if not len(known):
        return np.zeros(len(spread), dtype=bool)
    low = spread <= np.percentile(known, LOWEST_VARIABILITY_PERCENTILE)
    return np.asarray(low & (seconds < FASTEST_SECONDS))


def _by_group(ratings: Ratings, flags: Flags) -> dict[str, int]:
    groups = [group for group, here in zip(ratings.groups, flags, strict=True) if here]
    return {group: groups.count(group) for group in dict.fromkeys(ratings.groups)}


def to_json(beside: Companions) -> dict[str, Any]:
    """Plain values; `from_json` is the way back."""
    return dataclasses.asdict(beside)


def from_json(stored: Mapping[str, Any]) -> Companions:
    """Rebuild what `to_json` gave."""
    return Companions(Evidence(**stored["evidence"]), Quality(**stored["quality"]), stored["seed"])
