"""A survey behind granian: two workers with one thread each, as the application is served."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORKERS = 2
PORT = "{port}"
START_SECONDS = 60


@dataclass(frozen=True)
class Served:
    address: str  # http://127.0.0.1:PORT
    process: int  # of the server; the workers are its children


def granian(target: str) -> list[str]:
    """The command that serves `module:name`; PORT is put in later."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", PORT, "--workers", str(WORKERS), "--blocking-threads", "1"]
    return [*command, "--log-level", "warning", target]


@contextmanager
def served(command: Sequence[str], environment: Mapping[str, str], log: Path) -> Iterator[Served]:
    """Run the command that serves as long as the block lasts."""
    port = _free_port()
    with log.open("wb") as output:
        server = subprocess.Popen(
            [word.replace(PORT, str(port)) for word in command],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=output,
            stderr=output,
        )
    try:
        _wait_until_open(port, server, log)
        yield Served(f"http://127.0.0.1:{port}", server.pid)
    finally:
        server.terminate()
        server.wait(timeout=START_SECONDS)


def memory(served: Served, leaving_out: str) -> float:
    """MiB of the server and its children (shared pages counted once), without those whose
    command line holds the word: the maker of documents is no part of the web tier."""
    kilobytes = 0
    todo = [served.process]
    while todo:
        process = Path("/proc", str(todo.pop()))
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
            if leaving_out.encode() in words:
                continue
            todo += map(int, (process / "task" / process.name / "children").read_text().split())
            sums = (process / "smaps_rollup").read_text()
        except FileNotFoundError:
            continue
        kilobytes += sum(int(s.split()[1]) for s in sums.splitlines() if s.startswith("Pss:"))
    return kilobytes / 1024


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_open(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"The server did not start:\n{log.read_text()}") from None
            time.sleep(0.1)
