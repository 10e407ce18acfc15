"""The radar: all dimensions at a glance, for the cover story. Decisions read the dumbbell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from assess.report import svg
from assess.report.figure import (
    HIGH,
    INDONESIAN,
    PHONE,
    SCALE,
    Figure,
    Number,
    Pair,
    Words,
    pair_figure,
    pair_key,
    pair_text,
)

_CURRENT_SHAPE = f' fill="{svg.CURRENT}" fill-opacity=".14" stroke="{svg.CURRENT}" stroke-width="2"'
_TARGET_SHAPE = f' fill="none" stroke="{svg.TARGET}" stroke-width="2" stroke-dasharray="6 4"'


def radar(
    title: str,
    axes: Sequence[Pair],
    number: Number,
    words: Words = INDONESIAN,
    width: int = PHONE,
    font_family: str | None = None,
) -> Figure:
    """One axis a pair, clockwise from the top. An unknown value leaves the shape open."""
    angles = [2 * pi * index / len(axes) for index in range(len(axes))]
    web = _web(width, angles)
    marks = [pair_key(words, width), *_rings(web, angles)]
    marks += _outline(web, angles, [axis.current for axis in axes], _CURRENT_SHAPE)
    marks += _outline(web, angles, [axis.target for axis in axes], _TARGET_SHAPE)
    for axis, angle in zip(axes, angles, strict=True):
        if axis.target is not None:
            marks.append(svg.target_square(*web.point(axis.target, angle)))
        if axis.current is not None:
            marks.append(svg.current_dot(*web.point(axis.current, angle)))
        marks += _axis_words(web, axis, angle, number)
    height = web.centre + web.radius + 4 * svg.LEADING
    return pair_figure(title, axes, number, words, (width, height), marks, font_family)


@dataclass(frozen=True, slots=True)
class _Web:
    """Where the rings lie. Narrow: words stand above and below their corner, at the edge."""

    width: int
    middle: float
    centre: float
    radius: float
    narrow: bool

    def point(self, value: float, angle: float) -> tuple[float, float]:
        """Levels 1..5 lie on rings 1..5; the centre is no level, so level 1 still has a shape."""
        length = self.radius * value / HIGH
        return self.middle + length * sin(angle), self.centre - length * cos(angle)


def _web(width: int, angles: Sequence[float]) -> _Web:
    """Words fit beside a large web only where no axis of a phone's radar points to the side."""
    narrow = width < 480 and all(abs(cos(angle)) > 0.4 for angle in angles)
    radius = width * (0.33 if narrow else 0.25 if width >= 480 else 0.17)
    return _Web(width, width / 2, radius + 92, radius, narrow)


def _rings(web: _Web, angles: Sequence[float]) -> list[str]:
    marks = [
        f'<polygon points="{" ".join(_place(web, level, angle) for angle in angles)}"'
        f' fill="none" stroke="{svg.LINE}"/>'
        for level in SCALE
    ]
    spokes = "".join(
        f"M{web.middle:.1f},{web.centre:.1f}L{_place(web, HIGH, angle)}" for angle in angles
    )
    return [*marks, f'<path d="{spokes}" stroke="{svg.LINE}"/>' if spokes else ""]


def _place(web: _Web, value: float, angle: float) -> str:
    return "{:.1f},{:.1f}".format(*web.point(value, angle))


def _outline(
    web: _Web, angles: Sequence[float], values: Sequence[float | None], look: str
) -> list[str]:
    """A closed shape where all are known; else only the sides between known neighbours."""
    places = [
        None if value is None else _place(web, value, angle)
        for value, angle in zip(values, angles, strict=True)
    ]
    known = [place for place in places if place is not None]
    if known and len(known) == len(places):
        return [f'<polygon points="{" ".join(known)}"{look}/>']
    neighbours = zip(places, [*places[1:], *places[:1]], strict=True)
    sides = [f"M{one}L{two}" for one, two in neighbours if one and two]
    return [f'<path d="{"".join(sides)}"{look}/>'] if sides else []


def _axis_words(web: _Web, axis: Pair, angle: float, number: Number) -> list[str]:
    x, y = web.point(HIGH, angle)
    aside = (sin(angle) > 0.2) - (sin(angle) < -0.2)
    numbers = pair_text(axis, number)
    if aside and not web.narrow:
        x += 16 * aside
        lines = svg.fitted(axis.label, web.width - x if aside > 0 else x)
        y -= svg.LEADING * (len(lines) - 1) / 2
        if web.width < 480:
            numbers = ""  # no room beside the web; title and table have them
    else:
        x = web.width / 2 * (1 + aside)
        lines = svg.fitted(axis.label, web.width * (0.38 if aside else 0.6))
        y += svg.LEADING * 1.4 if cos(angle) < 0 else -svg.LEADING * len(lines) - 14
    anchor = (svg.MIDDLE, svg.START, svg.END)[aside * (1 if not web.narrow else -1)]
    rows = [svg.text(x, y + svg.LEADING * i, row, anchor) for i, row in enumerate(lines)]
    if numbers:
        rows.append(svg.text(x, y + svg.LEADING * len(lines), numbers, anchor + svg.BOLD))
    return rows
