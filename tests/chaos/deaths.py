"""Who dies when: spread over the answers, so that a slow machine sees as many deaths as a quick."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from tests.chaos.hall import Hall
from tests.chaos.serving import Served

ALL_AT_ONCE_SHARE = 0.1


@dataclass(frozen=True)
class Plan:
    """How many deaths of each kind."""

    workers: int
    servers: int
    databases: int = 0


@dataclass
class Deaths:
    """What really happened."""

    workers: int = 0
    servers: int = 0
    databases: int = 0
    windows: list[tuple[float, float]] = field(default_factory=list)  # death to whole again


async def die_while(
    hall: Hall,
    served: Served,
    plan: Plan,
    answers: int,
    rng: np.random.Generator,
    restart_database: Callable[[], None] | None = None,
) -> Deaths:
    """Carry out the plan while `answers` answers come in; returns when it is done."""
    deaths = Deaths()
    kinds = ["worker"] * plan.workers + ["server"] * plan.servers + ["database"] * plan.databases
    order = [kinds[at] for at in rng.permutation(len(kinds))]
    for number, kind in enumerate(order):
        # The last death comes while the last tenth is still under way.
        due = int(answers * 0.9 * (number + rng.random()) / len(order))
        while hall.ledger.number < due:
            await asyncio.sleep(0.005)
        began = time.monotonic()
        if kind == "worker":
            deaths.workers += await asyncio.to_thread(_kill_a_worker, served, rng)
        elif kind == "server":
            await asyncio.to_thread(_kill_the_server, served)
            deaths.servers += 1
        else:
            assert restart_database is not None
            await asyncio.to_thread(restart_database)
            deaths.databases += 1
        deaths.windows.append((began, time.monotonic()))
    return deaths


def _kill_a_worker(served: Served, rng: np.random.Generator) -> int:
    """One of the workers; every tenth time all of them at once."""
    workers = served.worker_processes()
    if rng.random() >= ALL_AT_ONCE_SHARE:
        workers = [workers[int(rng.integers(len(workers)))]]
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    time.sleep(0.05)  # their sockets are closed by then
    served.wait_until_whole()
    return len(workers)


def _kill_the_server(served: Served) -> None:
    served.kill()
    served.start()
