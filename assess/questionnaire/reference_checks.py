"""Names of a questionnaire: each declared once, each one used declared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from graphlib import CycleError, TopologicalSorter

from assess.questionnaire.problems import Fault, Problem, shown
from assess.questionnaire.routing import PERCEPTION_KEY
from assess.questionnaire.shape import hint_for
from assess.questionnaire.source import (
    Mapping,
    Node,
    Scalar,
    child,
    items_at,
    text_at,
    value_at,
)


def check_references(tree: Mapping) -> Iterator[Problem]:
    dimensions = [*items_at(tree, "dimensions"), *items_at(tree, "readiness")]
    subpillars = [part for dimension in dimensions for part in items_at(dimension, "subpillars")]
    questions = items_at(tree, "questions")
    yield from _check_declared(tree, dimensions, subpillars, questions)
    groups = _declared(items_at(tree, "groups"))
    for question in questions:
        for name in _scalars(items_at(question, "respondents")):
            yield from check_known(name, groups, Fault.UNKNOWN_GROUP)
        subpillar = text_at(question, "subpillar")
        yield from check_known(subpillar, _declared(subpillars), Fault.UNKNOWN_SUBPILLAR)
        dimension = text_at(question, "dimension")
        yield from check_known(dimension, _declared(dimensions), Fault.UNKNOWN_DIMENSION)
        yield from _check_placement(question)
        yield from _check_follow_up(question)
        yield from _check_columns(question)
    yield from _check_limits(questions)


def check_known(
    name: Scalar | None, known: Collection[str], code: Fault | str
) -> Iterator[Problem]:
    if name is not None and name.value not in known:
        message = f"{shown(name.value)} is not declared"
        yield Problem(name.place, code, message, hint_for(name.value, known))


def check_once(names: Iterable[Scalar], code: Fault) -> Iterator[Problem]:
    """No name twice, whatever the case: ids become heads of tables that ignore it."""
    first: dict[str, Scalar] = {}
    for name in names:
        earlier = first.setdefault(name.value.casefold(), name)
        if earlier is not name:
            place = earlier.place
            message = f"{shown(name.value)} is already at {place.file} line {place.line}"
            yield Problem(name.place, code, message)


def _check_declared(
    tree: Mapping, dimensions: list[Node], subpillars: list[Node], questions: list[Node]
) -> Iterator[Problem]:
    notice = child(tree, "privacy_notice")
    columns = [column for question in questions for column in items_at(question, "columns")]
    families = [
        items_at(tree, "groups"),
        items_at(tree, "horizons"),
        items_at(notice, "consent"),
        dimensions,
        subpillars,
        *(items_at(question, "columns") for question in questions),
        *(items_at(holder, "options") for holder in (*questions, *columns)),
    ]
    for family in families:
        yield from check_once(_texts(family, "key"), Fault.DUPLICATE_KEY)
    for question in questions:
        names = _scalars(items_at(question, "respondents"))
        yield from check_once(names, Fault.DUPLICATE_KEY)
    for key in _texts(dimensions, "key"):
        if key.value == PERCEPTION_KEY:
            message = f"{shown(key.value)} is the name of the section of perceptions"
            yield Problem(key.place, Fault.DUPLICATE_KEY, message)
    yield from check_once(_texts(questions, "id"), Fault.DUPLICATE_ID)


def _check_placement(question: Node) -> Iterator[Problem]:
    placement = text_at(question, "in_section")
    if placement and placement.value == "dimension" and child(question, "dimension") is None:
        message = "`in_section: dimension` without `dimension`"
        yield Problem(placement.place, Fault.DIMENSION_NEEDED, message)


def _check_follow_up(question: Node) -> Iterator[Problem]:
    when = text_at(child(question, "follow_up"), "when")
    if value_at(question, "type") == "yes_no":
        yield from check_known(when, {"yes", "no"}, Fault.UNKNOWN_OPTION)
    elif value_at(question, "type") == "choice":
        options = _declared(items_at(question, "options"))
        yield from check_known(when, options, Fault.UNKNOWN_OPTION)


def _check_columns(question: Node) -> Iterator[Problem]:
    for column in items_at(question, "columns"):
        kind = text_at(column, "type")
        options = child(column, "options")
        if kind is None:
            continue
        if kind.value == "option" and options is None:
            message = "a column of type `option` needs `options`"
            yield Problem(kind.place, Fault.OPTIONS_MISSING, message)
        if kind.value != "option" and options is not None:
            message = f"a column of type {shown(kind.value)} has no `options`"
            yield Problem(options.place, Fault.OPTIONS_UNUSED, message)


def _check_limits(questions: list[Node]) -> Iterator[Problem]:
    """`at_most` names another number, and no chain of limits returns to its start."""
    kinds = {value_at(question, "id"): value_at(question, "type") for question in questions}
    ids = {name for name in kinds if name is not None}
    limits: dict[str, set[str]] = {}
    for question in questions:
        limit = text_at(question, "at_most")
        name = value_at(question, "id")
        if limit is None or name is None:
            continue
        yield from check_known(limit, ids, Fault.UNKNOWN_QUESTION)
        if limit.value in ids and kinds[limit.value] != "number":
            message = f"{shown(limit.value)} is not a number question"
            yield Problem(limit.place, Fault.LIMIT_NOT_NUMBER, message)
        limits.setdefault(name, set()).add(limit.value)
    try:
        TopologicalSorter(limits).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        place = next(q.place for q in questions if value_at(q, "id") in circle)
        message = "limits lead back to their start: " + " → ".join(circle)
        yield Problem(place, Fault.LIMIT_CYCLE, message)


def _declared(nodes: list[Node]) -> set[str]:
    return {name.value for name in _texts(nodes, "key")}


def _texts(nodes: Iterable[Node], key: str) -> Iterator[Scalar]:
    for node in nodes:
        if found := text_at(node, key):
            yield found


def _scalars(nodes: Iterable[Node]) -> Iterator[Scalar]:
    return (node for node in nodes if isinstance(node, Scalar))
