"""What may be told of the figures beside a scorecard: evidence, and scores without some people.

Counts of high answers, the verified score and a score without flagged people are further sums over
the answers of everybody. Over few questions they would solve for a person of a small group; over
many a coarse figure does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assess.scoring.companions import Evidence, Quality
from assess.scoring.scorecard import Scorecard
from assess.scoring.scores import NodeScore, QuestionScore
from assess.scoring.withholding import has_small_group

ENOUGH_QUESTIONS = 8
FEWEST_CLAIMS = 8
DECIMALS, COARSE = 2, 1


@dataclass(frozen=True)
class EvidenceTold:
    """claims, named : answers above the cap, and those that name evidence; None where withheld.

    verified : score of a node without unproven levels, None where withheld or undefined
    decimals : to how many it may be shown
    """

    claims: int | None
    named: int | None
    verified: float | None
    decimals: int = DECIMALS


def evidence_told(
    evidence: Evidence, score: NodeScore | QuestionScore, below: Sequence[QuestionScore], k: int
) -> EvidenceTold:
    """Take out of the evidence beside one score what would tell of fewer than k people.

    Parameters
    ----------
    score : as it may be shown, see `disclosure.disclosed`
    below : questions that it is made of; a question is made of itself
    """
    if score.score is None:
        return EvidenceTold(None, None, None)
    claims = sum(evidence.claims.get(question.key, 0) for question in below)
    named = sum(evidence.named.get(question.key, 0) for question in below)
    verified = None if isinstance(score, QuestionScore) else evidence.verified.get(score.key)
    if not has_small_group(score.n_by_group, k):
        return EvidenceTold(claims, named, verified)
    # Hardly any high answer would tell of everybody that they gave none.
    if len(below) < ENOUGH_QUESTIONS or claims < FEWEST_CLAIMS:
        return EvidenceTold(None, None, None)
    return EvidenceTold(claims, named, _coarse(verified), COARSE)


def _coarse(value: float | None) -> float | None:
    return None if value is None else round(value, COARSE)


def without_flagged(quality: Quality, card: Scorecard, k: int) -> dict[str, float | None]:
    """Scores of the index and its dimensions without the flagged people, where they may be told.

    From the difference to the whole score a reader works out what the flagged people said, and
    from the rest what the others of their group did.

    Parameters
    ----------
    card : as it may be shown, see `disclosure.disclosed`
    """
    kept = {group: n - quality.flagged.get(group, 0) for group, n in quality.asked.items()}
    if sum(quality.flagged.values()) < k or sum(kept.values()) < k:
        return {}
    parts = {"index": card.index, **card.dimensions}
    small = any(has_small_group(people, k) for people in (kept, quality.flagged))
    return {
        key: score
        for key, score in quality.without.items()
        if parts[key].score is not None
        and (not small or len(_questions_below(parts[key], card)) >= ENOUGH_QUESTIONS)
    }


def verified_told(evidence: Evidence, card: Scorecard, k: int) -> dict[str, EvidenceTold]:
    """Give what may be told of the index and of each dimension; card : as it may be shown."""
    parts = {"index": card.index, **card.dimensions}
    return {
        key: evidence_told(evidence, node, _questions_below(node, card), k)
        for key, node in parts.items()
    }


def _questions_below(node: NodeScore, card: Scorecard) -> list[QuestionScore]:
    if node.key in card.subpillars:
        return [card.questions[key] for key in node.children if key in card.questions]
    below = {**card.subpillars, **card.dimensions}
    return [question for key in node.children for question in _questions_below(below[key], card)]
