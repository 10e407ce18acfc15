"""The server over deaths of its parts: looked after while it lives, and gone whole when it dies."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest

from tests.chaos.loop import in_own_loop
from tests.chaos.meeting import prepare_meeting, sqlite_url
from tests.chaos.serving import Served
from tests.chaos.wire import Line


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("server")
    prepare_meeting(sqlite_url(folder))
    served = Served(folder, folder / "log", workers=2)
    served.start()
    yield served
    served.stop()


def test_a_worker_that_dies_again_and_again_does_not_end_the_server(served: Served) -> None:
    for _ in range(3):
        for worker in served.worker_processes():
            os.kill(worker, signal.SIGKILL)
        time.sleep(0.05)
        served.wait_until_whole()

    assert in_own_loop(Line(served.port).ask("GET", "/siap")).status == 200


def test_nothing_is_left_of_a_killed_server_and_the_next_one_takes_its_port(
    served: Served,
) -> None:
    workers = served.worker_processes()

    served.kill()
    served.start()

    assert not set(workers) & set(served.worker_processes())
    assert in_own_loop(Line(served.port).ask("GET", "/siap")).status == 200


def test_a_server_that_is_told_to_stop_ends_well(served: Served) -> None:
    assert served.stop() == 0
