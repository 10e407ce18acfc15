"""A questionnaire as sheets of paper: how much goes on one, so that its number can be printed.

Browsers do not number pages alike, so the sheets are cut here, by how many lines each question
takes on A4. The estimate is on the safe side; a test prints and counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.questions import (
    FocusGroupQuestion,
    LikertQuestion,
    MaturityQuestion,
    OpenQuestion,
)
from assess.questionnaire.routing import Section
from assess.web.formatting import in_language

LINES = 63  # of a sheet, its head taken off
WIDE, NARROW = 98, 92  # characters on a line in a wide typeface: of a question, and beside a box
HEADING, GAP = 3, 1


@dataclass
class Block:
    """Questions of one section that stand on one sheet."""

    section: Section
    questions: list[FocusGroupQuestion] = field(default_factory=list)


@dataclass
class Sheet:
    blocks: list[Block] = field(default_factory=list)
    lines: int = 0


def sheets_of(questionnaire: Questionnaire, sections: Sequence[Section], first: int) -> list[Sheet]:
    """The sheets of one group's form; `first` lines of the first one are taken already."""
    sheets = [Sheet(lines=first)]
    for section in sections:
        block: Block | None = None
        for question in section.questions:
            needed = lines_of(questionnaire, question) + (0 if block else HEADING)
            if sheets[-1].lines + needed > LINES:
                sheets.append(Sheet())
                block = None
                needed = lines_of(questionnaire, question) + HEADING
            if block is None:
                block = Block(section)
                sheets[-1].blocks.append(block)
            block.questions.append(question)
            sheets[-1].lines += needed
    return sheets


def lines_of(questionnaire: Questionnaire, question: FocusGroupQuestion) -> int:
    lines = wrapped(f"{question.id} {in_language(question.text)}", WIDE) + GAP
    match question:
        case MaturityQuestion():
            anchors = question.anchors.values()
            lines += sum(wrapped(in_language(text), NARROW) for text in anchors)
            lines += 4  # do not know, target and horizon, evidence, and the space between
        case LikertQuestion():
            lines += 3
        case OpenQuestion():
            lines += 6
    return lines


def wrapped(text: str, width: int) -> int:
    """Lines that a text takes when broken between words."""
    lines, used = 1, 0
    for word in text.split():
        if used and used + 1 + len(word) > width:
            lines, used = lines + 1, 0
        used += len(word) + (1 if used else 0)
    return lines
