"""How far off the forecast is: rooms replayed item by item, and the table of the methodology."""

from __future__ import annotations

import re

import numpy as np
import pytest

from assess.room.pace import DEFAULT_MINUTES, forecast, minutes_per_item, prior
from tests.world import ROOT

ROOMS, ITEMS, AHEAD = 400, 60, 60.0
WITHIN = 0.6  # coefficient of variation of items of one room
SHAPE = np.sqrt(np.log(1 + WITHIN**2))


@pytest.fixture(scope="module")
def rooms() -> np.ndarray:
    """Minutes of each item of each room: (ROOMS, ITEMS)."""
    rng = np.random.default_rng(20261121)  # noqa: TID251 - tests hold their own seed
    means = rng.uniform(3, 12, (ROOMS, 1))
    drawn: np.ndarray = rng.lognormal(np.log(means) - SHAPE**2 / 2, SHAPE, (ROOMS, ITEMS))
    return drawn


def errors(rooms: np.ndarray, heard: int) -> tuple[float, float]:
    """Mean error in items of the clock, and of the prior alone, after so many items."""
    clock, alone = [], []
    for at, room in enumerate(rooms):
        earlier = rooms[max(at - 20, 0) : at].mean(1)
        before = prior(earlier.tolist())
        held = int((np.cumsum(room[heard:]) <= AHEAD).sum())
        pace = minutes_per_item(room[:heard].tolist(), before)
        clock.append(abs(forecast(pace, AHEAD, ITEMS).reached - held))
        alone.append(abs(forecast(before, AHEAD, ITEMS).reached - held))
    return float(np.mean(clock)), float(np.mean(alone))


def test_the_documented_forecast_errors_are_those_of_the_replay(rooms: np.ndarray) -> None:
    text = (ROOT / "docs" / "methodology.md").read_text()
    rows = re.findall(r"^\| (\d+) \| (\d+\.\d) \| (\d+\.\d) \|$", text, re.MULTILINE)

    found = [
        (heard, *(f"{error:.1f}" for error in errors(rooms, heard))) for heard in (0, 3, 6, 10)
    ]

    assert [(int(heard), clock, alone) for heard, clock, alone in rows] == found


def test_the_clock_learns_the_room(rooms: np.ndarray) -> None:
    learned = [errors(rooms, heard)[0] for heard in (0, 3, 6, 10)]

    assert learned == sorted(learned, reverse=True)
    assert learned[-1] < 0.75 * errors(rooms, 10)[1]


def test_without_any_earlier_room_the_first_forecast_uses_six_minutes() -> None:
    assert forecast(minutes_per_item([], prior([])), AHEAD, ITEMS).reached == 10
    assert DEFAULT_MINUTES == 6.0
