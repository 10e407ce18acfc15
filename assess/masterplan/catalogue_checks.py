"""What entries of a catalogue say about each other and about the questionnaire."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.problems import Fault, Problem, shown
from assess.questionnaire.shape import hint_for
from assess.questionnaire.source import (
    Mapping,
    Node,
    Scalar,
    Sequence,
    child,
    entries_at,
    items_at,
    text_at,
)


class CatalogueFault(StrEnum):
    """Faults that only a catalogue can have, beside those of every questionnaire file."""

    OTHER_QUESTIONNAIRE = "other-questionnaire"
    UNKNOWN_OFFICE = "unknown-office"
    UNKNOWN_HORIZON = "unknown-horizon"
    UNKNOWN_EFFORT = "unknown-effort"
    UNKNOWN_COST_CLASS = "unknown-cost-class"
    UNKNOWN_FUNDING = "unknown-funding"
    UNKNOWN_UNIT = "unknown-unit"
    UNKNOWN_PLANNING_HINT = "unknown-planning-hint"
    UNKNOWN_INITIATIVE = "unknown-initiative"
    QUESTION_ELSEWHERE = "question-elsewhere"
    STEP_NOT_ONE = "step-not-one"
    DEPENDENCY_CYCLE = "dependency-cycle"
    COST_GAP = "cost-gap"


# key of an initiative, the head's list that it names entries of, code
_NAMED = (
    ("lead", "offices", CatalogueFault.UNKNOWN_OFFICE),
    ("partners", "offices", CatalogueFault.UNKNOWN_OFFICE),
    ("horizon", "horizons", CatalogueFault.UNKNOWN_HORIZON),
    ("effort", "effort", CatalogueFault.UNKNOWN_EFFORT),
    ("cost_class", "cost_classes", CatalogueFault.UNKNOWN_COST_CLASS),
    ("funding", "funding", CatalogueFault.UNKNOWN_FUNDING),
    ("planning_hint", "planning_hints", CatalogueFault.UNKNOWN_PLANNING_HINT),
)


def check_catalogue(tree: Mapping, questionnaire: Questionnaire) -> Iterator[Problem]:
    initiatives = items_at(tree, "initiatives")
    ids = {name.value for node in initiatives if (name := text_at(node, "id"))}
    yield from _check_head(tree, questionnaire)
    yield from _check_ids(initiatives)
    for node in initiatives:
        for key, listed, code in _NAMED:
            yield from _check_named(child(node, key), set(entries_at(tree, listed)), code)
        unit = child(child(node, "success_indicator"), "unit")
        yield from _check_named(unit, set(entries_at(tree, "units")), CatalogueFault.UNKNOWN_UNIT)
        code = CatalogueFault.UNKNOWN_INITIATIVE
        yield from _check_named(child(node, "depends_on"), ids, code)
        yield from _check_questions(node, questionnaire)
        yield from _check_step(node)
    yield from _check_cycles(initiatives)


def _check_head(tree: Mapping, questionnaire: Questionnaire) -> Iterator[Problem]:
    meant = {questionnaire.key}
    code = CatalogueFault.OTHER_QUESTIONNAIRE
    yield from _check_named(child(tree, "questionnaire"), meant, code)
    groups = set(questionnaire.group_by_key)
    for office in entries_at(tree, "offices").values():
        yield from _check_named(child(office, "group"), groups, Fault.UNKNOWN_GROUP)
    horizons = {horizon.key for horizon in questionnaire.horizons}
    for horizon in entries_at(tree, "horizons").values():
        target = child(horizon, "target_horizon")
        yield from _check_named(target, horizons, CatalogueFault.UNKNOWN_HORIZON)
    yield from _check_cost_classes(tree)


def _check_cost_classes(tree: Mapping) -> Iterator[Problem]:
    """Each class begins where the one before it ends."""
    expected = "0"
    for key, node in entries_at(tree, "cost_classes").items():
        start = text_at(node, "min_rupiah")
        if start is not None and start.value != expected:
            message = f"class {shown(key)} begins at {start.value}, not at {expected or 'no end'}"
            yield Problem(start.place, CatalogueFault.COST_GAP, message)
        end = text_at(node, "max_rupiah")
        expected = end.value if end is not None else ""


def _check_ids(initiatives: list[Node]) -> Iterator[Problem]:
    first: dict[str, Scalar] = {}
    for node in initiatives:
        name = text_at(node, "id")
        if name is None:
            continue
        if name.value in first:
            place = first[name.value].place
            message = f"{shown(name.value)} is already at {place.file} line {place.line}"
            yield Problem(name.place, Fault.DUPLICATE_ID, message)
        first.setdefault(name.value, name)


def _check_named(node: Node | None, known: Collection[str], code: StrEnum) -> Iterator[Problem]:
    """Every text at `node`, alone or in a list, is one of the `known` names."""
    for name in _names(node):
        if name.value not in known:
            message = f"{shown(name.value)} is not known"
            yield Problem(name.place, code, message, hint_for(name.value, known))


def _names(node: Node | None) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    listed = node.items if isinstance(node, Sequence) else []
    return [item for item in listed if isinstance(item, Scalar)]


def _check_questions(node: Node, questionnaire: Questionnaire) -> Iterator[Problem]:
    subpillar = text_at(node, "subpillar")
    known = questionnaire.subpillar_by_key
    yield from _check_named(subpillar, known, Fault.UNKNOWN_SUBPILLAR)
    subpillar_of = {q.id: q.subpillar for q in questionnaire.maturity_questions}
    listed = child(node, "questions")
    yield from _check_named(listed, subpillar_of, Fault.UNKNOWN_QUESTION)
    for name in _names(listed):
        home = subpillar_of.get(name.value)
        if subpillar and home and subpillar.value in known and home != subpillar.value:
            message = f"{shown(name.value)} belongs to {home}, not to {subpillar.value}"
            yield Problem(name.place, CatalogueFault.QUESTION_ELSEWHERE, message)


def _check_step(node: Node) -> Iterator[Problem]:
    step = child(node, "lifts")
    start, end = text_at(step, "from"), text_at(step, "to")
    if start is None or end is None or step is None:
        return
    if (start.value, end.value) not in pairwise("12345"):
        message = f"from {shown(start.value)} to {shown(end.value)} is not one level up"
        yield Problem(step.place, CatalogueFault.STEP_NOT_ONE, message)


def _check_cycles(initiatives: list[Node]) -> Iterator[Problem]:
    needs = {
        name.value: {needed.value for needed in _names(child(node, "depends_on"))}
        for node in initiatives
        if (name := text_at(node, "id"))
    }
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        circle = error.args[1]
        node = next(n for n in initiatives if (i := text_at(n, "id")) and i.value == circle[0])
        message = "initiatives wait for each other: " + " → ".join(circle)
        listed = child(node, "depends_on") or node
        yield Problem(listed.place, CatalogueFault.DEPENDENCY_CYCLE, message)
