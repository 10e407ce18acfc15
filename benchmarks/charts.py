"""Milliseconds a chart, warm: `python -m benchmarks.charts`. Goal: under 0.5."""

from __future__ import annotations

from collections.abc import Callable
from timeit import repeat

from assess.report.figures import (
    Figure,
    Pair,
    dumbbell,
    group_range,
    histogram,
    level_bars,
    radar,
    slope,
)

ROUNDS = 200
NAMES = (
    "Pelayanan publik",
    "Ekosistem bisnis daerah",
    "Kesejahteraan rakyat",
    "Harmonisasi tata ruang",
    "Interaksi masyarakat",
    "Sampah dan limbah",
)
PAIRS = tuple(Pair(name, 1.5 + index / 2, 4.0) for index, name in enumerate(NAMES))
LEVELS = tuple((name, 1 + index % 5) for index, name in enumerate(NAMES))
MEANS = tuple((name, 1.5 + index / 2) for index, name in enumerate(NAMES))
CHANGES = tuple((name, 1.5 + index / 2, 2 + index / 2) for index, name in enumerate(NAMES))


def comma(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


CHARTS: dict[str, Callable[[], Figure]] = {
    "radar, 6 axes": lambda: radar("Enam dimensi", PAIRS, comma),
    "dumbbell, 6 rows": lambda: dumbbell("Enam dimensi", PAIRS, comma),
    "dumbbell, 18 rows": lambda: dumbbell("Sub-pilar", PAIRS * 3, comma),
    "levels, 18 rows": lambda: level_bars("Tingkat", LEVELS * 3),
    "histogram": lambda: histogram("Sebaran", (0.1, 0.2, 0.4, 0.2, 0.1), 0.2, comma),
    "groups, 12 rows": lambda: group_range("Kelompok", MEANS * 2, comma),
    "slope, 6 rows": lambda: slope("Perubahan", CHANGES, ("2024", "2026"), comma),
}


def main() -> None:
    print(f"{'chart':20} {'ms':>6} {'bytes':>7}")
    for name, draw in CHARTS.items():
        seconds = min(repeat(draw, number=ROUNDS, repeat=5)) / ROUNDS
        print(f"{name:20} {seconds * 1000:6.3f} {len(draw().svg):7}")


if __name__ == "__main__":
    main()
