"""A head file and the files it lists, read as if all of them stood in the head."""

from __future__ import annotations

import re
from pathlib import Path

from assess.questionnaire.problems import Fault, Place, Problem, shown
from assess.questionnaire.shape import hint_for
from assess.questionnaire.source import (
    MAX_BYTES,
    Mapping,
    Node,
    Scalar,
    Sequence,
    child,
    items_at,
    read_source,
)

MAX_FILES = 40
_FILE_NAME = re.compile(r"(?:[A-Za-z0-9_.-]{1,60}/){0,4}[A-Za-z0-9_.-]{1,60}")


def read_files(head: Path, list_key: str, problems: list[Problem]) -> Node | None:
    """The tree of `head`; the lists under `list_key` of its `files:` are joined to its own.

    What is wrong with the files goes into `problems`. None: the head cannot be read at all.
    """
    tree = _read_tree(head, problems)
    if not isinstance(tree, Mapping) or "files" not in tree.entries:
        return tree
    listed = tree.entries["files"]
    if not isinstance(listed, Sequence):
        problems.append(Problem(listed.place, Fault.WRONG_SHAPE, "a list of files belongs here"))
    joined = list(items_at(tree, list_key))
    for path in _listed_files(tree, head, problems):
        joined.extend(_items_of_part(path, list_key, problems))
    entries = {key: node for key, node in tree.entries.items() if key != "files"}
    if isinstance(entries.get(list_key, listed), Sequence) or list_key not in entries:
        entries[list_key] = Sequence(joined, listed.place)
    places = {list_key: listed.place, **tree.key_places}
    return Mapping(entries, places, tree.place)


def _read_tree(path: Path, problems: list[Problem]) -> Node | None:
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


def _listed_files(tree: Node, head: Path, problems: list[Problem]) -> list[Path]:
    """The files named under `files:`, those only that may be read."""
    accepted: list[Path] = []
    seen = {head.resolve()}
    for item in items_at(tree, "files"):
        if len(accepted) >= MAX_FILES:
            problems.append(Problem(item.place, Fault.TOO_LARGE, f"more than {MAX_FILES} files"))
            break
        problem = _refusal(item, head, seen)
        if problem is not None:
            problems.append(problem)
        elif isinstance(item, Scalar):
            path = head.parent / item.value
            seen.add(path.resolve())
            accepted.append(path)
    return accepted


def _refusal(item: Node, head: Path, seen: set[Path]) -> Problem | None:
    """Why a listed file is not read: only files inside the folder are, and each once."""
    if not isinstance(item, Scalar):
        return Problem(item.place, Fault.WRONG_SHAPE, "a file name belongs here")
    name = shown(item.value)
    if not _FILE_NAME.fullmatch(item.value.lstrip("/")):
        return Problem(item.place, Fault.BAD_NAME, f"{name} is not a file name", "as a-z0-9.yaml")
    resolved = (head.parent / item.value).resolve()
    if not resolved.is_relative_to(head.parent.resolve()) or Path(item.value).is_absolute():
        message = f"{name} is outside the folder of {head.name}"
        return Problem(item.place, Fault.FILE_OUTSIDE_FOLDER, message)
    if resolved in seen:
        return Problem(item.place, Fault.FILE_LISTED_TWICE, f"{name} is read already")
    if not resolved.is_file():
        return Problem(item.place, Fault.FILE_NOT_FOUND, f"there is no file {name}")
    return None


def _items_of_part(path: Path, list_key: str, problems: list[Problem]) -> list[Node]:
    part = _read_tree(path, problems)
    if part is None:
        return []
    if not isinstance(part, Mapping) or not isinstance(child(part, list_key), Sequence):
        message = f"a listed file holds `{list_key}:` and a list"
        problems.append(Problem(part.place, Fault.WRONG_SHAPE, message))
        return []
    for key, place in part.key_places.items():
        if key != list_key:
            message = f"{shown(key)} is not a key here"
            hint = hint_for(key, {list_key})
            problems.append(Problem(place, Fault.UNKNOWN_KEY, message, hint))
    return items_at(part, list_key)
