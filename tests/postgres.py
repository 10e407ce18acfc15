"""A PostgreSQL cluster for one test run, made from the server programs of Debian's package.

It listens on a socket in its own folder only, so it disturbs no server of this machine. Nothing
in it is worth keeping: it does not wait for the disk.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

START_SECONDS = 60
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "timezone": "UTC",
}


class NoServer(RuntimeError):
    """PostgreSQL's server programs are not installed."""


def server_programs() -> Path:
    """Return the folder with initdb and postgres, of the newest version that is installed."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[-3])
    )
    if not found:
        raise NoServer("no PostgreSQL under /usr/lib/postgresql: apt-get install postgresql")
    return found[-1].parent


class Cluster:
    """A cluster in its own folder. It may be broken off and started again."""

    def __init__(self, folder: Path) -> None:
        self._programs = server_programs()
        self._folder = folder
        self._server: subprocess.Popen[bytes] | None = None
        self.address = f"postgresql://takar@/postgres?host={folder}"
        _give_to_unprivileged(folder)
        _initialise(self._programs, folder)

    def start(self) -> None:
        self._server = _start(self._programs, self._folder)
        _wait_until_ready(self.address, self._server, self._folder)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """SIGTERM waits for the clients to go, SIGINT cuts them off, SIGQUIT lets all fall."""
        if self._server is not None:
            self._server.send_signal(how)
            self._server.wait(timeout=START_SECONDS)
            self._server = None

    def restart_immediately(self) -> None:
        """As `pg_ctl restart -m immediate`: no farewell, and recovery from the log."""
        self.stop(signal.SIGQUIT)
        self.start()


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Yield a running cluster that lives as long as the block."""
    folder = Path(tempfile.mkdtemp(prefix="takar-postgres-"))
    made = None
    try:
        made = Cluster(folder)
        made.start()
        yield made
    finally:
        if made is not None:
            made.stop(signal.SIGINT)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def temporary_cluster() -> Iterator[str]:
    """Yield the address of the maintenance database of a cluster that lives as long as the block."""
    with cluster() as running:
        yield running.address


@contextmanager
def temporary_database(maintenance: str, name: str, template: str | None = None) -> Iterator[str]:
    """Yield the address of a database of its own, a copy of `template` where one is named."""
    source = f' TEMPLATE "{template}"' if template else ""
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"{source}')
    try:
        yield maintenance.replace("/postgres?", f"/{name}?")
    finally:
        with psycopg.connect(maintenance, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _initialise(programs: Path, folder: Path) -> None:
    command = [programs / "initdb", "-D", folder / "data", "-U", "takar", "-A", "trust"]
    command += ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    done = subprocess.run(
        _unprivileged(command), capture_output=True, text=True, check=False, cwd=folder
    )
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stderr or done.stdout}")


def _start(programs: Path, folder: Path) -> subprocess.Popen[bytes]:
    command: list[str | Path] = [programs / "postgres", "-D", folder / "data", "-k", folder]
    for name, value in SETTINGS.items():
        command += ["-c", f"{name}={value}"]
    log = (folder / "log").open("wb")
    with log:
        # The signal ends the server also when the test run itself is killed.
        return subprocess.Popen(
            _unprivileged(command, "--pdeathsig=INT"), stdout=log, stderr=log, cwd=folder
        )


def _wait_until_ready(address: str, server: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(address, connect_timeout=3).close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                log = (folder / "log").read_text(errors="replace")
                raise RuntimeError(f"PostgreSQL did not start:\n{log}") from None
            time.sleep(0.05)


def _unprivileged(command: Sequence[str | Path], *options: str) -> list[str]:
    """Return the command as an ordinary account runs it: PostgreSQL refuses to run as root."""
    if os.geteuid() == 0:
        account = _account()
        ids = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
        return ["setpriv", *ids, *options, *map(str, command)]
    return ["setpriv", *options, *map(str, command)] if options else [*map(str, command)]


def _give_to_unprivileged(folder: Path) -> None:
    if os.geteuid() == 0:
        account = _account()
        os.chown(folder, account.pw_uid, account.pw_gid)


def _account() -> pwd.struct_passwd:
    """Return the account that Debian's package made, or nobody where it made none."""
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")
