"""What two versions of a questionnaire share, for comparing regions assessed with either."""

from __future__ import annotations

from assess.questionnaire.instrument import Questionnaire


def common_questions(one: Questionnaire, other: Questionnaire) -> set[str]:
    """Ids of maturity questions that ask the same in both: text, anchors and sub-pillar.

    Weights may differ; the comparison scores the common part with the weights of its choice.
    """
    others = {question.id: question for question in other.maturity_questions}
    return {
        question.id
        for question in one.maturity_questions
        if (twin := others.get(question.id))
        and (question.text, question.anchors, question.subpillar)
        == (twin.text, twin.anchors, twin.subpillar)
    }
