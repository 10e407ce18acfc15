"""What a closed round shows: its figures as the team may see them, and both rounds compared.

While a round is answered nothing is given out, whoever asks: every page about the room reads its
figures here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sqlalchemy.orm import Session

from assess.actions import used_weights
from assess.actions.rounds import RoundStillOpen
from assess.actions.scorecards import combined_ratings, ratings_of_round
from assess.questionnaire.instrument import Questionnaire
from assess.room.shift import Round, Shift, shifts
from assess.scoring.disclosure import STAFF_MINIMUM, disclosed, fewest_people
from assess.scoring.ratings import LOWEST, Ratings
from assess.scoring.scheme import scheme_of
from assess.scoring.scorecard import Scorecard, score_scheme
from assess.scoring.sibling_sets import scheme_with
from assess.store.rounds import newest_closed_round
from assess.store.tables import FocusGroup, FocusGroupState


@dataclass(frozen=True)
class RoundResult:
    """A round that was closed, with everything of fewer than three people taken out."""

    number: int
    ratings: Ratings
    scorecard: Scorecard

    @property
    def as_round(self) -> Round:
        return Round(self.ratings, self.scorecard.questions)


def result_of_round(
    db: Session, focus_group: FocusGroup, questionnaire: Questionnaire, number: int
) -> RoundResult | None:
    """None where this round was never closed.

    Raises
    ------
    RoundStillOpen
        While answers are taken: a result that somebody saw would pull those who answer.
    """
    _refuse_while_answering(focus_group)
    if newest_closed_round(db, focus_group.id, number) is None:
        return None
    ratings = ratings_of_round(db, focus_group, questionnaire, number)
    used = used_weights.weights_in_force(db, focus_group.assessment_id)
    scheme = scheme_with(scheme_of(questionnaire), used_weights.by_set(used))
    card = disclosed(
        score_scheme(ratings, scheme),
        {group.key: group.weight for group in questionnaire.groups},
        questionnaire.scoring.disagreement_range,
        fewest_people(questionnaire, STAFF_MINIMUM),
    )
    return RoundResult(number, ratings, card)


def compared_rounds(
    db: Session, focus_group: FocusGroup, questionnaire: Questionnaire
) -> list[Shift]:
    """The questions that were asked in both rounds; empty before the second was closed."""
    _refuse_while_answering(focus_group)
    last = newest_closed_round(db, focus_group.id, 2)
    if last is None or last.questions is None:
        return []
    first = result_of_round(db, focus_group, questionnaire, 1)
    second = result_of_round(db, focus_group, questionnaire, 2)
    if first is None or second is None:
        return []
    k = fewest_people(questionnaire, STAFF_MINIMUM)
    return shifts(first.as_round, second.as_round, last.questions, k)


def comparable_beside(
    whole: list[FocusGroup], focus_group: FocusGroup, questionnaire: Questionnaire, question: str
) -> bool:
    """Whether figures of one meeting may stand beside those of all closed meetings together.

    Where one or two people of a group answered elsewhere, their answers would be the difference.
    """
    elsewhere = [
        each for each in whole if each.id != focus_group.id and each.frozen_ratings is not None
    ]
    if not elsewhere:
        return True
    ratings = combined_ratings(elsewhere)
    valid = ratings.levels[:, ratings.questions.index(question)] >= LOWEST
    people = np.array(ratings.groups)[valid].tolist()
    k = fewest_people(questionnaire, STAFF_MINIMUM)
    return all(people.count(group) >= k for group in set(people))


def _refuse_while_answering(focus_group: FocusGroup) -> None:
    if focus_group.state == FocusGroupState.OPEN and focus_group.answering:
        raise RoundStillOpen(focus_group.public_id)
