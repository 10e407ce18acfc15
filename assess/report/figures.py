"""Charts: each a drawing, the sentence that says it, and the same numbers as a table.

Values in, Figure out. Positions come from floats; every number that is read comes from the
`number` function given by the caller, so that screen and paper round alike. A value that is
undefined is drawn as a dash and words, never as zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

from assess.report import svg
from assess.report.figure import (
    ENGLISH,
    HIGH,
    INDONESIAN,
    LOW,
    PAGE,
    PHONE,
    SCALE,
    WORDS,
    Figure,
    Number,
    Pair,
    Words,
    figure_of,
    pair_figure,
    pair_key,
    pair_text,
    shown,
)
from assess.report.radar import radar

__all__ = [
    "ENGLISH",
    "INDONESIAN",
    "PAGE",
    "PHONE",
    "WORDS",
    "Figure",
    "Number",
    "Pair",
    "Words",
    "dumbbell",
    "group_range",
    "histogram",
    "level_bars",
    "radar",
    "slope",
]


def dumbbell(
    title: str,
    pairs: Sequence[Pair],
    number: Number,
    words: Words = INDONESIAN,
    width: int = PHONE,
    font_family: str | None = None,
) -> Figure:
    """Current and target on one track a row: the figure to decide with.

    On a phone the words stand above their track, on a page beside it.
    """
    wide = width >= 480
    left = width * 0.36 if wide else 9.0
    right = width - (94.0 if wide else 9.0)
    marks = [pair_key(words, width), _scale_numbers(left, right, 46)]
    y = 54.0
    for pair in pairs:
        lines = svg.fitted(pair.label, left - 24 if wide else width - 104.0)
        words_at = y + 21 if wide else y + 14 + svg.LEADING * (len(lines) - 1)
        marks += _lines_at(lines, 0, words_at + (_half(lines) if wide else 0))
        marks.append(svg.text(width, words_at, pair_text(pair, number), svg.END + svg.BOLD))
        marks += _pair_marks(pair, words, words_at + (-5 if wide else 19), left, right)
        y += 34 if wide else 52 + svg.LEADING * (len(lines) - 1)
    return pair_figure(title, pairs, number, words, (width, y), marks, font_family)


def level_bars(
    title: str,
    levels: Sequence[tuple[str, int | None]],
    words: Words = INDONESIAN,
    width: int = PHONE,
    font_family: str | None = None,
) -> Figure:
    """Five boxes a row, filled up to the level reached."""
    left = width * 0.5
    cell = (width - left - 24) / HIGH
    step = 40
    marks: list[str] = []
    for index, (label, level) in enumerate(levels):
        y = step * index
        marks += _words_at(label, 0, y + 25, left - 10)
        marks += [_level_box(box, level, left + cell * (box - 1), y + 9, cell - 4) for box in SCALE]
        marks.append(svg.text(width, y + 25, str(level or "–"), svg.END + svg.BOLD))
    rows = tuple((label, str(level) if level else words.undefined) for label, level in levels)
    head, size = (words.item, words.level), (width, step * len(levels))
    return figure_of(title, words.read_levels, head, rows, size, marks, font_family)


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
    levels = [(str(level), shares[level - 1] if shares else None) for level in SCALE]
    column = width / 7.6
    tallest = max([*(shares or ()), do_not_know or 0, 0.01])
    marks = [svg.line(0, 122, width, 122, svg.EDGE)]
    for index, (label, share) in enumerate(levels):
        look = f' stroke="{svg.LEVELS[5]}"'
        marks += _column(label, share, percent, column * (index + 0.5), column - 6, tallest,
                         svg.LEVELS[index + 1], look)  # fmt: skip
    dashed = f' stroke="{svg.INK_2}" stroke-dasharray="3 2"'
    marks += _column(words.do_not_know, do_not_know, percent, column * 6.65, column - 6, tallest,
                     "none", dashed)  # fmt: skip
    rows = [(f"{words.level} {label}", shown(share, percent, words)) for label, share in levels]
    rows.append((words.do_not_know, shown(do_not_know, percent, words)))
    head = (words.level, words.share)
    return figure_of(title, words.read_shares, head, tuple(rows), (width, 148), marks, font_family)


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
    left, right, step, top = width * 0.46, width - 46.0, 40, 24
    height = top + step * len(ordered)
    marks = [_scale_numbers(left, right, 16)]
    if len(known) > 1:
        low, high = _across(known[-1], left, right), _across(known[0], left, right)
        marks.append(svg.box(low, top, high - low, step * len(known), svg.CURRENT_TINT))
    for index, (label, mean) in enumerate(ordered):
        y = top + step * (index + 0.5)
        marks += _words_at(label, 0, y + 5, left - 16)
        if mean is None:
            marks.append(svg.text(left - 6, y + 5, words.undefined, svg.QUIET))
            continue
        marks += [_track(y, left, right), svg.current_dot(_across(mean, left, right), y)]
        marks.append(svg.text(width, y + 5, number(mean), svg.END + svg.BOLD))
    rows = tuple((label, shown(mean, number, words)) for label, mean in ordered)
    head = (words.group, words.mean)
    return figure_of(title, words.read_groups, head, rows, (width, height), marks, font_family)


def slope(
    title: str,
    changes: Sequence[tuple[str, float | None, float | None]],
    ends: tuple[str, str],
    number: Number,
    words: Words = INDONESIAN,
    width: int = PHONE,
    font_family: str | None = None,
) -> Figure:
    """From one measurement to the next, a line each, dashed where it falls.

    The axes span the whole levels around the values. A row without both ends has no line.
    """
    left, right, top, tall = 48.0, width * 0.48, 40.0, max(160.0, 22.0 * len(changes))
    known = [value for _, *pair in changes for value in pair if value is not None] or [LOW, HIGH]
    low, high = floor(min(known)), ceil(max(known) + 1e-9)
    span = max(high - low, 1)

    def down(value: float) -> float:
        return top + tall * (high - value) / span

    marks = [_slope_axis(x, name, top, tall) for x, name in zip((left, right), ends, strict=True)]
    before_at = _apart([None if before is None else down(before) for _, before, _ in changes])
    after_at = _apart([None if after is None else down(after) for _, _, after in changes])
    for (label, before, after), before_y, after_y in zip(changes, before_at, after_at, strict=True):
        if before is not None and after is not None:
            more = ' stroke-width="2"' + (' stroke-dasharray="5 3"' if after < before else "")
            marks.append(svg.line(left, down(before), right, down(after), svg.CURRENT, more))
        if before is not None:
            marks.append(svg.current_dot(left, down(before)))
            marks.append(svg.text(left - 12, before_y + 5, number(before), svg.END))
        if after is not None:
            name = svg.fitted(label, width - right - 50, 1)[0]
            marks.append(svg.current_dot(right, down(after)))
            marks.append(svg.text(right + 12, after_y + 5, f"{number(after)} {name}"))
    rows = tuple(
        (label, shown(before, number, words), shown(after, number, words))
        for label, before, after in changes
    )
    lowest = max([top + tall, *before_at, *after_at])
    head, size = (words.item, *ends), (width, lowest + 14)
    return figure_of(title, words.read_slope, head, rows, size, marks, font_family)


def _across(value: float, left: float, right: float) -> float:
    return left + (right - left) * (value - LOW) / (HIGH - LOW)


def _scale_numbers(left: float, right: float, y: float) -> str:
    return "".join(
        svg.text(_across(level, left, right), y, str(level), svg.MIDDLE + svg.QUIET)
        for level in SCALE
    )


def _track(y: float, left: float, right: float) -> str:
    ticks = "".join(f"M{_across(level, left, right):.1f},{y - 5:.1f}v10" for level in SCALE)
    return f'<path d="M{left:.1f},{y:.1f}H{right:.1f}{ticks}" fill="none" stroke="{svg.LINE}"/>'


def _words_at(label: str, x: float, y: float, width: float) -> list[str]:
    """A label of one line, or of two around the same height."""
    lines = svg.fitted(label, width)
    return _lines_at(lines, x, y + _half(lines))


def _half(lines: Sequence[str]) -> float:
    """How far the last line stands below the middle of all."""
    return svg.LEADING / 2 * (len(lines) - 1)


def _lines_at(lines: Sequence[str], x: float, y: float) -> list[str]:
    """Lines of which the last stands at `y`."""
    first = y - svg.LEADING * (len(lines) - 1)
    return [svg.text(x, first + svg.LEADING * index, row) for index, row in enumerate(lines)]


def _pair_marks(pair: Pair, words: Words, y: float, left: float, right: float) -> list[str]:
    current, target = pair.current, pair.target
    if current is None and target is None:
        return [svg.text(left, y + 5, words.undefined, svg.QUIET)]
    marks = [_track(y, left, right)]
    if current is not None and target is not None:
        ends = sorted((_across(current, left, right), _across(target, left, right)))
        more = ' stroke-width="2" stroke-dasharray="5 3"'
        marks.append(svg.line(ends[0], y, ends[1], y, svg.TARGET, more))
    if target is not None:
        marks.append(svg.target_square(_across(target, left, right), y))
    if current is not None:
        marks.append(svg.current_dot(_across(current, left, right), y))
    return marks


def _level_box(box: int, level: int | None, x: float, y: float, width: float) -> str:
    if level is None:
        return svg.box(x, y, width, 22, "none", f' stroke="{svg.EDGE}" stroke-dasharray="3 2"')
    if box > level:
        return svg.box(x, y, width, 22, "none", f' stroke="{svg.EDGE}"')
    return svg.box(x, y, width, 22, svg.LEVELS[level], f' stroke="{svg.LEVELS[5]}"')


def _column(
    label: str,
    share: float | None,
    percent: Number,
    middle: float,
    width: float,
    tallest: float,
    fill: str,
    look: str,
) -> list[str]:
    """One bar standing on the line at 122, its share above and its name below."""
    height = 96 * (share or 0) / tallest
    named = "–" if share is None else percent(share)
    marks = [
        svg.text(middle, 116 - height, named, svg.MIDDLE),
        svg.text(middle, 140, label, svg.MIDDLE + svg.QUIET),
    ]
    if height:
        marks.append(svg.box(middle - width / 2, 122 - height, width, height, fill, look))
    return marks


def _slope_axis(x: float, name: str, top: float, tall: float) -> str:
    return svg.text(x, 16, name, svg.MIDDLE + svg.QUIET) + svg.line(x, top - 8, x, top + tall)


def _apart(heights: Sequence[float | None]) -> list[float]:
    """Heights of labels, pushed down where two would overlap."""
    placed = [0.0] * len(heights)
    lowest = 0.0
    for height, index in sorted((h, i) for i, h in enumerate(heights) if h is not None):
        lowest = placed[index] = max(height, lowest + svg.LEADING)
    return placed
