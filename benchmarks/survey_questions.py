"""The 97 questions of the benchmark, as the miniature survey asks them.

Read from the file that the application reads too, so that both ask the same in the same words.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

QUESTIONNAIRES = Path(__file__).parent / "questionnaires"


@dataclass(frozen=True)
class Question:
    name: str
    text: str


@dataclass(frozen=True)
class Section:
    title: str
    ratings: tuple[Question, ...]
    remarks: tuple[Question, ...]


def _read() -> tuple[tuple[Section, ...], dict[str, str]]:
    file = yaml.safe_load((QUESTIONNAIRES / "ninety-seven.yaml").read_text(encoding="utf-8"))

    def asked(dimension: str, kind: str) -> tuple[Question, ...]:
        return tuple(
            Question(name=each["id"], text=each["text"]["id"])
            for each in file["questions"]
            if each["dimension"] == dimension and each["type"] == kind
        )

    sections = tuple(
        Section(each["name"]["id"], asked(each["key"], "likert"), asked(each["key"], "open"))
        for each in file["dimensions"]
    )
    return sections, {str(level): label["id"] for level, label in file["agreement_scale"].items()}


SECTIONS, LEVELS = _read()
QUESTIONS_IN_ALL = sum(len(s.ratings) + len(s.remarks) for s in SECTIONS)
