"""Faults of a questionnaire file: the closed list of codes, one fault, and the error of all.

`docs/questionnaire-format.md` says of each code what it means and how to mend it;
`tests/questionnaire/faulty/` holds a specimen of each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum

_SHOWN_LENGTH = 60


class Fault(StrEnum):
    """Every kind of fault that the reader knows. Codes are stable: scripts depend on them."""

    # The file itself
    FILE_NOT_FOUND = "file-not-found"
    FILE_OUTSIDE_FOLDER = "file-outside-folder"
    FILE_LISTED_TWICE = "file-listed-twice"
    TOO_LARGE = "too-large"
    NOT_UTF8 = "not-utf8"
    BYTE_ORDER_MARK = "byte-order-mark"
    FORBIDDEN_CHARACTER = "forbidden-character"
    EMPTY_FILE = "empty-file"
    YAML_SYNTAX = "yaml-syntax"
    TOO_DEEP = "too-deep"
    SECOND_DOCUMENT = "second-document"
    ANCHOR = "anchor"
    ALIAS = "alias"
    TAG = "tag"
    MERGE_KEY = "merge-key"
    KEY_NOT_TEXT = "key-not-text"
    REPEATED_KEY = "repeated-key"
    # The shape of an entry
    NO_VALUE = "no-value"
    WRONG_SHAPE = "wrong-shape"
    UNKNOWN_KEY = "unknown-key"
    MISSING_KEY = "missing-key"
    MISSING_TRANSLATION = "missing-translation"
    UNKNOWN_CHOICE = "unknown-choice"
    NOT_A_NUMBER = "not-a-number"
    NOT_TRUE_OR_FALSE = "not-true-or-false"
    OUT_OF_RANGE = "out-of-range"
    BAD_NAME = "bad-name"
    TEXT_TOO_LONG = "text-too-long"
    # What entries say about each other
    DUPLICATE_KEY = "duplicate-key"
    DUPLICATE_ID = "duplicate-id"
    UNKNOWN_GROUP = "unknown-group"
    UNKNOWN_SUBPILLAR = "unknown-subpillar"
    UNKNOWN_DIMENSION = "unknown-dimension"
    UNKNOWN_QUESTION = "unknown-question"
    UNKNOWN_OPTION = "unknown-option"
    WEIGHT_SUM = "weight-sum"
    MISSING_LEVEL = "missing-level"
    UNKNOWN_LEVEL = "unknown-level"
    REPEATED_ANCHOR = "repeated-anchor"
    NOBODY_ASKED = "nobody-asked"
    GROUP_WITHOUT_QUESTION = "group-without-question"
    EMPTY_PART = "empty-part"
    DIMENSION_NEEDED = "dimension-needed"
    OPTIONS_MISSING = "options-missing"
    OPTIONS_UNUSED = "options-unused"
    BAND_GAP = "band-gap"
    BAND_OVERLAP = "band-overlap"
    MIN_ABOVE_MAX = "min-above-max"
    LIMIT_NOT_NUMBER = "limit-not-number"
    LIMIT_CYCLE = "limit-cycle"
    UNKNOWN_PLACEHOLDER = "unknown-placeholder"
    MISSING_PLACEHOLDER = "missing-placeholder"
    CONSENT_NOT_ASKED = "consent-not-asked"


# After these the content of a file is unknown: what is missing may stand in it.
UNREADABLE = frozenset(
    {
        Fault.FILE_NOT_FOUND,
        Fault.FILE_OUTSIDE_FOLDER,
        Fault.TOO_LARGE,
        Fault.NOT_UTF8,
        Fault.BYTE_ORDER_MARK,
        Fault.FORBIDDEN_CHARACTER,
        Fault.EMPTY_FILE,
        Fault.YAML_SYNTAX,
        Fault.TOO_DEEP,
        Fault.SECOND_DOCUMENT,
    }
)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: file as the author wrote it, line and column from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    place: Place
    code: str
    message: str
    hint: str = field(default="")

    def __str__(self) -> str:
        hint = f"; {self.hint}" if self.hint else ""
        place = self.place
        return f"{place.file}:{place.line}:{place.column}: {self.code} {self.message}{hint}"

    def as_dict(self) -> dict[str, str | int]:
        """For machines: `assess check --json`."""
        return {
            **asdict(self.place),
            "code": str(self.code),
            "message": self.message,
            "hint": self.hint,
        }


class QuestionnaireError(Exception):
    """The file is not a questionnaire; `problems` holds every fault found, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems), key=lambda p: (p.place, p.code, p.message)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def shown(text: str) -> str:
    """`text` of an author, made safe and short enough for a message on a terminal or a page."""
    printable = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    if len(printable) > _SHOWN_LENGTH:
        printable = printable[: _SHOWN_LENGTH - 1] + "…"
    return f"`{printable}`"
