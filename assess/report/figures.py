"""Charts: each a drawing, the sentence that says it, and the same numbers as a table.

Values in, Figure out. Positions come from floats; every number that is read comes from the
`number` function given by the caller, so that screen and paper round alike. A value that is
undefined is drawn as a dash and words, never as zero.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from markupsafe import Markup

from assess.report import svg

Number = Callable[[float], str]

PHONE = 320  # width that stays readable on the smallest phone
PAGE = 620  # width for a column of A4 or a projector
LOW, HIGH = 1, 5
SCALE = range(LOW, HIGH + 1)


@dataclass(frozen=True, slots=True)
class Figure:
    """`title` is the caption; `description` says how to read the drawing."""

    title: str
    description: str
    svg: Markup
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A label with its level today and its target, each 1..5 or None."""

    label: str
    current: float | None
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The words inside figures, in one language."""

    item: str
    current: str
    target: str
    level: str
    share: str
    mean: str
    group: str
    do_not_know: str
    undefined: str
    scale: str
    read_pairs: str
    read_levels: str
    read_shares: str
    read_groups: str
    read_slope: str


INDONESIAN = Words(
    item="Bagian",
    current="Saat ini",
    target="Target",
    level="Tingkat",
    share="Bagian jawaban",
    mean="Rata-rata",
    group="Kelompok",
    do_not_know="Tidak tahu",
    undefined="belum cukup data",
    scale="Skala 1 sampai 5.",
    read_pairs="Lingkaran biru penuh: saat ini. Kotak jingga terbuka: target. Skala 1 sampai 5.",
    read_levels="Banyaknya kotak terisi dari lima adalah tingkat kematangan.",
    read_shares="Tinggi batang adalah bagian jawaban pada tiap tingkat.",
    read_groups="Tiap titik adalah rata-rata satu kelompok pada skala 1 sampai 5.",
    read_slope="Tiap garis menghubungkan dua pengukuran pada skala 1 sampai 5.",
)
ENGLISH = Words(
    item="Part",
    current="Today",
    target="Target",
    level="Level",
    share="Share of answers",
    mean="Mean",
    group="Group",
    do_not_know="Do not know",
    undefined="not enough data",
    scale="Scale from 1 to 5.",
    read_pairs="Filled blue disc: today. Open orange square: target. Scale from 1 to 5.",
    read_levels="The number of filled boxes out of five is the maturity level.",
    read_shares="The height of a bar is the share of answers at that level.",
    read_groups="Each dot is the mean of one group on the scale from 1 to 5.",
    read_slope="Each line joins two measurements on the scale from 1 to 5.",
)
WORDS = {"id": INDONESIAN, "en": ENGLISH}


def dumbbell(
    title: str,
    pairs: Sequence[Pair],
    number: Number,
    words: Words = INDONESIAN,
    width: int = PHONE,
    font_family: str | None = None,
) -> Figure:
    """Current and target on one track a row: the figure to decide with."""
    wide = width >= 480
    left = width * 0.36 if wide else 14.0
    right = width - (86.0 if wide else 14.0)
    step = 40 if wide else 52
    top = 58
    height = top + step * len(pairs) + 4
    marks = [_pair_key(words, width), *_grid(left, right, 50, height)]
    for index, pair in enumerate(pairs):
        y = top + step * index + (step / 2 if wide else 36)
        marks += (
            _pair_words(pair, number, y, left, width)
            if wide
            else _pair_words_above(pair, number, y, width)
        )
        marks += _pair_marks(pair, words, y, left, right)
    return _pair_figure(title, pairs, number, words, width, height, marks, font_family)


def radar(
    title: str,
    axes: Sequence[Pair],
    number: Number,
    words: Words = INDONESIAN,
    width: int = PHONE,
    font_family: str | None = None,
) -> Figure:
    """All dimensions at a glance, for the cover story; decisions read the dumbbell."""
    radius = min(width * 0.29, 150)
    middle, centre = width / 2, radius + 96
    height = 2 * radius + 150
    angles = [2 * pi * index / max(len(axes), 1) for index in range(len(axes))]
    marks = [_pair_key(words, width), *_rings(middle, centre, radius, angles)]
    for values, look in (
        ([axis.current for axis in axes], _CURRENT_SHAPE),
        ([axis.target for axis in axes], _TARGET_SHAPE),
    ):
        marks += _outline(values, angles, middle, centre, radius, look)
    for axis, angle in zip(axes, angles, strict=True):
        for value, mark in ((axis.target, svg.target_square), (axis.current, svg.current_dot)):
            if value is not None:
                marks.append(mark(*_polar(value, angle, middle, centre, radius)))
        marks += _axis_words(axis, angle, number, middle, centre, radius, width)
    return _pair_figure(title, axes, number, words, width, height, marks, font_family)


def level_bars(
    title: str,
    levels: Sequence[tuple[str, int | None]],
    words: Words = INDONESIAN,
    width: int = PHONE,
    font_family: str | None = None,
) -> Figure:
    """Five boxes a row, filled up to the level reached."""
    left = width * 0.5
    cell = (width - left - 26) / HIGH
    step = 42
    marks: list[str] = []
    for index, (label, level) in enumerate(levels):
        y = step * index + 4
        marks += _two_lines(label, 0, y + 22, left - 10)
        for box in SCALE:
            filled = level is not None and box <= level
            fill = svg.LEVELS[level] if filled and level else "none"
            edge = svg.LEVELS[5] if filled else svg.EDGE
            dash = "" if level else ' stroke-dasharray="3 2"'
            x = left + cell * (box - 1)
            marks.append(svg.box(x, y + 6, cell - 4, 22, fill, f' stroke="{edge}"{dash}'))
        shown = str(level) if level else "–"
        marks.append(svg.text(width - 2, y + 22, shown, svg.END + svg.BOLD))
    rows = tuple((label, str(level) if level else words.undefined) for label, level in levels)
    return _figure(
        title, words.read_levels, (words.item, words.level), rows, (width, step * len(levels) + 8),
        marks, font_family,
    )  # fmt: skip


def histogram(
    title: str,
    shares: Sequence[float] | None,
    do_not_know: float | None,
    percent: Number,
    words: Words = INDONESIAN,
    width: int = PHONE,
    font_family: str | None = None,
) -> Figure:
    """Shares of answers at levels 1..5 and, apart and dashed, the share who do not know."""
    bars: list[tuple[str, float | None]] = [
        (str(level), shares[level - 1] if shares else None) for level in SCALE
    ]
    bars.append((words.do_not_know, do_not_know))
    tall, base, column = 96.0, 122.0, (width - 24) / 6.6
    most = max((share for _, share in bars if share), default=1.0)
    marks = [svg.line(0, base, width, base, svg.EDGE)]
    for index, (label, share) in enumerate(bars):
        last = index == HIGH
        x = column * index + (24 if last else 0)
        space = column * 1.6 if last else column
        high = tall * share / most if share else 0.0
        more = f' stroke="{svg.INK_2}" stroke-dasharray="3 2"' if last else ' stroke="#153f73"'
        fill = "none" if last else svg.LEVELS[index + 1]
        if high:
            marks.append(
                svg.box(x + space / 2 - column / 2 + 3, base - high, column - 6, high, fill, more)
            )
        shown = "–" if share is None else percent(share)
        marks.append(svg.text(x + space / 2, base - high - 6, shown, svg.MIDDLE))
        marks.append(svg.text(x + space / 2, base + 18, label, svg.MIDDLE + svg.QUIET))
    rows = tuple(
        (label if label == words.do_not_know else f"{words.level} {label}",
         words.undefined if share is None else percent(share))
        for label, share in bars
    )  # fmt: skip
    return _figure(
        title, words.read_shares, (words.level, words.share), rows, (width, base + 26), marks,
        font_family,
    )  # fmt: skip


def group_range(
    title: str,
    means: Sequence[tuple[str, float | None]],
    number: Number,
    words: Words = INDONESIAN,
    width: int = PHONE,
    font_family: str | None = None,
) -> Figure:
    """Group means from highest to lowest, with the band between the outermost two."""
    ordered = sorted(means, key=lambda pair: (pair[1] is None, -(pair[1] or 0)))
    known = [mean for _, mean in ordered if mean is not None]
    left, right, step, top = width * 0.46, width - 46.0, 40, 30
    height = top + step * len(ordered) + 2
    marks = _grid(left, right, 20, height)
    if len(known) > 1:
        low, high = _across(known[-1], left, right), _across(known[0], left, right)
        marks.insert(0, svg.box(low, 24, high - low, height - 26, svg.CURRENT_TINT))
    for index, (label, mean) in enumerate(ordered):
        y = top + step * index + step / 2
        marks += _two_lines(label, 0, y + 5, left - 14)
        if mean is None:
            marks.append(svg.text(left, y + 5, words.undefined, svg.QUIET))
            continue
        marks.append(svg.current_dot(_across(mean, left, right), y))
        marks.append(svg.text(width, y + 5, number(mean), svg.END + svg.BOLD))
    rows = tuple((label, _shown(mean, number, words)) for label, mean in ordered)
    return _figure(
        title, words.read_groups, (words.group, words.mean), rows, (width, height), marks,
        font_family,
    )  # fmt: skip


def slope(
    title: str,
    changes: Sequence[tuple[str, float | None, float | None]],
    ends: tuple[str, str],
    number: Number,
    words: Words = INDONESIAN,
    width: int = PHONE,
    font_family: str | None = None,
) -> Figure:
    """From one measurement to the next, a line each; a row without both ends has no line."""
    left, right, top = 40.0, width * 0.5, 44.0
    tall = max(150.0, 24.0 * len(changes))
    marks = [
        svg.text(left, 16, ends[0], svg.MIDDLE + svg.QUIET),
        svg.text(right, 16, ends[1], svg.MIDDLE + svg.QUIET),
        svg.line(left, 28, left, top + tall),
        svg.line(right, 28, right, top + tall),
    ]
    befores = _apart([before for _, before, _ in changes], top, tall)
    afters = _apart([after for _, _, after in changes], top, tall)
    for (label, before, after), before_y, after_y in zip(changes, befores, afters, strict=True):
        if before is not None and after is not None:
            more = ' stroke-width="2"' + (' stroke-dasharray="5 3"' if after < before else "")
            start, end = _down(before, top, tall), _down(after, top, tall)
            marks.append(svg.line(left, start, right, end, svg.CURRENT, more))
        for x, value in ((left, before), (right, after)):
            if value is not None:
                marks.append(svg.current_dot(x, _down(value, top, tall)))
        if before is not None:
            marks.append(svg.text(left - 10, before_y + 5, number(before), svg.END))
        if after is not None:
            name = svg.fitted(label, width - right - 40, 1)[0]
            marks.append(svg.text(right + 12, after_y + 5, f"{number(after)} {name}"))
    rows = tuple(
        (label, _shown(before, number, words), _shown(after, number, words))
        for label, before, after in changes
    )
    return _figure(
        title, words.read_slope, (words.item, *ends), rows, (width, top + tall + 12), marks,
        font_family,
    )  # fmt: skip


_CURRENT_SHAPE = f' fill="{svg.CURRENT}" fill-opacity=".14" stroke="{svg.CURRENT}" stroke-width="2"'
_TARGET_SHAPE = f' fill="none" stroke="{svg.TARGET}" stroke-width="2" stroke-dasharray="6 4"'


def _figure(
    title: str,
    description: str,
    head: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    size: tuple[int, float],
    marks: Sequence[str],
    font_family: str | None,
) -> Figure:
    """The title of the drawing says every number, because it is all that some readers get."""
    said = "; ".join(
        f"{row[0]}: "
        + ", ".join(
            f"{column.lower()} {cell}" for column, cell in zip(head[1:], row[1:], strict=True)
        )
        for row in rows
    )
    drawing = svg.document(*size, f"{title}. {said}.", description, marks, font_family)
    return Figure(title, description, drawing, head, rows)


def _pair_figure(
    title: str,
    pairs: Sequence[Pair],
    number: Number,
    words: Words,
    width: int,
    height: float,
    marks: Sequence[str],
    font_family: str | None,
) -> Figure:
    head = (words.item, words.current, words.target)
    rows = tuple(
        (pair.label, _shown(pair.current, number, words), _shown(pair.target, number, words))
        for pair in pairs
    )
    return _figure(title, words.read_pairs, head, rows, (width, height), marks, font_family)


def _shown(value: float | None, number: Number, words: Words) -> str:
    return words.undefined if value is None else number(value)


def _pair_text(pair: Pair, number: Number) -> str:
    current = "–" if pair.current is None else number(pair.current)
    return current if pair.target is None else f"{current} → {number(pair.target)}"


def _across(value: float, left: float, right: float) -> float:
    return left + (right - left) * (value - LOW) / (HIGH - LOW)


def _down(value: float, top: float, tall: float) -> float:
    return top + tall * (HIGH - value) / (HIGH - LOW)


def _grid(left: float, right: float, top: float, bottom: float) -> list[str]:
    marks: list[str] = []
    for level in SCALE:
        x = _across(level, left, right)
        marks.append(svg.text(x, top - 6, str(level), svg.MIDDLE + svg.QUIET))
        marks.append(svg.line(x, top, x, bottom))
    return marks


def _pair_key(words: Words, width: int) -> str:
    shift = max(len(words.current) * svg.LETTER + 60, width * 0.3)
    return (
        svg.current_dot(10, 14)
        + svg.text(24, 19, words.current)
        + svg.target_square(shift, 14)
        + svg.text(shift + 16, 19, words.target)
    )


def _two_lines(label: str, x: float, y: float, width: float) -> list[str]:
    lines = svg.fitted(label, width)
    start = y - svg.LEADING / 2 * (len(lines) - 1)
    return [svg.text(x, start + svg.LEADING * index, row) for index, row in enumerate(lines)]


def _pair_words(pair: Pair, number: Number, y: float, left: float, width: int) -> list[str]:
    numbers = svg.text(width, y + 5, _pair_text(pair, number), svg.END + svg.BOLD)
    return [*_two_lines(pair.label, 0, y + 5, left - 24), numbers]


def _pair_words_above(pair: Pair, number: Number, y: float, width: int) -> list[str]:
    """On a phone the words stand above the track, on a white ground that hides the grid."""
    ground = svg.box(0, y - 33, width, 20, "#fff")
    label = svg.text(0, y - 18, svg.fitted(pair.label, width - 80, 1)[0])
    return [ground, label, svg.text(width, y - 18, _pair_text(pair, number), svg.END + svg.BOLD)]


def _pair_marks(pair: Pair, words: Words, y: float, left: float, right: float) -> list[str]:
    marks = [svg.line(left, y, right, y)]
    current, target = pair.current, pair.target
    if current is not None and target is not None:
        ends = sorted((_across(current, left, right), _across(target, left, right)))
        more = ' stroke-width="2" stroke-dasharray="5 3"'
        marks.append(svg.line(ends[0], y, ends[1], y, svg.TARGET, more))
    if target is not None:
        marks.append(svg.target_square(_across(target, left, right), y))
    if current is not None:
        marks.append(svg.current_dot(_across(current, left, right), y))
    else:
        marks.append(svg.box(left, y - 10, len(words.undefined) * svg.LETTER + 4, 20, "#fff"))
        marks.append(svg.text(left, y + 5, words.undefined, svg.QUIET))
    return marks


def _polar(
    value: float, angle: float, middle: float, centre: float, radius: float
) -> tuple[float, float]:
    """Levels 1..5 lie on rings 1..5; the centre is no level, so that level 1 still has a shape."""
    length = radius * value / HIGH
    return middle + length * sin(angle), centre - length * cos(angle)


def _rings(middle: float, centre: float, radius: float, angles: Sequence[float]) -> list[str]:
    marks: list[str] = []
    for level in SCALE:
        corners = " ".join(
            "{:.1f},{:.1f}".format(*_polar(level, angle, middle, centre, radius))
            for angle in angles
        )
        marks.append(f'<polygon points="{corners}" fill="none" stroke="{svg.LINE}"/>')
    for angle in angles:
        marks.append(svg.line(middle, centre, *_polar(HIGH, angle, middle, centre, radius)))
    return marks


def _outline(
    values: Sequence[float | None],
    angles: Sequence[float],
    middle: float,
    centre: float,
    radius: float,
    look: str,
) -> list[str]:
    """A closed shape where all are known; else only the sides between known neighbours."""
    points = [
        None
        if value is None
        else "{:.1f},{:.1f}".format(*_polar(value, angle, middle, centre, radius))
        for value, angle in zip(values, angles, strict=True)
    ]
    known = [point for point in points if point is not None]
    if known and len(known) == len(points):
        return [f'<polygon points="{" ".join(known)}"{look}/>']
    neighbours = zip(points, [*points[1:], *points[:1]], strict=True)
    sides = [f"M{one}L{two}" for one, two in neighbours if one and two]
    return [f'<path d="{"".join(sides)}"{look}/>'] if sides else []


def _axis_words(
    axis: Pair,
    angle: float,
    number: Number,
    middle: float,
    centre: float,
    radius: float,
    width: int,
) -> list[str]:
    x, y = middle + (radius + 14) * sin(angle), centre - (radius + 14) * cos(angle)
    side = 0 if abs(sin(angle)) < 0.2 else (1 if sin(angle) > 0 else -1)
    anchor = (svg.MIDDLE, "", svg.END)[side]
    room = (width / 2, width - x, x)[side]
    lines = [*svg.fitted(axis.label, room), _pair_text(axis, number)]
    if side:
        y -= svg.LEADING * (len(lines) - 2) / 2
    elif cos(angle) > 0:
        y -= svg.LEADING * (len(lines) - 1)
    else:
        y += svg.LEADING * 0.6
    looks = [""] * (len(lines) - 1) + [svg.BOLD]
    return [
        svg.text(x, y + svg.LEADING * index, row, anchor + look)
        for index, (row, look) in enumerate(zip(lines, looks, strict=True))
    ]


def _apart(values: Sequence[float | None], top: float, tall: float) -> list[float]:
    """Heights of labels, pushed down where two would overlap."""
    heights = [_down(value, top, tall) if value is not None else 0.0 for value in values]
    order = sorted((h, i) for i, h in enumerate(heights) if values[i] is not None)
    lowest = 0.0
    for height, index in order:
        lowest = max(height, lowest + svg.LEADING)
        heights[index] = lowest
    return heights
