"""What a phone sends, read into operations: a whole section's form, or a script's JSON."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from assess.actions.answers import Operation
from assess.questionnaire.answers import (
    NOTHING,
    AnswerRefused,
    GivenAnswer,
    Refusal,
    parse_answer,
)
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.routing import Section
from assess.store.answers import StoredAnswer
from assess.web.form_version import FormVersion
from assess.web.gate import clean_text

# Form fields of question GOV-1: level, target, horizon, note, evidence.
FIELDS = {"level": "a.", "target": "t.", "horizon": "h.", "note": "n.", "evidence": "e."}
OPERATION = re.compile(r"[A-Za-z0-9._-]{8,40}")
_PAGE = re.compile(r"[0-9a-f]{16}")


class BadOperation(ValueError):
    """A script sent something that no page of ours sends."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass
class Posted:
    """A section's form: what can be recorded, and what was refused with the fields as typed."""

    operations: list[Operation] = field(default_factory=list)
    refused: dict[str, Refusal] = field(default_factory=dict)
    typed: dict[str, dict[str, str]] = field(default_factory=dict)


def posted_section(
    questionnaire: Questionnaire, section: Section, form: Mapping[str, str]
) -> Posted:
    """Read a section's form. Questions that stand as they were shown are left out: an answer
    that another device changed meanwhile must not be taken for this device's wish."""
    page = form.get("page", "")
    if not _PAGE.fullmatch(page):
        page = "0" * 16
    seen = _read_seen(form.get("seen", ""))
    posted = Posted()
    fields_of = form.to_dict() if isinstance(form, MultiDict) else form
    wanted: list[tuple[str, int, GivenAnswer]] = []
    for question in section.questions:
        fields = {name: fields_of.get(prefix + question.id, "") for name, prefix in FIELDS.items()}
        try:
            given = parse_answer(questionnaire, question, fields)
        except AnswerRefused as error:
            posted.refused[question.id] = error.refusal
            posted.typed[question.id] = fields
            continue
        revision, digest = seen.get(question.id, (0, _NOTHING_DIGEST))
        if _digest(given.content) != digest:
            wanted.append((question.id, revision, given))
    # The same page sent twice is one operation; sent again with other answers it is another.
    operation_id = f"{page}.{_digest(wanted)}"
    posted.operations = [Operation(operation_id, *each, page) for each in wanted]
    return posted


def seen_of(section: Section, answers: Mapping[str, StoredAnswer]) -> str:
    """What the page shows, for `posted_section`: `question:revision:digest`, space between."""
    return " ".join(
        f"{question.id}:{answer.revision}:{_digest(answer.content)}"
        for question in section.questions
        if (answer := answers.get(question.id)) is not None
    )


def operation_from_json(version: FormVersion, given: Any) -> Operation:
    """One operation of a script's batch; BadOperation names the field that is not as agreed."""
    if not isinstance(given, dict):
        raise BadOperation("operations")
    operation_id = _text(given, "operation_id")
    if not OPERATION.fullmatch(operation_id):
        raise BadOperation("operation_id")
    question_id = _text(given, "question_id")
    question = version.questions.get(question_id)
    if question is None:
        # Kept on a phone since the round before: it is told so, and the rest goes on.
        if question_id in version.whole:
            raise AnswerRefused(question_id, Refusal.NOT_ASKED)
        raise BadOperation("question_id")
    revision = given.get("base_revision")
    if type(revision) is not int or not 0 <= revision <= 1_000_000:
        raise BadOperation("base_revision")
    fields = {name: clean_text(_text(given, name)) for name in FIELDS}
    answer: GivenAnswer = parse_answer(version.questionnaire, question, fields)
    page = operation_id.partition("-")[0]
    return Operation(
        operation_id, question.id, revision, answer, page if _PAGE.fullmatch(page) else None
    )


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name, "")
    if not isinstance(value, str):
        raise BadOperation(name)
    return value


def _read_seen(text: str) -> dict[str, tuple[int, str]]:
    seen: dict[str, tuple[int, str]] = {}
    for entry in text.split():
        question_id, _, rest = entry.partition(":")
        revision, _, digest = rest.partition(":")
        if revision.isascii() and revision.isdigit() and len(revision) < 8:
            seen[question_id] = (int(revision), digest)
    return seen


def _digest(content: object) -> str:
    return hashlib.blake2b(repr(content).encode(), digest_size=6).hexdigest()


_NOTHING_DIGEST = _digest(NOTHING.content)
