"""`python -m tests.chaos [NAME...]`: the full campaigns, one after the other, and their figures.

What a machine does not permit is said loudly; with CI=true it counts as failed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tests.chaos.campaigns import HallRun, hall_behind_a_bad_line, hall_under_deaths
from tests.chaos.deaths import Plan
from tests.chaos.power import Cut, NotPermitted, cut_power_while_a_hall_answers
from tests.chaos.syscalls import Fault, ground, sweep
from tests.postgres import cluster

IN_CI = os.environ.get("CI") == "true"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="all without a name")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0, help="0.1 is a tenth of the numbers")
    wanted = parser.parse_args()
    failed = []
    for name in wanted.names or CAMPAIGNS:
        print(f"-- {name} (seed {wanted.seed}, share {wanted.share})", flush=True)
        with tempfile.TemporaryDirectory(prefix="takar-chaos-") as folder:
            try:
                good = CAMPAIGNS[name](Path(folder), wanted.seed, wanted.share)
            except NotPermitted as why:
                print(f"   SKIPPED, NOT TESTED: {why}", flush=True)
                good = not IN_CI
            if not good:
                failed.append(name)
    if failed:
        raise SystemExit(f"Failed: {', '.join(failed)}")


def deaths_on_sqlite(folder: Path, seed: int, share: float) -> bool:
    run = hall_under_deaths(
        folder,
        people=round(1000 * share),
        answers=90,
        plan=Plan(workers=round(160 * share), servers=round(12 * share)),
        seed=seed,
    )
    return _told(asyncio.run(run))


def deaths_on_postgresql(folder: Path, seed: int, share: float) -> bool:
    with cluster() as postgres:
        run = hall_under_deaths(
            folder,
            people=round(250 * share),
            answers=80,
            plan=Plan(
                workers=round(40 * share), servers=round(3 * share), databases=round(6 * share)
            ),
            seed=seed,
            database_url=postgres.address,
            restart_database=postgres.restart_immediately,
        )
        return _told(asyncio.run(run))


def lost_answers(folder: Path, seed: int, share: float) -> bool:
    run = hall_behind_a_bad_line(folder, people=round(200 * share), answers=50, seed=seed)
    return _told(asyncio.run(run))


def power_cuts(folder: Path, seed: int, share: float) -> bool:
    """As we serve, and then as most would: the second has to lose something, or nothing is shown."""
    number = max(round(20 * share), 1)
    kept = _cuts(folder, seed, number, careless=False)
    control = _cuts(folder, seed, number, careless=True)
    faults = [fault for cut in kept for fault in cut.faults]
    if _lost(kept):
        faults.append(f"{_lost(kept)} acknowledged answers lost")
    if not _lost(control):
        faults.append("the control lost nothing, so the cuts show nothing")
    for fault in faults[:20]:
        print(f"   FAULT {fault}")
    return not faults


def _cuts(folder: Path, seed: int, number: int, *, careless: bool) -> list[Cut]:
    draws = [np.random.Generator(np.random.PCG64([seed, 3_000_000, n])) for n in range(number)]
    log = folder / "log"
    cuts = [cut_power_while_a_hall_answers(rng, log, careless=careless) for rng in draws]
    print(
        f"   synchronous={'NORMAL' if careless else 'FULL'}: {number} cuts, "
        f"{sum(cut.acknowledged for cut in cuts)} acknowledged, {_lost(cuts)} lost; "
        f"{sum(cut.half_way for cut in cuts)} lost that the cut caught half-way",
        flush=True,
    )
    return cuts


def syscalls(_folder: Path, _seed: int, share: float) -> bool:
    """At every write and every synchronisation of one session."""
    step = max(round(1 / share), 1)
    found = []
    with ground() as on:
        for fault in Fault:
            done = sweep(on, fault, step * (10 if fault is Fault.NO_SPACE_FROM_THEN_ON else 1))
            found += done.found
            print(
                f"   {fault.name}: {done.runs} sessions, {done.acknowledged} acknowledged, "
                f"{done.lost} lost, {len(done.found)} faults",
                flush=True,
            )
    for each in found[:20]:
        print(f"   FAULT {each}")
    return not found


def _lost(cuts: list[Cut]) -> int:
    return sum(cut.lost for cut in cuts)


def _told(run: HallRun) -> bool:
    ledger, deaths, reckoning = run.ledger, run.deaths, run.reckoning
    print(f"   {reckoning}")
    print(
        f"   {run.people} people, {run.seconds:.0f} s; killed: {deaths.workers} workers, "
        f"{deaths.servers} servers, {deaths.databases} databases; "
        f"{run.cut_by_proxy} answers lost on the way"
    )
    print(
        f"   {ledger.cut_off} requests without an answer, {ledger.refusals[503]} answered 503, "
        f"{ledger.resent} sent again though confirmed, "
        f"{reckoning.seats - run.people} seats taken twice, {reckoning.events_unheard} unheard"
    )
    print(f"   seconds to confirmation, all: {_percentiles(run.took)}")
    print(f"   outside of deaths ({len(run.took_in_peace)}): {_percentiles(run.took_in_peace)}")
    for fault in run.faults[:20]:
        print(f"   FAULT {fault}")
    print(f"   {'BAD' if run.faults else 'good'}", flush=True)
    return not run.faults


def _percentiles(seconds: list[float]) -> str:
    if not seconds:
        return "none"
    ordered = sorted(seconds)
    shown = [(share, ordered[int(share * (len(ordered) - 1))]) for share in (0.5, 0.95, 0.99, 1)]
    return ", ".join(f"p{100 * share:.0f} {value:.3f}" for share, value in shown)


CAMPAIGNS: dict[str, Callable[[Path, int, float], bool]] = {
    "deaths-sqlite": deaths_on_sqlite,
    "deaths-postgresql": deaths_on_postgresql,
    "lost-answers": lost_answers,
    "power-cuts": power_cuts,
    "syscalls": syscalls,
}

if __name__ == "__main__":
    main()
