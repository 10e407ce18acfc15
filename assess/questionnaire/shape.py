"""A tree against a model: pydantic's complaints as problems with places and hints."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from assess.questionnaire.problems import Fault, Place, Problem, shown
from assess.questionnaire.source import Mapping, Node, Scalar, Sequence, plain
from assess.questionnaire.values import NAME_FORMS

_CODES = {
    "missing": Fault.MISSING_KEY,
    "extra_forbidden": Fault.UNKNOWN_KEY,
    "union_tag_not_found": Fault.MISSING_KEY,
    "union_tag_invalid": Fault.UNKNOWN_CHOICE,
    "enum": Fault.UNKNOWN_CHOICE,
    "literal_error": Fault.UNKNOWN_CHOICE,
    "not_a_number": Fault.NOT_A_NUMBER,
    "not_true_or_false": Fault.NOT_TRUE_OR_FALSE,
    "greater_than": Fault.OUT_OF_RANGE,
    "greater_than_equal": Fault.OUT_OF_RANGE,
    "less_than": Fault.OUT_OF_RANGE,
    "less_than_equal": Fault.OUT_OF_RANGE,
    "string_pattern_mismatch": Fault.BAD_NAME,
    "string_too_short": Fault.NO_VALUE,
    "string_too_long": Fault.TEXT_TOO_LONG,
    "too_short": Fault.NO_VALUE,
}
_WANTED = {
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
    "dict_type": "keys with values",
    "tuple_type": "a list",
    "string_type": "a text",
    "float_type": "a number",
    "int_type": "a number",
    "bool_type": "true or false",
}
_LANGUAGES = {"id": "Indonesian", "en": "English"}

Location = tuple[int | str, ...]
Schema = dict[str, Any]  # a JSON Schema has no narrower type
AnyModel = TypeVar("AnyModel", bound=BaseModel)


def check_shape(
    model: type[AnyModel], tree: Node, known_faults: Iterable[Problem] = ()
) -> tuple[AnyModel | None, list[Problem]]:
    """`tree` as a `model`, or every way in which it is none.

    Places in `known_faults` are passed over: what stands there is wrong already.
    """
    try:
        return model.model_validate(plain(tree)), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    passed_over = {problem.place for problem in known_faults}
    details = [detail for detail in details if not _consequence(tree, detail)]
    meant = {
        (*detail["loc"][:-1], near)
        for detail in details
        if detail["type"] == "extra_forbidden"
        and (near := nearest(str(detail["loc"][-1]), _keys_at(model, detail["loc"][:-1])))
    }
    problems = [_problem(model, tree, detail) for detail in details if detail["loc"] not in meant]
    return None, [problem for problem in problems if problem.place not in passed_over]


def nearest(word: str, choices: Collection[str]) -> str | None:
    found = difflib.get_close_matches(word, sorted(choices), n=1, cutoff=0.6)
    return found[0] if found else None


def hint_for(word: str, choices: Collection[str]) -> str:
    """What the author probably meant, or what there is to choose from."""
    if near := nearest(word, choices):
        return f"did you mean {shown(near)}?"
    return "one of " + ", ".join(sorted(choices)) if 0 < len(choices) <= 12 else ""


def _consequence(tree: Node, detail: ErrorDetails) -> bool:
    """pydantic also calls a list too short whose items are there but faulty."""
    node, _ = _at(tree, detail["loc"])
    return detail["type"] == "too_short" and isinstance(node, Sequence) and bool(node.items)


def _problem(model: type[BaseModel], tree: Node, detail: ErrorDetails) -> Problem:
    location = detail["loc"]
    node, place = _at(tree, location)
    if location and location[-1] == "[key]":
        node = Scalar(str(location[-2]), place)
    code = _CODES.get(detail["type"], Fault.WRONG_SHAPE)
    if code is Fault.UNKNOWN_KEY:
        hint = hint_for(str(location[-1]), _keys_at(model, location[:-1]))
        return Problem(place, code, f"{shown(str(location[-1]))} is not a key here", hint)
    if code is Fault.MISSING_KEY:
        return _missing(model, place, detail)
    if code is Fault.UNKNOWN_CHOICE:
        return _unknown_choice(tree, detail)
    message, hint = _wording(code, detail, node)
    return Problem(place, code, message, hint)


def _missing(model: type[BaseModel], place: Place, detail: ErrorDetails) -> Problem:
    if detail["type"] == "union_tag_not_found":
        return Problem(place, Fault.MISSING_KEY, "`type` is missing")
    key = str(detail["loc"][-1])
    if _keys_at(model, detail["loc"][:-1]) == set(_LANGUAGES):
        message = f"the {_LANGUAGES[key]} text `{key}` is missing"
        return Problem(place, Fault.MISSING_TRANSLATION, message)
    return Problem(place, Fault.MISSING_KEY, f"`{key}` is missing")


def _unknown_choice(tree: Node, detail: ErrorDetails) -> Problem:
    location = detail["loc"]
    if detail["type"] == "union_tag_invalid":
        location = (*location, "type")
    node, place = _at(tree, location)
    written = node.value if isinstance(node, Scalar) else ""
    hint = hint_for(written, _choices(detail.get("ctx", {})))
    return Problem(place, Fault.UNKNOWN_CHOICE, f"{shown(written)} is not among the choices", hint)


def _wording(code: Fault, detail: ErrorDetails, node: Node) -> tuple[str, str]:
    """Message and hint where the code and the text written say it all."""
    written = shown(node.value) if isinstance(node, Scalar) else "this"
    context = detail.get("ctx", {})
    match code:
        case Fault.OUT_OF_RANGE:
            return f"{written} must be {detail['msg'].removeprefix('Input should be ')}", ""
        case Fault.BAD_NAME:
            return f"{written} is not a name", NAME_FORMS.get(context["pattern"], "")
        case Fault.NO_VALUE:
            return "nothing is written here", "write it or drop it"
        case Fault.TEXT_TOO_LONG:
            return f"longer than {context['max_length']} characters", ""
        case Fault.WRONG_SHAPE:
            wanted = _WANTED.get(detail["type"], "something else")
            return f"{_kind_of(node)} where {wanted} belongs", ""
    return f"{written} is {detail['msg']}", ""


def _choices(context: dict[str, Any]) -> set[str]:
    """The choices that pydantic names in its context, as a set."""
    listed = str(context.get("expected_tags") or context.get("expected") or "")
    return {word.strip("' ") for word in listed.replace(" or ", ", ").split(",") if word.strip()}


def _kind_of(node: Node) -> str:
    match node:
        case Scalar():
            return f"the text {shown(node.value)}"
        case Sequence():
            return "a list"
        case Mapping():
            return "keys with values"


def _at(tree: Node, location: Location) -> tuple[Node, Place]:
    """The node at `location` and the place to show; parts that name union tags lead nowhere."""
    node, place = tree, tree.place
    for part in location:
        if isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
            place = node.place
        elif isinstance(node, Mapping) and str(part) in node.entries:
            place = node.key_places[str(part)]
            node = node.entries[str(part)]
            if isinstance(node, Scalar) and "[key]" not in location:
                place = node.place
    return node, place


@cache
def _schema(model: type[BaseModel]) -> Schema:
    return model.model_json_schema()


def _keys_at(model: type[BaseModel], location: Location) -> frozenset[str]:
    """The keys that `model` knows at `location`."""
    root = _schema(model)
    schema = root
    for part in location:
        schema = _resolved(root, schema)
        if "discriminator" in schema:
            schema = {"$ref": schema["discriminator"]["mapping"].get(str(part), "#")}
        elif "items" in schema:
            schema = schema["items"]
        elif str(part) in schema.get("properties", {}):
            schema = schema["properties"][str(part)]
        else:
            schema = schema.get("additionalProperties") or {}
            schema = schema if isinstance(schema, dict) else {}
    return frozenset(_resolved(root, schema).get("properties", {}))


def _resolved(root: Schema, schema: Schema) -> Schema:
    while True:
        if "$ref" in schema:
            name = schema["$ref"].removeprefix("#/$defs/")
            schema = root["$defs"].get(name, {})
        elif "anyOf" in schema:
            schema = next((s for s in schema["anyOf"] if s.get("type") != "null"), {})
        else:
            return schema
