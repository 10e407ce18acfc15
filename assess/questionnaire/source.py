"""YAML bytes → a tree of mappings, lists and texts, each with its place.

Built from PyYAML's C event stream, never from its loaders: those turn `no` into False, crash the
process on deep nesting, and walk bombs of aliases. Nothing here knows what a questionnaire is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import yaml

from assess.questionnaire.problems import Fault, Place, Problem, shown

MAX_BYTES = 512 * 1024
MAX_DEPTH = 32
MAX_EVENTS = 60_000
MAX_FORBIDDEN_SHOWN = 100  # of each file; more would only hide the rest

# Control characters break exports; the others hide or turn round what a reader sees.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\uffff\ud800-\udfff]"
)
_NOTHING = {"", "~", "null", "Null", "NULL"}
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Scalar:
    value: str
    place: Place


@dataclass(frozen=True, slots=True)
class Sequence:
    items: list[Node]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    entries: dict[str, Node]
    key_places: dict[str, Place]
    place: Place


Node = Scalar | Sequence | Mapping
_Tagged = yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent


@dataclass(slots=True)
class Source:
    """One file as read: its tree (None when it has none) and the faults found on the way."""

    tree: Node | None
    problems: list[Problem]


def read_source(content: bytes, file: str) -> Source:
    """The tree of `content`, and every fault of its YAML in one run."""
    problems: list[Problem] = []
    text = _decoded(content, file, problems)
    if text is None:
        return Source(None, problems)
    problems.extend(islice(_forbidden_characters(text, file), MAX_FORBIDDEN_SHOWN))
    if problems:
        return Source(None, problems)
    return Source(_tree(text, file, problems), problems)


def _tree(text: str, file: str, problems: list[Problem]) -> Node | None:
    builder = _Builder(file, problems)
    try:
        for count, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
            if count >= MAX_EVENTS:
                place = builder.place_of(event)
                message = f"more than {MAX_EVENTS} parts in one file"
                raise _Stop(Problem(place, Fault.TOO_LARGE, message, "split it into files"))
            builder.take(event)
    except _Stop as stop:
        problems.append(stop.problem)
        return None
    except yaml.YAMLError as error:
        problems.append(_syntax_problem(error, file))
        return None
    root = builder.root
    if root is None or (isinstance(root, Scalar) and root.value in _NOTHING):
        problems.append(Problem(Place(file, 1, 1), Fault.EMPTY_FILE, "the file holds nothing"))
        return None
    return root


def plain(node: Node) -> object:
    """`node` as dict, list and str, for the models."""
    match node:
        case Scalar():
            return node.value
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key: plain(child) for key, child in node.entries.items()}


def child(node: Node | None, key: str) -> Node | None:
    return node.entries.get(key) if isinstance(node, Mapping) else None


def text_at(node: Node | None, key: str) -> Scalar | None:
    found = child(node, key)
    return found if isinstance(found, Scalar) else None


def value_at(node: Node | None, key: str) -> str | None:
    found = child(node, key)
    return found.value if isinstance(found, Scalar) else None


def key_place(node: Node, key: str) -> Place:
    """Where `key` itself stands, rather than its value."""
    return node.key_places.get(key, node.place) if isinstance(node, Mapping) else node.place


def items_at(node: Node | None, key: str) -> list[Node]:
    found = child(node, key)
    return found.items if isinstance(found, Sequence) else []


def entries_at(node: Node | None, key: str) -> dict[str, Node]:
    found = child(node, key)
    return found.entries if isinstance(found, Mapping) else {}


def texts_in(node: Node) -> Iterator[Scalar]:
    """Every scalar below `node`, in file order."""
    match node:
        case Scalar():
            yield node
        case Sequence():
            for item in node.items:
                yield from texts_in(item)
        case Mapping():
            for entry in node.entries.values():
                yield from texts_in(entry)


class _Stop(Exception):
    """Reading on would cost too much or mean nothing."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


@dataclass(slots=True)
class _Frame:
    node: Sequence | Mapping
    key: Scalar | None = None
    skipped: bool = False  # the value that comes belongs to a key that was refused


