"""Numbers of a questionnaire that must fit each other: weights, bands of scores, limits."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from assess.questionnaire.problems import Fault, Problem
from assess.questionnaire.source import Mapping, Node, child, items_at, key_place, text_at
from assess.questionnaire.values import decimal_in, exact_in

LOWEST, HIGHEST = Decimal(1), Decimal(5)
Band = tuple[Decimal, Decimal, Node]


def check_numbers(tree: Mapping) -> Iterator[Problem]:
    for key in ("dimensions", "readiness"):
        yield from _check_weights(tree, key)
        for dimension in items_at(tree, key):
            yield from _check_weights(dimension, "subpillars")
    yield from _check_bands(tree)
    for question in items_at(tree, "questions"):
        low, high = _number_at(question, "min"), _number_at(question, "max")
        if low is not None and high is not None and low > high:
            yield _min_above_max(question)


def _check_weights(node: Node, key: str) -> Iterator[Problem]:
    """Weights of siblings sum to exactly 100; said once all of them are numbers."""
    weights = [_weight_at(item) for item in items_at(node, key)]
    total = sum((weight for weight in weights if weight is not None), Fraction(0))
    if weights and None not in weights and total != 100:
        message = f"weights of `{key}` sum to {_written(total)}, not to 100"
        yield Problem(key_place(node, key), Fault.WEIGHT_SUM, message)


def _check_bands(tree: Mapping) -> Iterator[Problem]:
    bands: list[Band] = []
    for node in items_at(child(tree, "scoring"), "predicates"):
        low, high = _number_at(node, "min"), _number_at(node, "max")
        if low is None or high is None:
            return  # said already; without it the neighbours cannot be judged
        if low >= high:
            yield _min_above_max(node)
            return
        bands.append((low, high, node))
    bands.sort(key=lambda band: band[:2])
    if not bands:
        return
    yield from _check_ends(bands)
    for (_, end, _), (start, _, node) in pairwise(bands):
        if start > end:
            message = f"no predicate for scores from {end} to {start}"
            yield Problem(node.place, Fault.BAND_GAP, message)
        elif start < end:
            message = f"two predicates for scores from {start} to {end}"
            yield Problem(node.place, Fault.BAND_OVERLAP, message)


def _check_ends(bands: list[Band]) -> Iterator[Problem]:
    """Scores run from 1 to 5, both included; so do the bands together."""
    start, _, first = bands[0]
    _, end, last = max(bands, key=lambda band: band[1])
    if start > LOWEST:
        message = f"no predicate for scores from {LOWEST} to {start}"
        yield Problem(first.place, Fault.BAND_GAP, message)
    if end < HIGHEST:
        message = f"no predicate for scores from {end} to {HIGHEST}, {HIGHEST} included"
        yield Problem(last.place, Fault.BAND_GAP, message)
    if start < LOWEST:
        yield Problem(first.place, Fault.OUT_OF_RANGE, f"{start} is below the lowest score, 1")
    if end > HIGHEST:
        yield Problem(last.place, Fault.OUT_OF_RANGE, f"{end} is above the highest score, 5")


def _min_above_max(node: Node) -> Problem:
    low, high = text_at(node, "min"), text_at(node, "max")
    place = low.place if low else node.place
    values = f"{low.value if low else ''} and {high.value if high else ''}"
    return Problem(place, Fault.MIN_ABOVE_MAX, f"`min` is not below `max`: {values}")


def _weight_at(node: Node) -> Fraction | None:
    text = text_at(node, "weight")
    return exact_in(text.value) if text is not None else None


def _written(total: Fraction) -> str:
    """As a decimal where it is one, else as the fraction that the author can check."""
    decimal = Decimal(total.numerator) / Decimal(total.denominator)
    exact = Fraction(decimal) == total
    return f"{decimal.normalize():f}" if exact else f"{total.numerator}/{total.denominator}"


def _number_at(node: Node, key: str) -> Decimal | None:
    text = text_at(node, key)
    return decimal_in(text.value) if text is not None else None
