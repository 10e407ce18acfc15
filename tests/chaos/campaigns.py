"""The campaigns, with their numbers as parameters: the small ones are tests, the full ones not."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.chaos.deaths import Deaths, Plan, die_while
from tests.chaos.hall import Hall
from tests.chaos.ledger import Ledger, Reckoning, reckon
from tests.chaos.meeting import prepare_meeting, sqlite_url
from tests.chaos.proxy import Proxy
from tests.chaos.serving import Served


@dataclass(frozen=True)
class HallRun:
    """What became of a hall, ready to be judged and printed."""

    ledger: Ledger
    reckoning: Reckoning
    deaths: Deaths
    took: list[float]  # seconds to confirmation, all
    took_in_peace: list[float]  # of those under way while nothing was dead
    seconds: float
    people: int
    cut_by_proxy: int = 0

    @property
    def faults(self) -> list[str]:
        """Whatever a hall must never see; empty is good."""
        made_by_nobody = self.reckoning.events_unheard
        unheard = [f"{made_by_nobody} events nobody was told of"] if made_by_nobody else []
        twice = self.reckoning.seats - self.people
        seats = [f"{twice} seats more than people"] if twice else []
        return [*self.ledger.faults, *self.reckoning.found, *unheard, *seats]


async def hall_under_deaths(
    folder: Path,
    *,
    people: int,
    answers: int,
    plan: Plan,
    seed: int,
    database_url: str = "",
    restart_database: Callable[[], None] | None = None,
) -> HallRun:
    """`people` give `answers` answers each while processes die by the plan."""
    address = database_url or sqlite_url(folder)
    meeting = prepare_meeting(address)
    served = Served(folder, folder / "log", database_url=database_url)
    served.start()
    began = time.monotonic()
    try:
        hall = Hall(served.port, meeting)
        rng = np.random.Generator(np.random.PCG64([seed, 1_000_000]))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(hall.answer(people, answers, seed))
            dying = tasks.create_task(
                die_while(hall, served, plan, people * answers, rng, restart_database)
            )
        seconds = time.monotonic() - began
    finally:
        served.stop()
    return _run(hall, reckon(hall.ledger, address), dying.result(), seconds, people)


async def hall_behind_a_bad_line(
    folder: Path, *, people: int, answers: int, seed: int, database_url: str = ""
) -> HallRun:
    """`people` give `answers` answers each; many a confirmation is lost on its way."""
    address = database_url or sqlite_url(folder)
    meeting = prepare_meeting(address)
    served = Served(folder, folder / "log", database_url=database_url)
    served.start()
    began = time.monotonic()
    try:
        proxy = Proxy(served.port, np.random.Generator(np.random.PCG64([seed, 2_000_000])))
        async with proxy.open():
            hall = Hall(proxy.port, meeting)
            await hall.answer(people, answers, seed)
        seconds = time.monotonic() - began
    finally:
        served.stop()
    run = _run(hall, reckon(hall.ledger, address), Deaths(), seconds, people)
    return HallRun(**{**vars(run), "cut_by_proxy": proxy.answers_lost})


def _run(hall: Hall, reckoning: Reckoning, deaths: Deaths, seconds: float, people: int) -> HallRun:
    return HallRun(
        ledger=hall.ledger,
        reckoning=reckoning,
        deaths=deaths,
        took=hall.times.all(),
        took_in_peace=hall.times.outside(deaths.windows),
        seconds=seconds,
        people=people,
    )
