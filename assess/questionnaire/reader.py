"""YAML text → Questionnaire, or QuestionnaireError with file:line:column for every fault.

A questionnaire is one file, or a head file that lists others in its folder under `files:`.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from assess.questionnaire.checks import check_meaning
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.problems import Fault, Place, Problem, QuestionnaireError, shown
from assess.questionnaire.shape import check_shape, hint_for
from assess.questionnaire.source import (
    MAX_BYTES,
    Mapping,
    Node,
    Scalar,
    Sequence,
    child,
    items_at,
    read_source,
    text_at,
)

HEAD_NAME = "kuesioner.yaml"
MAX_FILES = 40


def read_questionnaire(path: Path) -> Questionnaire:
    """The questionnaire whose head file, or whose folder, is `path`."""
    head = path / HEAD_NAME if path.is_dir() else path
    problems: list[Problem] = []
    tree = read_tree(head, problems)
    if isinstance(tree, Mapping):
        tree = _with_parts(tree, head, problems)
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


def read_tree(path: Path, problems: list[Problem]) -> Node | None:
    """The tree of one file on disk; what is wrong with it goes into `problems`."""
    try:
        if not path.is_file():
            raise FileNotFoundError
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        message = "there is no such file that can be read"
        problems.append(Problem(Place(str(path), 1, 1), Fault.FILE_NOT_FOUND, message))
        return None
    source = read_source(content, str(path))
    problems.extend(source.problems)
    return source.tree


def listed_files(tree: Node, head: Path, problems: list[Problem]) -> list[Path]:
    """The files named under `files:`, those only that may be read: inside the folder, once."""
    folder = head.parent.resolve()
    accepted: list[Path] = []
    seen = {head.resolve()}
    for item in items_at(tree, "files"):
        if not isinstance(item, Scalar):
            problems.append(Problem(item.place, Fault.WRONG_SHAPE, "a file name belongs here"))
            continue
        path = head.parent / item.value
        resolved = path.resolve()
        if not resolved.is_relative_to(folder) or Path(item.value).is_absolute():
            message = f"{shown(item.value)} is outside the folder of {head.name}"
            problems.append(Problem(item.place, Fault.FILE_OUTSIDE_FOLDER, message))
        elif resolved in seen:
            message = f"{shown(item.value)} is read already"
            problems.append(Problem(item.place, Fault.FILE_LISTED_TWICE, message))
        elif len(accepted) >= MAX_FILES:
            problems.append(Problem(item.place, Fault.TOO_LARGE, f"more than {MAX_FILES} files"))
            break
        elif not resolved.is_file():
            message = f"there is no file {shown(item.value)}"
            problems.append(Problem(item.place, Fault.FILE_NOT_FOUND, message))
        else:
            seen.add(resolved)
            accepted.append(path)
    return accepted


def _questionnaire(tree: Node | None, name: str, problems: list[Problem]) -> Questionnaire:
    if tree is None:
        raise QuestionnaireError(problems)
    if not isinstance(tree, Mapping):
        message = "a questionnaire begins with keys such as `key:` and `version:`"
        raise QuestionnaireError([*problems, Problem(tree.place, Fault.WRONG_SHAPE, message)])
    tree = _with_agreement_scale(tree)
    questionnaire, faults = check_shape(Questionnaire, tree, problems)
    problems.extend(faults)
    problems.extend(check_meaning(tree))
    if problems or questionnaire is None:
        raise QuestionnaireError(problems)
    return questionnaire


def _with_parts(tree: Mapping, head: Path, problems: list[Problem]) -> Mapping:
    """The tree as if all listed files stood in the head, in the order listed."""
    listed = child(tree, "files")
    if listed is None:
        return tree
    if not isinstance(listed, Sequence):
        problems.append(Problem(listed.place, Fault.WRONG_SHAPE, "a list of files belongs here"))
    questions = list(items_at(tree, "questions"))
    for path in listed_files(tree, head, problems):
        questions.extend(_questions_of_part(path, problems))
    entries = {key: node for key, node in tree.entries.items() if key != "files"}
    if not isinstance(child(tree, "questions"), Scalar | Mapping):
        entries["questions"] = Sequence(questions, listed.place)
    places = {**tree.key_places, "questions": listed.place}
    return Mapping(entries, places, tree.place)


def _questions_of_part(path: Path, problems: list[Problem]) -> list[Node]:
    part = read_tree(path, problems)
    if part is None:
        return []
    if not isinstance(part, Mapping) or not isinstance(child(part, "questions"), Sequence):
        message = "a listed file holds `questions:` and a list"
        problems.append(Problem(part.place, Fault.WRONG_SHAPE, message))
        return []
    for key, place in part.key_places.items():
        if key != "questions":
            hint = hint_for(key, {"questions"})
            message = f"{shown(key)} is not a key here"
            problems.append(Problem(place, Fault.UNKNOWN_KEY, message, hint))
    return items_at(part, "questions")


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
