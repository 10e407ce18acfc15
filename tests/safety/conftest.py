"""An application with two regions, made once for a module, and put back after each change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pysqlite3
import pytest
from flask import Flask

from assess.store.schema import migrate
from assess.web.application import create_app
from assess.web.clock import now
from assess.web.state import takar
from tests.safety.people import People
from tests.safety.two_regions import TwoRegions, build
from tests.web.conftest import settings_for


class Snapshot:
    """The database as it was built: whether it still is so, and the way back."""

    def __init__(self, path: Path) -> None:
        self._live = pysqlite3.connect(str(path))
        self._kept = pysqlite3.connect(":memory:")
        self._live.backup(self._kept)
        self._version = self._data_version()

    def changed(self) -> bool:
        """Whether anybody committed anything since it was built or put back."""
        return self._data_version() != self._version

    def put_back(self) -> None:
        self._kept.backup(self._live)
        self._version = self._data_version()

    def digest(self) -> str:
        """Of every row of every table."""
        seal = hashlib.sha256()
        for table, _columns, row in self._rows():
            seal.update(repr((table, row)).encode("utf-8", "surrogatepass"))
        return seal.hexdigest()

    def texts(self) -> Iterator[tuple[str, str]]:
        """(table.column, text) of every text that is kept."""
        for table, columns, row in self._rows():
            for column, value in zip(columns, row, strict=True):
                if isinstance(value, str):
                    yield f"{table}.{column}", value

    def _rows(self) -> Iterator[tuple[str, list[str], tuple[Any, ...]]]:
        tables = self._live.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            rows = self._live.execute(f'SELECT * FROM "{table}"')  # the name is from the schema
            columns = [column[0] for column in rows.description]
            for row in rows.fetchall():
                yield table, columns, row

    def close(self) -> None:
        self._live.close()
        self._kept.close()

    def _data_version(self) -> int:
        version: int = self._live.execute("PRAGMA data_version").fetchone()[0]
        return version


@pytest.fixture(scope="module")
def safe_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("two-regions")
    application = create_app(settings_for(folder, f"sqlite:///{folder}/takar.sqlite3"))
    migrate(takar(application).database)
    yield application
    takar(application).database.dispose()


@pytest.fixture(scope="module")
def regions(safe_app: Flask) -> TwoRegions:
    held = takar(safe_app)
    return build(held.database, held.settings, now())


@pytest.fixture(scope="module")
def module_snapshot(safe_app: Flask, regions: TwoRegions) -> Iterator[Snapshot]:
    kept = Snapshot(takar(safe_app).settings.data / "takar.sqlite3")
    yield kept
    kept.close()


@pytest.fixture
def snapshot(module_snapshot: Snapshot) -> Iterator[Snapshot]:
    """The snapshot; whatever the test changed is put back after it."""
    yield module_snapshot
    if module_snapshot.changed():
        module_snapshot.put_back()


@pytest.fixture(scope="module")
def people(safe_app: Flask, regions: TwoRegions) -> People:
    return People(safe_app, regions)
