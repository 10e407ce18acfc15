"""YAML text → Questionnaire, or QuestionnaireError with file:line:column for every fault.

A questionnaire is one file, or a head file that lists others in its folder under `files:`.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from assess.questionnaire.checks import check_meaning
from assess.questionnaire.files import read_files
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.problems import UNREADABLE, Fault, Problem, QuestionnaireError
from assess.questionnaire.shape import check_shape
from assess.questionnaire.source import Mapping, Node, Sequence, child, read_source, text_at

HEAD_NAME = "kuesioner.yaml"


def read_questionnaire(path: Path) -> Questionnaire:
    """The questionnaire whose head file, or whose folder, is `path`."""
    head = path / HEAD_NAME if path.is_dir() else path
    problems: list[Problem] = []
    tree = read_files(head, "questions", problems)
    return _questionnaire(tree, str(head), problems)


def questionnaire_from_yaml(content: bytes, name: str) -> Questionnaire:
    """A questionnaire of one file that is not on disk; `name` stands in the messages."""
    source = read_source(content, name)
    problems = source.problems
    if listed := child(source.tree, "files"):
        message = "files beside this one cannot be read here"
        problems.append(Problem(listed.place, Fault.FILE_NOT_FOUND, message))
    return _questionnaire(source.tree, name, problems)


def canonical(questionnaire: Questionnaire) -> str:
    """The questionnaire as JSON, the same text for the same content, however it was written.

    Defaults are left out: a key added to the format later does not change old fingerprints.
    """
    content = questionnaire.model_dump_json(exclude_defaults=True, exclude_none=True)
    return json.dumps(
        json.loads(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def fingerprint(questionnaire: Questionnaire) -> str:
    """SHA-256 of the canonical form, which an assessment pins."""
    return hashlib.sha256(canonical(questionnaire).encode()).hexdigest()


def from_canonical(text: str) -> Questionnaire:
    return Questionnaire.model_validate_json(text)


def _questionnaire(tree: Node | None, name: str, problems: list[Problem]) -> Questionnaire:
    if tree is None:
        raise QuestionnaireError(problems)
    if not isinstance(tree, Mapping):
        message = "a questionnaire begins with keys such as `key:` and `version:`"
        raise QuestionnaireError([*problems, Problem(tree.place, Fault.WRONG_SHAPE, message)])
    tree = _with_agreement_scale(tree)
    questionnaire, faults = check_shape(Questionnaire, tree, problems)
    problems.extend(faults)
    complete = not any(problem.code in UNREADABLE for problem in problems)
    problems.extend(check_meaning(tree, complete=complete))
    if problems or questionnaire is None:
        raise QuestionnaireError(problems)
    return questionnaire


def _with_agreement_scale(tree: Mapping) -> Mapping:
    """Likert questions without options of their own take those of the head."""
    shared = child(tree, "agreement_scale")
    listed = child(tree, "questions")
    if shared is None or not isinstance(listed, Sequence):
        return tree
    questions = [_with_options(question, shared) for question in listed.items]
    return Mapping(
        {**tree.entries, "questions": Sequence(questions, listed.place)},
        tree.key_places,
        tree.place,
    )


def _with_options(question: Node, shared: Node) -> Node:
    kind = text_at(question, "type")
    if not isinstance(question, Mapping) or kind is None or kind.value != "likert":
        return question
    if "options" in question.entries:
        return question
    return Mapping(
        {**question.entries, "options": shared},
        {**question.key_places, "options": shared.place},
        question.place,
    )