@dataclass(slots=True)
class _Builder:
    """Takes events one by one; a stack instead of recursion, so that depth costs nothing."""

    file: str
    problems: list[Problem]
    root: Node | None = None
    stack: list[_Frame] = field(default_factory=list)
    documents: int = 0

    def place_of(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        if mark is None:  # the C parser marks every event; only hand-made ones have none
            return Place(self.file, 1, 1)
        return Place(self.file, mark.line + 1, mark.column + 1)

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.DocumentStartEvent():
                self._begin_document(event)
            case yaml.AliasEvent():
                self._refuse(
                    event, Fault.ALIAS, f"*{event.anchor}: aliases are not read", "write it out"
                )
                self._add(Scalar("?", self.place_of(event)))
            case yaml.ScalarEvent():
                self._check_properties(event)
                self._add(self._scalar(event))
            case yaml.SequenceStartEvent():
                self._open(event, Sequence([], self.place_of(event)))
            case yaml.MappingStartEvent():
                self._open(event, Mapping({}, {}, self.place_of(event)))
            case yaml.CollectionEndEvent():
                self.stack.pop()

    def _begin_document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            place = self.place_of(event)
            message = "a second document begins here"
            raise _Stop(Problem(place, Fault.SECOND_DOCUMENT, message, "one file, one document"))
        if event.tags:
            self._refuse(event, Fault.TAG, "%TAG lines are not read", "delete it")

    def _check_properties(self, event: _Tagged) -> None:
        if event.anchor is not None:
            self._refuse(event, Fault.ANCHOR, f"&{event.anchor}: anchors are not read", "delete it")
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._refuse(event, Fault.TAG, f"{shown(tag)}: tags are not read", "delete it")

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        place = self.place_of(event)
        # Double quotes may hold escapes that the scan of the raw text could not see.
        if event.style == '"' and (found := _FORBIDDEN.search(event.value)):
            self.problems.append(_forbidden(found[0], place))
        wants_value = bool(self.stack) and not self._at_key()
        if wants_value and not event.style and event.value in _NOTHING:
            message = "nothing is written here"
            self.problems.append(Problem(place, Fault.NO_VALUE, message, "write it or drop it"))
        return Scalar(event.value, place)

    def _open(self, event: _Tagged, node: Sequence | Mapping) -> None:
        self._check_properties(event)
        if len(self.stack) >= MAX_DEPTH:
            message = f"nested deeper than {MAX_DEPTH} levels"
            raise _Stop(Problem(node.place, Fault.TOO_DEEP, message))
        self._add(node)
        self.stack.append(_Frame(node))

    def _at_key(self) -> bool:
        top = self.stack[-1]
        return isinstance(top.node, Mapping) and top.key is None and not top.skipped

    def _add(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if isinstance(top.node, Sequence):
            top.node.items.append(node)
        elif top.skipped:
            top.skipped = False
        elif top.key is None:
            self._take_key(top, top.node, node)
        else:
            top.node.entries[top.key.value] = node
            top.node.key_places[top.key.value] = top.key.place
            top.key = None

    def _take_key(self, top: _Frame, mapping: Mapping, node: Node) -> None:
        if not isinstance(node, Scalar):
            self._problem(node.place, Fault.KEY_NOT_TEXT, "this key is not a text")
            top.skipped = True
        elif node.value == "<<":
            self._problem(
                node.place, Fault.MERGE_KEY, "<<: merge keys are not read", "write the keys out"
            )
            top.skipped = True
        elif node.value in mapping.entries:
            first = mapping.key_places[node.value]
            message = f"{shown(node.value)} is already at line {first.line} column {first.column}"
            self._problem(node.place, Fault.REPEATED_KEY, message)
            top.skipped = True
        else:
            top.key = node

    def _refuse(self, event: yaml.Event, code: Fault, message: str, hint: str) -> None:
        self._problem(self.place_of(event), code, message, hint)

    def _problem(self, place: Place, code: Fault, message: str, hint: str = "") -> None:
        self.problems.append(Problem(place, code, message, hint))


def _decoded(content: bytes, file: str, problems: list[Problem]) -> str | None:
    start = Place(file, 1, 1)
    if len(content) > MAX_BYTES:
        message = f"{len(content)} bytes; at most {MAX_BYTES} are read"
        problems.append(Problem(start, Fault.TOO_LARGE, message, "split it into files"))
    elif content.startswith(_BYTE_ORDER_MARKS):
        message = "the file begins with a byte order mark"
        hint = "save it as UTF-8 without BOM"
        problems.append(Problem(start, Fault.BYTE_ORDER_MARK, message, hint))
    else:
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as error:
            before = content[: error.start].decode("utf-8")
            column = len(before) - before.rfind("\n")
            place = Place(file, before.count("\n") + 1, column)
            message = f"byte {content[error.start]:#04x} is not UTF-8"
            problems.append(Problem(place, Fault.NOT_UTF8, message, "save the file as UTF-8"))
    return None


def _forbidden_characters(text: str, file: str) -> Iterator[Problem]:
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        for found in _FORBIDDEN.finditer(line):
            yield _forbidden(found[0], Place(file, number, found.start() + 1))


def _forbidden(character: str, place: Place) -> Problem:
    message = f"character U+{ord(character):04X} is not allowed"
    return Problem(place, Fault.FORBIDDEN_CHARACTER, message, "delete it")


def _syntax_problem(error: yaml.YAMLError, file: str) -> Problem:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        mark = error.problem_mark
        message = error.problem or "not YAML"
        hint = error.context or ""
        return Problem(
            Place(file, mark.line + 1, mark.column + 1), Fault.YAML_SYNTAX, message, hint
        )
    return Problem(Place(file, 1, 1), Fault.YAML_SYNTAX, "not YAML")
