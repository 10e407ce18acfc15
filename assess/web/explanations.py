"""How one figure came about, in words, with the formula filled in: what all explanations share.

Numbers come from `assess.scoring.derivation`, which the tests hold against the engine. They stand
with four decimals here, so that a reader with a calculator arrives at the figure of the pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from assess.scoring.derivation import WeightedMean, half_width
from assess.scoring.scores import NodeScore, QuestionScore
from assess.web.formatting import number, score

EXACT = 4  # decimals
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Row:
    """One line of a table: a name that leads to its own explanation, and cells of text."""

    name: str
    href: str | None
    cells: tuple[str, ...]
    total: bool = False


@dataclass(frozen=True)
class Step:
    """One step of the way: what is done, the numbers it is done with, and the formula with them."""

    key: str
    title: str
    text: str
    head: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    formula: str = ""


Names = Mapping[str, tuple[str, str | None]]  # key -> (name, address of its own explanation)


def exact(value: float | None) -> str:
    return score(value, EXACT)


def formula_of(mean: WeightedMean, value: float | None) -> str:
    """The weighted mean with its numbers filled in, as far as they may be told."""
    if value is None:
        return _("Tidak dihitung.")
    if not mean.complete:
        return _(
            "Skor %(value)s. Sebagian bagiannya tidak boleh ditampilkan karena dari terlalu "
            "sedikit orang, jadi jumlahnya tidak dirinci di sini.",
            value=exact(value),
        )
    terms = " + ".join(f"{number(part.weight)} × {exact(part.value)}" for part in mean.used)
    return (
        f"({terms}) ÷ {number(mean.weights)} = {exact(mean.products)} ÷ {number(mean.weights)}"
        f" = {exact(value)} → {score(value)}"
    )


def interval_steps(node: NodeScore | QuestionScore) -> list[Step]:
    """How wide the interval is, and why; nothing without one."""
    if node.interval is None or node.score is None or node.standard_error is None:
        return []
    low, high = node.interval
    step = _(
        "Galat baku %(error)s dihitung dari perbedaan antarorang di dalam tiap kelompok; orang "
        "adalah satuannya, bukan jawaban. Skor ± t × galat baku, dipotong di 1 dan 5, memberi "
        "%(low)s sampai %(high)s.",
        error=exact(node.standard_error),
        low=exact(low),
        high=exact(high),
    )
    if node.standard_error <= TOLERANCE:
        return []
    t = half_width(node.interval, node.score) / node.standard_error
    formula = f"{exact(node.score)} ± {score(t)} × {exact(node.standard_error)}"
    return [
        Step(
            "interval",
            _("Rentang 95 persen"),
            step,
            formula=f"{formula} → {score(low)} … {score(high)}",
        )
    ]
