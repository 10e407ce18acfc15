"""The method once more, in exact fractions and the plainest Python: an oracle for the engine.

It shares no code with the engine. Slow on purpose.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

Table = list[dict[str, Any]]  # question, subpillar, dimension, w_q, w_s, w_d (fractions)
People = list[tuple[str, list[int]]]

TWO_THIRDS = Fraction(2, 3)


def question(
    people: People, column: int, weights: dict[str, Fraction]
) -> tuple[Fraction | None, int | None]:
    """Balanced mean and majority level."""
    by_group: dict[str, list[int]] = {}
    for group, levels in people:
        if levels[column] >= 1:
            by_group.setdefault(group, []).append(levels[column])
    total = sum((weights[group] for group in by_group), Fraction(0))
    if total == 0:
        return None, None
    mean = Fraction(0)
    for group, levels in by_group.items():
        mean += weights[group] * Fraction(sum(levels), len(levels)) / total
    level = 0
    for candidate in range(1, 6):
        share = Fraction(0)
        for group, levels in by_group.items():
            above = sum(1 for each in levels if each >= candidate)
            share += weights[group] * Fraction(above, len(levels)) / total
        if share > Fraction(1, 2):
            level = candidate
    return mean, level


def inapplicable(people: People, column: int) -> bool:
    codes = [levels[column] for _, levels in people]
    return not any(code >= 1 for code in codes) and 2 * codes.count(-2) > len(codes)


def node(
    children: list[tuple[Fraction, Fraction | None, bool]],
) -> tuple[Fraction | None, Fraction, bool]:
    """Score, coverage and whether it applies, from (weight, score, applies) of the children."""
    there = [(weight, score) for weight, score, applies in children if applies]
    total = sum((weight for weight, _ in there), Fraction(0))
    if total == 0:
        return None, Fraction(0), False
    have = [(weight, score) for weight, score in there if score is not None]
    available = sum((weight for weight, _ in have), Fraction(0))
    coverage = available / total
    if available == 0 or coverage < TWO_THIRDS:
        return None, coverage, True
    return sum((w * s for w, s in have), Fraction(0)) / available, coverage, True


def scores(
    table: Table, people: People, weights: dict[str, Fraction], *, leaves: bool
) -> dict[str, tuple[Fraction | None, Fraction, bool]]:
    """(score, coverage, applies) of every node by key; questions with coverage 0 or 1."""
    found: dict[str, tuple[Fraction | None, Fraction, bool]] = {}
    for column, row in enumerate(table):
        score, _ = question(people, column, weights)
        applies = not (leaves and inapplicable(people, column))
        found[row["question"]] = (score, Fraction(score is not None), applies)
    levels = (("question", "subpillar", "w_q"), ("subpillar", "dimension", "w_s"))
    for below, above, weight in levels:
        for key in dict.fromkeys(row[above] for row in table):
            children = {row[below]: row[weight] for row in table if row[above] == key}
            found[key] = node([(w, found[k][0], found[k][2]) for k, w in children.items()])
    dimensions = {row["dimension"]: row["w_d"] for row in table}
    found["index"] = node([(w, found[k][0], found[k][2]) for k, w in dimensions.items()])
    return found
