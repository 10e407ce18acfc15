"""Small campaigns of every run: what a phone was told is saved is there, once, whoever dies."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.chaos.campaigns import hall_behind_a_bad_line, hall_under_deaths
from tests.chaos.deaths import Plan


def test_nothing_acknowledged_is_lost_when_workers_and_the_server_are_killed(
    tmp_path: Path,
) -> None:
    run = asyncio.run(
        hall_under_deaths(tmp_path, people=40, answers=20, plan=Plan(workers=6, servers=1), seed=1)
    )

    assert run.faults == []
    assert run.ledger.number == 40 * 20
    assert run.deaths.workers >= 6
    assert run.deaths.servers == 1


def test_an_answer_whose_confirmation_was_lost_on_the_way_counts_once(tmp_path: Path) -> None:
    run = asyncio.run(hall_behind_a_bad_line(tmp_path, people=15, answers=20, seed=1))

    assert run.faults == []
    assert run.ledger.number == 15 * 20
    assert run.cut_by_proxy > 0
