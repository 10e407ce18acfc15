"""Opening the database and its units of work. What is asked of it lives in the other modules.

SQLite is driven through pysqlite3, whose library is new enough to be free of the WAL race of
3.7.0 to 3.51.2; write-ahead log with full synchronisation, so that an acknowledged answer
survives a power cut. Writers queue at a file lock before BEGIN IMMEDIATE: SQLite's own busy
handler sleeps in growing steps of up to a tenth of a second; here the step is 4 ms at most.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pysqlite3
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.orm import Session

SAFE_SQLITE = (3, 51, 3)
BUSY_MILLISECONDS = 5000
GATE_SECONDS = 2.0
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_MILLISECONDS}",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA journal_size_limit=67108864",
    "PRAGMA cache_size=-2000",
    "PRAGMA wal_autocheckpoint=4000",  # 16 MiB: hot pages are copied back less often
)
POSTGRES_OPTIONS = (
    "-c statement_timeout=5000 -c lock_timeout=3000 "
    "-c idle_in_transaction_session_timeout=15000 -c synchronous_commit=on"
)


class DatabaseUnfit(RuntimeError):
    """The database or its library cannot keep the promise that nothing acknowledged is lost."""


class DatabaseBusy(RuntimeError):
    """The queue of writers is longer than a person should wait; the request may be repeated."""


class Database:
    """One engine with two kinds of unit of work: `reading()` and `writing()`."""

    def __init__(self, engine: Engine, gate: WriterGate | None) -> None:
        self.engine = engine
        self._gate = gate
        self._writer = engine.execution_options(writes=True)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session whose transaction is always rolled back."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that commits at the end, or rolls back on an error. Writers queue here."""
        with self.gate(), Session(self._writer, expire_on_commit=False) as session:
            yield session
            session.commit()

    def session(self, *, writes: bool) -> Session:
        """A session without commit; the caller holds `gate()` while it writes."""
        return Session(self._writer if writes else self.engine, expire_on_commit=False)

    def unit(self, *, writes: bool) -> Session:
        """A session on a connection of its own, `bind`, on which statements of the hot path run
        without it (`statements.connection_of`). The caller holds `gate()` while it writes, ends
        the transaction of both, and closes both."""
        engine = self._writer if writes else self.engine
        return Session(
            engine.connect(), expire_on_commit=False, join_transaction_mode="control_fully"
        )

    @contextmanager
    def gate(self) -> Iterator[None]:
        if self._gate is None:
            yield
            return
        with self._gate.hold():
            yield

    def dispose(self) -> None:
        """Let go of every file and connection."""
        self.engine.dispose()
        if self._gate is not None:
            self._gate.close()


class WriterGate:
    """A queue of the writers of all processes of this machine: short waits, no starving.

    The kernel would serve blocked lockers in order, but a blocked call cannot be given up; so the
    lock is asked for in small steps, up to a limit after which the request may be repeated.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._descriptor: int | None = None
        self._owner = 0

    @contextmanager
    def hold(self) -> Iterator[None]:
        if not self._lock.acquire(timeout=GATE_SECONDS):
            raise DatabaseBusy("the queue of writers in this process is full")
        try:
            self._wait_for_file()
            yield
        finally:
            if self._descriptor is not None:
                fcntl.flock(self._descriptor, fcntl.LOCK_UN)
            self._lock.release()

    def close(self) -> None:
        if self._descriptor is not None and self._owner == os.getpid():
            os.close(self._descriptor)
        self._descriptor = None

    def _wait_for_file(self) -> None:
        descriptor = self._open()
        deadline = time.monotonic() + GATE_SECONDS
        pause = 0.0002
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise DatabaseBusy("the queue of writers is full") from None
                time.sleep(pause)
                pause = min(pause * 1.5, 0.004)

    def _open(self) -> int:
        """The lock file of this process. A descriptor inherited by a fork would share the lock."""
        if self._descriptor is None or self._owner != os.getpid():
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._owner = os.getpid()
        return self._descriptor


def open_database(url: str) -> Database:
    """Open SQLite (`sqlite:///path`) or PostgreSQL (`postgresql://…`), with its safe settings."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseUnfit(  # without the value: it may hold a password
            "ASSESS_DATABASE_URL cannot be read; it must look like sqlite:////path/to/takar.sqlite3 "
            "or postgresql://user@host/database"
        ) from None
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(parsed)
    if parsed.get_backend_name() == "postgresql":
        return _open_postgres(parsed)
    raise DatabaseUnfit(
        f"ASSESS_DATABASE_URL names {parsed.get_backend_name()!r}; use sqlite or postgresql"
    )


def _open_sqlite(url: URL) -> Database:
    if pysqlite3.sqlite_version_info < SAFE_SQLITE:
        raise DatabaseUnfit(
            f"SQLite {pysqlite3.sqlite_version} can corrupt a write-ahead log; "
            "install pysqlite3 0.6.1 or newer"
        )
    if not url.database or url.database == ":memory:":
        raise DatabaseUnfit("an SQLite database needs a file: sqlite:////path/to/takar.sqlite3")
    path = Path(url.database)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        module=pysqlite3,
        pool_size=4,
        max_overflow=0,
        pool_timeout=3,
        hide_parameters=True,  # they are answers; an error in the log must not tell them
        connect_args={"timeout": BUSY_MILLISECONDS / 1000, "check_same_thread": False},
    )
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return Database(engine, WriterGate(path.with_name(path.name + ".lock")))


def _configure_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves; the driver would skip it for SELECT
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
    driver: Any = connection.connection.dbapi_connection
    try:
        driver.execute(begin)  # a fifth of the time of an execution through the engine
    except pysqlite3.OperationalError as error:
        raise OperationalError(begin, None, error) from error


def _open_postgres(url: URL) -> Database:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=4,
        max_overflow=4,
        pool_timeout=3,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"connect_timeout": 3, "options": POSTGRES_OPTIONS},
    )
    return Database(engine, None)
