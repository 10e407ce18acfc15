"""Regions under other choices of method, in words: what moves, and what moves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from flask_babel import gettext as _

from assess.scoring.drivers import Driver
from assess.scoring.robustness import RUNS
from assess.web.formatting import NOTHING, number, percent, score
from assess.web.side_by_side import MethodRuns

TOP = 3  # of ten at most: "among the first ten" would always be true


@dataclass(frozen=True)
class RegionRow:
    """One region: range of its index over the runs, and of its rank where ranks may be shown."""

    name: str
    index: str
    rank: str
    leading: str


@dataclass(frozen=True)
class MethodWords:
    """drivers : (choice, share alone, share with others), the strongest first; none where no
    choice moves any place"""

    lead: str
    rows: tuple[RegionRow, ...]
    shift: str
    drivers: tuple[tuple[str, str, str], ...]
    seed: int


def other_methods_in_words(
    found: MethodRuns, names: Mapping[int, str], ranked: bool, seed: int
) -> MethodWords:
    """names : of the regions, by the id of the assessment. ranked : whether ranks may be shown."""
    nominal = found.robustness.nominal.tolist()
    order = sorted(range(len(nominal)), key=lambda at: nominal[at] or len(nominal) + 1)
    rows = tuple(_row(found, at, names[found.columns[at].assessment.id], ranked) for at in order)
    return MethodWords(_lead(), rows, _shift(found), tuple(_drivers(found.drivers)), seed)


def _lead() -> str:
    return _(
        "Bagaimana jika cara hitungnya lain? %(n)s kali semua pilihan ini diubah bersamaan: bobot "
        "dimensi digeser kira-kira seperempat, rata-rata di puncak diganti, orang dihitung sama "
        'alih-alih kelompok, "Saya tidak tahu" dihitung tingkat 1, dan satu sub-pilar '
        "dikeluarkan.",
        n=number(RUNS),
    )


def _row(found: MethodRuns, at: int, name: str, ranked: bool) -> RegionRow:
    moved = found.robustness
    if np.isnan(moved.median[at]):
        return RegionRow(name, NOTHING, NOTHING, NOTHING)
    low, high = float(moved.index_low[at]), float(moved.index_high[at])
    rank = leading = NOTHING
    if ranked:
        rank = _(
            "%(median)s (antara %(low)s dan %(high)s)",
            median=number(int(moved.median[at])),
            low=number(int(moved.low[at])),
            high=number(int(moved.high[at])),
        )
        leading = percent(float(moved.in_top[at]))
    return RegionRow(name, f"{score(low)}–{score(high)}", rank, leading)


def _shift(found: MethodRuns) -> str:
    if not found.drivers:
        return _("Tidak satu pun pilihan cara hitung menggeser urutan daerah.")
    return _(
        "Rata-rata satu daerah bergeser %(shift)s tempat dari urutan menurut cara yang dipakai.",
        shift=score(found.robustness.mean_shift),
    )


def _drivers(drivers: Mapping[str, Driver]) -> list[tuple[str, str, str]]:
    words = {
        "balance": _("Setiap orang bersuara sama, bukan setiap kelompok"),
        "unsure": _('"Saya tidak tahu" dihitung tingkat 1'),
        "left_out": _("Satu sub-pilar dikeluarkan"),
        "weights": _("Bobot dimensi digeser"),
        "mean": _("Rata-rata lain di puncak (geometrik, atau dengan pengurang ketimpangan)"),
    }
    ordered = sorted(drivers, key=lambda choice: -drivers[choice].total)
    return [
        (words[choice], percent(drivers[choice].first), percent(drivers[choice].total))
        for choice in ordered
    ]
