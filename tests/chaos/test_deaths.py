"""Small campaigns of every run: what a phone was told is saved is there, once, whoever dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.chaos.campaigns import hall_behind_a_bad_line, hall_under_deaths
from tests.chaos.deaths import Plan
from tests.chaos.loop import in_own_loop
from tests.postgres import Cluster, NoServer, cluster


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    """It is broken off, so it is no other test's."""
    try:
        with cluster() as running:
            yield running
    except NoServer as missing:
        pytest.skip(str(missing))


def test_nothing_acknowledged_is_lost_when_workers_and_the_server_are_killed(
    tmp_path: Path,
) -> None:
    run = in_own_loop(
        hall_under_deaths(tmp_path, people=40, answers=20, plan=Plan(workers=6, servers=1), seed=1)
    )

    assert run.faults == []
    assert run.ledger.number == 40 * 20
    assert run.deaths.workers >= 6
    assert run.deaths.servers == 1


def test_an_answer_whose_confirmation_was_lost_on_the_way_counts_once(tmp_path: Path) -> None:
    run = in_own_loop(hall_behind_a_bad_line(tmp_path, people=30, answers=10, seed=1))

    assert run.faults == []
    assert run.ledger.number == 30 * 10
    assert run.cut_by_proxy > 0


@pytest.mark.postgresql
def test_nothing_acknowledged_is_lost_when_postgresql_is_broken_off(tmp_path: Path) -> None:
    with own_cluster() as postgres:
        run = in_own_loop(
            hall_under_deaths(
                tmp_path,
                people=20,
                answers=15,
                plan=Plan(workers=3, servers=0, databases=2),
                seed=1,
                database_url=postgres.address,
                restart_database=postgres.restart_immediately,
            )
        )

    assert run.faults == []
    assert run.ledger.number == 20 * 15
    assert run.deaths.databases == 2
