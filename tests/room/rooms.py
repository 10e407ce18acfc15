"""Made-up rooms: who answered what, as ratings, and a small instrument for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from assess.questionnaire.instrument import Questionnaire
from assess.scoring.disclosure import disclosed
from assess.scoring.ratings import Matrix, Ratings
from assess.scoring.scorecard import Scorecard, score
from tests.world import the_questionnaire

GROUPS = ("diskominfo", "kadin", "akademisi")


def maturity_ids(questionnaire: Questionnaire | None = None) -> tuple[str, ...]:
    return tuple(each.id for each in (questionnaire or the_questionnaire()).maturity_questions)


def a_room(
    levels: Matrix, groups: Sequence[str], questions: Sequence[str] | None = None
) -> Ratings:
    return Ratings(
        levels=levels,
        groups=tuple(groups),
        respondents=tuple(f"p{row}" for row in range(len(groups))),
        questions=tuple(questions or maturity_ids()),
    )


def a_room_of(answers: Mapping[str, Mapping[str, Sequence[int]]]) -> Ratings:
    """question -> group -> levels; every group has the same people in every question."""
    sizes = {
        group: len(levels) for by_group in answers.values() for group, levels in by_group.items()
    }
    groups = [group for group, size in sizes.items() for _ in range(size)]
    questions = maturity_ids()
    matrix = np.zeros((len(groups), len(questions)), dtype=np.int8)
    for question, by_group in answers.items():
        for group, levels in by_group.items():
            matrix[[each == group for each in groups], questions.index(question)] = levels
    return a_room(matrix, groups)


def shown(ratings: Ratings, k: int = 3) -> Scorecard:
    """The scorecard of a room as its own team may see it."""
    questionnaire = the_questionnaire()
    weights = {group.key: group.weight for group in questionnaire.groups}
    limit = questionnaire.scoring.disagreement_range
    return disclosed(score(ratings, questionnaire), weights, limit, k)
