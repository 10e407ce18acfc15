"""A paper form keyed twice: where the two keyings differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Keyed = Mapping[str, Mapping[str, Any]]  # question -> what was given; nothing where left empty
CODED = ("level", "target", "horizon")


def differences(first: Keyed, second: Keyed) -> list[str]:
    """Questions whose codes differ. Texts are typed once and proofread the second time: two people
    never write a sentence alike, and no figure comes from it.

    >>> differences({"A-1": {"level": 3}}, {"A-1": {"level": 3, "note": "baik"}, "A-2": {"level": 1}})
    ['A-2']
    """
    return [
        question
        for question in dict.fromkeys([*first, *second])
        if _codes(first.get(question, {})) != _codes(second.get(question, {}))
    ]


def settled(first: Keyed, second: Keyed, choices: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    """What counts: codes as both have them or as chosen (1 or 2), texts of the second keying.

    KeyError where a difference was not chosen.
    """
    apart = set(differences(first, second))
    result: dict[str, dict[str, Any]] = {}
    for question in dict.fromkeys([*first, *second]):
        one, two = first.get(question, {}), second.get(question, {})
        codes = one if question in apart and choices[question] == 1 else two
        texts = {name: value for name, value in two.items() if name not in CODED}
        given = {name: codes[name] for name in CODED if name in codes} | texts
        if given:
            result[question] = given
    return result


def _codes(given: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(given.get(name) for name in CODED)
