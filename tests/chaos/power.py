"""Power cuts: the file system is shut down in the middle, and what was not on the disk is gone.

An image of ext4 lies in shared memory and is mounted through a loop device. The shutdown is the
one that the file system's own tests use: nothing of its log is flushed. Needs root.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.chaos.hall import Hall
from tests.chaos.ledger import Reckoning, reckon
from tests.chaos.loop import in_own_loop
from tests.chaos.meeting import prepare_meeting, sqlite_url
from tests.chaos.serving import Served

SHARED_MEMORY = Path("/dev/shm")
IMAGE_BYTES = 96 * 1024 * 1024
EXT4_SHUTDOWN = 0x8004587D  # FS_IOC_SHUTDOWN
WITHOUT_LOG = 2  # FSSHUT_NOLOGFLUSH
PEOPLE = 40
PATIENCE = 20.0
LONGEST_SECONDS = 1.5  # of answering, after everybody has joined and begun


class NotPermitted(RuntimeError):
    """This machine does not let us do that to it."""


@dataclass(frozen=True)
class Cut:
    """What the cut found. A real one ends the server too; here it lives on for a moment, and an
    answer that it gives to a request that the cut caught half-way proves nothing in either
    direction. So these are counted apart."""

    acknowledged: int  # told before the cut
    lost: int  # of these
    half_way: int  # asked for before the cut, told after it, and lost
    faults: tuple[str, ...]  # a damaged database, a broken promise made after the cut


class Disk:
    """An image that is mounted, cut off and mounted again."""

    def __init__(self, folder: Path) -> None:
        self._image = folder / "image"
        self.mounted_at = folder / "disk"
        self.mounted_at.mkdir()
        with self._image.open("wb") as file:
            file.truncate(IMAGE_BYTES)
        _run("mkfs.ext4", "-q", "-F", str(self._image))

    def mount(self) -> None:
        _run("mount", "-o", "loop", str(self._image), str(self.mounted_at))

    def cut_power(self) -> None:
        descriptor = os.open(self.mounted_at, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, EXT4_SHUTDOWN, struct.pack("I", WITHOUT_LOG))
        finally:
            os.close(descriptor)

    def unmount(self) -> None:
        """When the last process that has a file there has died, which may take a moment."""
        deadline = time.monotonic() + PATIENCE
        while subprocess.run(
            ["umount", self.mounted_at], check=False, capture_output=True
        ).returncode:
            assert time.monotonic() < deadline, f"{self.mounted_at} cannot be unmounted"
            time.sleep(0.05)

    def is_mounted(self) -> bool:
        return os.path.ismount(self.mounted_at)


@contextmanager
def disk() -> Iterator[Disk]:
    """Yield a mounted, empty disk; NotPermitted where this machine does not allow one."""
    if os.geteuid() != 0:
        raise NotPermitted("mounting needs root")
    with tempfile.TemporaryDirectory(prefix="takar-power-", dir=SHARED_MEMORY) as name:
        made = Disk(Path(name))
        made.mount()
        try:
            yield made
        finally:
            if made.is_mounted():
                made.unmount()


def cut_power_while_a_hall_answers(rng: np.random.Generator, log: Path, *, careless: bool) -> Cut:
    """One hall on a disk of its own; `careless` serves without waiting for the disk."""
    with disk() as under:
        data = under.mounted_at / "data"
        meeting = prepare_meeting(sqlite_url(data))
        _run("sync")
        served = Served(data, log)
        program = "tests.chaos.careless_server" if careless else "assess.web.server"
        address = ["127.0.0.1", str(served.port)]
        served.command = [sys.executable, "-m", program, *address, str(served.workers), "1"]
        served.start()
        try:
            hall = Hall(served.port, meeting)
            moment = in_own_loop(_answer_until_the_cut(hall, under, rng))
        finally:
            served.kill()
        under.unmount()
        under.mount()
        return _judged(hall, moment, reckon(hall.ledger, sqlite_url(data)))


@dataclass(frozen=True)
class Moment:
    """Of the cut: who had been told what, and when it was over."""

    told: frozenset[str]
    faults: tuple[str, ...]
    ended: float


async def _answer_until_the_cut(hall: Hall, under: Disk, rng: np.random.Generator) -> Moment:
    begun = asyncio.Event()
    hall.on_acknowledged = lambda number: begun.set() if number >= PEOPLE else None
    answering = asyncio.create_task(hall.answer(PEOPLE, 1000, int(rng.integers(1 << 30))))
    await begun.wait()
    await asyncio.sleep(LONGEST_SECONDS * rng.random())
    told, faults = frozenset(hall.ledger.names()), tuple(hall.ledger.faults)
    hall.most_faults = sys.maxsize  # what a server says on a dead disk is no fault of its own
    under.cut_power()
    moment = Moment(told, faults, time.monotonic())
    await asyncio.sleep(0.2)  # whoever asks now and is told "saved" is told wrongly
    hall.stop()
    await answering
    return moment


def _judged(hall: Hall, moment: Moment, reckoning: Reckoning) -> Cut:
    lost = [each.operation_id for each in reckoning.lost]
    late = [name for name in lost if name not in moment.told]
    false = [name for name in late if hall.ledger.asked_at[name] > moment.ended]
    faults = (*moment.faults, *reckoning.duplicated, *reckoning.astray)
    return Cut(
        acknowledged=len(moment.told),
        lost=len(lost) - len(late),
        half_way=len(late) - len(false),
        faults=(*faults, *(f"{name} was told after the cut" for name in false)),
    )


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotPermitted(f"{' '.join(command)}: {done.stderr.strip() or done.returncode}")
