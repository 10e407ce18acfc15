"""The map of perceptions as a figure: how far each layer stands from everybody, by dimension."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assess.report import svg
from assess.report.figure import PHONE, Figure, Number, figure_of

REACH = 2.0  # levels to each side; a layer farther out stands at the end
SHAPES = 4


@dataclass(frozen=True, slots=True)
class LayerMark:
    """A layer with its distance from everybody in levels, None where undefined."""

    name: str
    difference: float | None


@dataclass(frozen=True, slots=True)
class MapRow:
    label: str
    marks: tuple[LayerMark, ...]


@dataclass(frozen=True, slots=True)
class MapWords:
    item: str
    undefined: str
    everybody: str
    lower: str
    higher: str
    description: str


def layer_map(
    title: str,
    rows: Sequence[MapRow],
    number: Number,
    words: MapWords,
    width: int = PHONE,
    font_family: str | None = None,
) -> Figure:
    """One track a dimension; each layer has a shape of its own, so that colour is not needed."""
    wide = width >= 480
    left, right = (width * 0.4 if wide else 12.0), width - 12.0
    names = [mark.name for mark in rows[0].marks] if rows else []
    marks = _key(names, wide, width)
    y = 24.0 * (-(-len(names) // (2 if wide else 1))) + 12
    marks += [
        svg.text(left, y + 8, words.lower, svg.QUIET),
        svg.text(right, y + 8, words.higher, svg.END + svg.QUIET),
    ]
    y += 20
    for row in rows:
        words_at = y + (18 if wide else 16)
        line = svg.fitted(row.label, left - 24 if wide else width, 1)[0]
        marks.append(svg.text(0, words_at, line))
        track = words_at - 5 if wide else words_at + 18
        marks += _row(row, track, left, right, words)
        y += 34 if wide else 56
    head = (words.item, *names)
    table = tuple(
        (
            row.label,
            *(words.undefined if m.difference is None else number(m.difference) for m in row.marks),
        )
        for row in rows
    )
    return figure_of(title, words.description, head, table, (width, y), marks, font_family)


def _row(row: MapRow, y: float, left: float, right: float, words: MapWords) -> list[str]:
    ticks = "".join(f"M{_across(step, left, right):.1f},{y - 5:.1f}v10" for step in (-2, -1, 1, 2))
    middle = _across(0, left, right)
    marks = [
        f'<path d="M{left:.1f},{y:.1f}H{right:.1f}{ticks}" fill="none" stroke="{svg.LINE}"/>',
        svg.line(middle, y - 11, middle, y + 11, svg.INK_2, ' stroke-width="2"'),
    ]
    known = [(place, m.difference) for place, m in enumerate(row.marks) if m.difference is not None]
    if not known:
        return [*marks, svg.text(middle + 8, y + 5, words.undefined, svg.QUIET)]
    return marks + [_shape(place, _across(value, left, right), y) for place, value in known]


def _key(names: Sequence[str], wide: bool, width: int) -> list[str]:
    marks = []
    for place, name in enumerate(names):
        x = 10 + (place % 2) * width / 2 if wide else 10.0
        y = 12 + 24.0 * (place // 2 if wide else place)
        marks += [_shape(place, x, y), svg.text(x + 16, y + 5, name)]
    return marks


def _across(difference: float, left: float, right: float) -> float:
    held = min(REACH, max(-REACH, difference))
    return left + (right - left) * (held + REACH) / (2 * REACH)


def _shape(place: int, x: float, y: float) -> str:
    """Disc, open square, open triangle, diamond; larger the later, so that all show where they
    meet."""
    match place % SHAPES:
        case 0:
            return svg.current_dot(x, y)
        case 1:
            return svg.target_square(x, y)
        case 2:
            points = f"{x:.1f},{y - 9:.1f} {x - 9:.1f},{y + 7:.1f} {x + 9:.1f},{y + 7:.1f}"
            return f'<polygon points="{points}" fill="none" stroke="{svg.INK}" stroke-width="2"/>'
        case _:
            points = f"{x:.1f},{y - 10:.1f} {x + 10:.1f},{y:.1f} {x:.1f},{y + 10:.1f} {x - 10:.1f},{y:.1f}"
            return (
                f'<polygon points="{points}" fill="none" stroke="{svg.LEVELS[3]}"'
                ' stroke-width="2"/>'
            )
