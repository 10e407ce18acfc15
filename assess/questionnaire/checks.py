"""What entries of a questionnaire say about each other.

These checks work on the tree, not on the models: one broken entry does not hide the faults of
the others, and every fault keeps its place.
"""

from __future__ import annotations

from collections.abc import Iterator

from assess.questionnaire.number_checks import check_numbers
from assess.questionnaire.problems import Fault, Problem, shown
from assess.questionnaire.questions import FACT_KINDS
from assess.questionnaire.reference_checks import check_references
from assess.questionnaire.source import (
    Mapping,
    Node,
    Scalar,
    Sequence,
    child,
    entries_at,
    items_at,
    text_at,
    value_at,
)
from assess.questionnaire.text_checks import check_texts
from assess.questionnaire.values import decimal_in

LEVELS = ("1", "2", "3", "4", "5")


def check_meaning(tree: Mapping, *, complete: bool) -> Iterator[Problem]:
    """`complete`: every file could be read, so that what is not there is really missing."""
    yield from check_references(tree)
    yield from check_numbers(tree)
    yield from check_texts(tree)
    yield from _check_levels(child(child(tree, "scale"), "levels"))
    yield from _check_levels(child(tree, "agreement_scale"))
    for question in items_at(tree, "questions"):
        yield from _check_question(question)
    if complete:
        yield from _check_groups(tree)
        yield from _check_parts(tree)


def _check_question(question: Node) -> Iterator[Problem]:
    respondents = child(question, "respondents")
    if isinstance(respondents, Sequence) and not respondents.items:
        message = "no group is asked this question"
        yield Problem(respondents.place, Fault.NOBODY_ASKED, message, "name groups or delete it")
    match value_at(question, "type"):
        case "maturity":
            yield from _check_levels(child(question, "anchors"))
            yield from _check_anchors_differ(question)
        case "likert":
            yield from _check_levels(child(question, "options"))


def _check_levels(node: Node | None) -> Iterator[Problem]:
    if not isinstance(node, Mapping):
        return
    for level in LEVELS:
        if level not in node.entries:
            yield Problem(node.place, Fault.MISSING_LEVEL, f"level {level} is missing")
    for key, place in node.key_places.items():
        if key not in LEVELS and decimal_in(key) is not None:
            message = f"{shown(key)} is not a level"
            yield Problem(place, Fault.UNKNOWN_LEVEL, message, "levels are 1 to 5")


def _check_anchors_differ(question: Node) -> Iterator[Problem]:
    for language in ("id", "en"):
        first: dict[str, str] = {}
        for level, anchor in entries_at(question, "anchors").items():
            text = text_at(anchor, language)
            if text is None:
                continue
            same = first.setdefault(text.value.casefold().strip(" ."), level)
            if same != level:
                message = f"level {level} reads like level {same}"
                yield Problem(text.place, Fault.REPEATED_ANCHOR, message)


def _check_groups(tree: Mapping) -> Iterator[Problem]:
    """Every group that a participant can choose sees at least one question."""
    asked = {
        name.value
        for question in items_at(tree, "questions")
        if value_at(question, "type") not in FACT_KINDS
        for name in items_at(question, "respondents")
        if isinstance(name, Scalar)
    }
    for group in items_at(tree, "groups"):
        key = text_at(group, "key")
        if key is not None and key.value not in asked:
            message = f"group {shown(key.value)} would see an empty form"
            yield Problem(key.place, Fault.GROUP_WITHOUT_QUESTION, message)


def _check_parts(tree: Mapping) -> Iterator[Problem]:
    """Every sub-pillar has a maturity question; a dimension without sub-pillars, any."""
    questions = items_at(tree, "questions")
    subpillars_used = {value_at(question, "subpillar") for question in questions}
    dimensions_used = {value_at(question, "dimension") for question in questions}
    for dimension in (*items_at(tree, "dimensions"), *items_at(tree, "readiness")):
        subpillars = items_at(dimension, "subpillars")
        used = subpillars_used if subpillars else dimensions_used
        for part in subpillars or [dimension]:
            key = text_at(part, "key")
            if key is not None and key.value not in used:
                message = f"{shown(key.value)} has no question"
                yield Problem(key.place, Fault.EMPTY_PART, message, "add one or delete it")
