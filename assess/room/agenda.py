"""What the room should talk about: disagreement times weight, fitted to the minutes that are left.

Made of a scorecard from which the figures of few people were taken out, so that the order tells
nothing that is not shown. A machine proposes, a person reorders.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assess.room.proceedings import Agenda
from assess.scoring.ratings import HIGHEST, LOWEST
from assess.scoring.scorecard import Scorecard
from assess.scoring.scores import QuestionScore

AGREED = 0.15  # up to here nobody needs to talk: A of 0.7 ("strong"), or a spread of 0.6 levels


@dataclass(frozen=True)
class Item:
    """One question that the room disagrees on.

    disagreement : 0..1, see `disagreement`
    weight : share in its tree against the mean question of it; 1 is an average question
    """

    question: str
    disagreement: float
    weight: float

    @property
    def urgency(self) -> float:
        """Disagreement x weight: what the agenda is ordered by."""
        return self.disagreement * self.weight


@dataclass(frozen=True)
class Ranking:
    """All questions of a scorecard: to be talked about in order, agreed on, or without a figure."""

    items: tuple[Item, ...]
    agreed: tuple[str, ...]
    unknown: tuple[str, ...]  # nobody answered, or too few to be shown

    @property
    def questions(self) -> tuple[str, ...]:
        return tuple(item.question for item in self.items)


def disagreement(question: QuestionScore) -> float | None:
    """How far people or groups are apart on one question.

    max((1 - A) / 2, R / 4), with A of van der Eijk on the balanced histogram and R the range of
    the groups' means. A sees a room that is split; R sees groups that agree at home and differ
    from each other. One that is not known is left out; None where both are.

    range : 0 (all alike) to 1 (half at level 1, half at level 5)
    """
    parts = []
    if question.agreement is not None:
        parts.append((1 - question.agreement) / 2)
    if question.spread is not None:
        parts.append(question.spread / (HIGHEST - LOWEST))
    return max(parts) if parts else None


def ranking(card: Scorecard) -> Ranking:
    """Order the questions of a scorecard by urgency, the most urgent first.

    Equal ones keep the order of the questionnaire. Weights of the index and of readiness are
    shares of two different wholes, so each counts against the mean question of its own tree.
    """
    items, agreed, unknown = [], [], []
    for questions in _trees(card):
        mean = sum(each.path_weight for each in questions) / max(len(questions), 1)
        for question in questions:
            apart = disagreement(question)
            if apart is None or question.path_weight <= 0:
                unknown.append(question.key)
            elif apart <= AGREED:
                agreed.append(question.key)
            else:
                items.append(Item(question.key, apart, question.path_weight / mean))
    items.sort(key=lambda item: -item.urgency)
    return Ranking(tuple(items), tuple(agreed), tuple(unknown))


def fitted(
    questions: Sequence[str], minutes: float, per_item: float, *, by_machine: bool = True
) -> Agenda:
    """As many questions, from the first, as the minutes hold; the rest is named.

    >>> agenda = fitted(["a", "b", "c"], minutes=14, per_item=6)
    >>> agenda.questions, agenda.left_out
    (('a', 'b'), ('c',))
    """
    n = reached(minutes, per_item)
    return Agenda(tuple(questions[:n]), tuple(questions[n:]), minutes, by_machine)


def reached(minutes: float, per_item: float) -> int:
    """Whole items that fit; an item that would be cut short is not begun."""
    return max(int(minutes / per_item + 1e-9), 0)


class Move(StrEnum):
    UP = "up"
    DOWN = "down"
    TO = "to"
    OUT = "out"
    IN = "in"


def moved(agenda: Agenda, question: str, move: Move, place: int = 1) -> Agenda:
    """The agenda after a person moved one question; `place` counts from 1, for TO alone.

    A move that goes nowhere leaves it as it is. A question that is taken out is the first of the
    rest; one that is taken in, from the rest or from anywhere, becomes the last.

    >>> agenda = Agenda(("a", "b", "c"), ("d",))
    >>> moved(agenda, "c", Move.TO, 1).questions
    ('c', 'a', 'b')
    >>> moved(agenda, "d", Move.IN).questions
    ('a', 'b', 'c', 'd')
    """
    here, rest = list(agenda.questions), list(agenda.left_out)
    if move is Move.IN:
        if question not in here:
            here.append(question)
        rest = [each for each in rest if each != question]
    elif question not in here:
        return agenda
    elif move is Move.OUT:
        here.remove(question)
        rest.insert(0, question)
    else:
        at = here.index(question)
        steps = {Move.UP: at - 1, Move.DOWN: at + 1, Move.TO: place - 1}
        here.remove(question)
        here.insert(min(max(steps[move], 0), len(here)), question)
    if (tuple(here), tuple(rest)) == (agenda.questions, agenda.left_out):
        return agenda
    return Agenda(tuple(here), tuple(rest), agenda.minutes, by_machine=False)


def _trees(card: Scorecard) -> list[list[QuestionScore]]:
    """Questions of the index and of readiness apart, each in the order of the questionnaire."""
    beside = {key for node in card.readiness_elements.values() for key in node.children}
    of_index: list[QuestionScore] = []
    of_readiness: list[QuestionScore] = []
    for subpillar in card.subpillars.values():
        own = of_readiness if subpillar.key in beside else of_index
        own += [card.questions[key] for key in subpillar.children]
    return [tree for tree in (of_index, of_readiness) if tree]
