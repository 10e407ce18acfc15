"""The event loop of its own."""

from __future__ import annotations

from tests.chaos.loop import in_own_loop


async def four() -> int:
    return 4


async def four_from_within_a_loop() -> int:
    return in_own_loop(four())


def test_a_loop_that_runs_already_does_not_hinder_another() -> None:
    assert in_own_loop(four_from_within_a_loop()) == 4
