"""What a figure is made of: its values, its words, and how drawing, sentence and table are joined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
    read_pairs="Filled blue disc: today. Open orange square: target. Scale from 1 to 5.",
    read_levels="The number of filled boxes out of five is the maturity level.",
    read_shares="The height of a bar is the share of answers at that level.",
    read_groups="Each dot is the mean of one group on the scale from 1 to 5.",
    read_slope="Each line joins two measurements on the scale from 1 to 5.",
)
WORDS = {"id": INDONESIAN, "en": ENGLISH}


def figure_of(
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


def pair_figure(
    title: str,
    pairs: Sequence[Pair],
    number: Number,
    words: Words,
    size: tuple[int, float],
    marks: Sequence[str],
    font_family: str | None,
) -> Figure:
    head = (words.item, words.current, words.target)
    rows = tuple(
        (pair.label, shown(pair.current, number, words), shown(pair.target, number, words))
        for pair in pairs
    )
    return figure_of(title, words.read_pairs, head, rows, size, marks, font_family)


def pair_key(words: Words, width: int) -> str:
    """Which mark is which, inside the drawing: a figure is often passed on without its page."""
    second = max(len(words.current) * svg.LETTER + 60, width * 0.3)
    return (
        svg.current_dot(10, 14)
        + svg.text(24, 19, words.current)
        + svg.target_square(second, 14)
        + svg.text(second + 16, 19, words.target)
    )


def pair_text(pair: Pair, number: Number) -> str:
    current = "–" if pair.current is None else number(pair.current)
    return current if pair.target is None else f"{current} → {number(pair.target)}"


def shown(value: float | None, number: Number, words: Words) -> str:
    return words.undefined if value is None else number(value)
