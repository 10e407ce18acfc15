"""Texts of a questionnaire: placeholders, and a privacy notice that asks for consent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assess.questionnaire.problems import Fault, Problem, shown
from assess.questionnaire.shape import hint_for
from assess.questionnaire.source import (
    Mapping,
    Scalar,
    child,
    entries_at,
    items_at,
    key_place,
    texts_in,
    value_at,
)

# What the law wants said and only the assessment knows; filled in when the notice is shown.
PLACEHOLDERS = frozenset({"region", "legal_basis", "recipients", "deletion_date", "contact"})
_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")


def check_texts(tree: Mapping) -> Iterator[Problem]:
    notice = child(tree, "privacy_notice")
    in_notice = entries_at(notice, "text")
    for node in in_notice.values():
        if isinstance(node, Scalar):
            yield from _check_notice_text(node)
    allowed_here = {id(node) for node in in_notice.values()}
    for text in texts_in(tree):
        if id(text) not in allowed_here and (found := _BRACES.search(text.value)):
            message = f"{shown(found[0])} in a text that is shown as it is"
            yield Problem(text.place, Fault.UNKNOWN_PLACEHOLDER, message, "delete the braces")
    consent = items_at(notice, "consent")
    if notice and consent and all(value_at(option, "required") == "false" for option in consent):
        message = "no consent is required"
        hint = "give one `required: true`"
        yield Problem(key_place(notice, "consent"), Fault.CONSENT_NOT_ASKED, message, hint)


def _check_notice_text(text: Scalar) -> Iterator[Problem]:
    named = set()
    for found in _BRACES.finditer(text.value):
        named.add(found[1])
        if found[1] not in PLACEHOLDERS:
            hint = hint_for(found[1] or "", PLACEHOLDERS)
            message = f"{shown(found[0])} is not a placeholder"
            yield Problem(text.place, Fault.UNKNOWN_PLACEHOLDER, message, hint)
    for name in sorted(PLACEHOLDERS - named):
        message = f"the notice does not say {{{name}}}"
        yield Problem(text.place, Fault.MISSING_PLACEHOLDER, message)
