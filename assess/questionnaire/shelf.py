"""The questionnaires of a folder: each a file of its own, or a folder with a head file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.problems import Fault, Place, Problem, QuestionnaireError
from assess.questionnaire.reader import HEAD_NAME, read_questionnaire


def shelf_paths(folder: Path) -> list[Path]:
    heads = [path.parent for path in folder.glob(f"*/{HEAD_NAME}")]
    return sorted([*heads, *folder.glob("*.yaml")])


def read_shelf(folder: Path) -> Mapping[str, Questionnaire]:
    """Every questionnaire by key. All faults of all of them are raised together."""
    shelf: dict[str, Questionnaire] = {}
    problems: list[Problem] = []
    for path in shelf_paths(folder):
        try:
            questionnaire = read_questionnaire(path)
        except QuestionnaireError as error:
            problems.extend(error.problems)
        else:
            if questionnaire.key in shelf:
                message = f"another questionnaire here has the key {questionnaire.key} already"
                problems.append(Problem(Place(str(path), 1, 1), Fault.DUPLICATE_KEY, message))
            shelf[questionnaire.key] = questionnaire
    if problems:
        raise QuestionnaireError(problems)
    return shelf
