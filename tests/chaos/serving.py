"""The application as it is really served, on a port that stays its own over deaths."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos.meeting import QUESTIONNAIRES
from tests.world import ROOT

START_SECONDS = 180.0  # of a busy machine
LISTENING = "0A"  # state of a socket in /proc/net/tcp


@dataclass
class Served:
    """`assess serve` with `workers` workers. `command` may be another program that serves."""

    data: Path
    log: Path
    workers: int = 2
    database_url: str = ""
    command: Sequence[str] = ()
    port: int = 0
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.port = self.port or _free_port()

    def start(self) -> None:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("ASSESS_")}
        environment |= {"PYTHONPATH": str(ROOT), "ASSESS_DATA": str(self.data)}
        environment["ASSESS_QUESTIONNAIRES"] = str(QUESTIONNAIRES)
        if self.database_url:
            environment["ASSESS_DATABASE_URL"] = self.database_url
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                list(self.command) or self._serve(),
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=output,
            )
        self.wait_until_whole()

    def _serve(self) -> list[str]:
        command = [sys.executable, "-m", "assess.cli", "serve", "--empty"]
        command += ["--data", str(self.data), "--bind", f"127.0.0.1:{self.port}"]
        return [*command, "--workers", str(self.workers)]

    def worker_processes(self) -> list[int]:
        """Children of the server that hold a listening socket of the port."""
        sockets = _listening(self.port)
        return [child for child in _children(self.process) if sockets & _sockets_of(child)]

    @property
    def process(self) -> int:
        assert self._process is not None, "the server was not started"
        return self._process.pid

    def is_whole(self) -> bool:
        return len(self.worker_processes()) >= self.workers

    def wait_until_whole(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.is_whole():
            assert self._process is not None
            ended = self._process.poll()
            assert ended is None, f"the server ended with {ended}:\n{self.log.read_text()[-4000:]}"
            assert time.monotonic() < deadline, f"no server:\n{self.log.read_text()[-4000:]}"
            time.sleep(0.02)

    def kill(self) -> None:
        """As the kernel does when memory is short: the server alone, without a word."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(timeout=START_SECONDS)

    def stop(self) -> int:
        """Its exit status; also of one that has ended already."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(timeout=START_SECONDS)


def _children(process: int) -> list[int]:
    try:
        words = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except FileNotFoundError:  # it ended
        return []
    return [int(word) for word in words]


def _listening(port: int) -> set[str]:
    """The sockets, by number, that take connections at the port of this machine."""
    address = f"0100007F:{port:04X}"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {row[9] for row in rows if row[1] == address and row[3] == LISTENING}


def _sockets_of(process: int) -> set[str]:
    found = set()
    try:
        for entry in Path(f"/proc/{process}/fd").iterdir():
            target = os.readlink(entry)
            if target.startswith("socket:["):
                found.add(target[8:-1])
    except OSError:  # it died meanwhile
        pass
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
