"""Core statements that the hot path runs many thousand times in an hour.

Written and checked as SQLAlchemy Core, compiled once per database, and run by the driver's own
cursor: a sixth of the time of an execution through Core. Only the answering path uses this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ClauseElement, Connection, Dialect
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import Select

Row = tuple[Any, ...]
Convert = Callable[[Any], Any]


def connection_of(session: Session) -> Connection:
    """The connection of a session, in a transaction. One that is the session's `bind` is taken as
    it is: asking the session costs as much as a statement."""
    connection = session.bind
    if not isinstance(connection, Connection):
        return session.connection()
    if not connection.in_transaction():
        connection.begin()
    return connection


class Statement:
    """A statement by dialect name, or one for all. Parameters are given by name."""

    def __init__(self, of: ClauseElement | Mapping[str, ClauseElement], *columns: str) -> None:
        self._of = of
        self._columns = columns  # of an INSERT: what is given
        self._compiled: dict[str, _Compiled] = {}

    def first(self, connection: Connection, parameters: Mapping[str, Any]) -> Row | None:
        rows = self.all(connection, parameters)
        return rows[0] if rows else None

    def all(self, connection: Connection, parameters: Mapping[str, Any]) -> Sequence[Row]:
        compiled = self._for(connection.dialect)
        with _Cursor(connection, compiled) as cursor:
            cursor.execute(compiled.sql, compiled.parameters(parameters))
            return compiled.rows(cursor.fetchall())

    def run(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Once for each row; nothing is returned."""
        compiled = self._for(connection.dialect)
        with _Cursor(connection, compiled) as cursor:
            cursor.executemany(compiled.sql, [compiled.parameters(row) for row in rows])

    def _for(self, dialect: Dialect) -> _Compiled:
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            of = self._of if isinstance(self._of, ClauseElement) else self._of[dialect.name]
            compiled = self._compiled[dialect.name] = _Compiled(of, self._columns, dialect)
        return compiled


class _Cursor:
    """A cursor of the driver; its errors become SQLAlchemy's, without parameters: they are answers."""

    def __init__(self, connection: Connection, compiled: _Compiled) -> None:
        self._connection = connection
        self._compiled = compiled
        self._cursor = connection.connection.cursor()

    def __enter__(self) -> DBAPICursor:
        return self._cursor

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._cursor.close()
        driver = self._connection.dialect.loaded_dbapi
        if isinstance(error, driver.Error):
            raise DBAPIError.instance(
                *(self._compiled.sql, None, error, driver.Error),
                hide_parameters=True,
                dialect=self._connection.dialect,
            ) from error


class _Compiled:
    """The text of a statement on one database, and how its values are written and read."""

    def __init__(self, of: ClauseElement, columns: tuple[str, ...], dialect: Dialect) -> None:
        compiled: Any = of.compile(dialect=dialect, column_keys=columns or None)
        self.sql = str(compiled)
        self._write: dict[str, Convert] = {
            name: processor
            for name, bound in compiled.binds.items()
            if (processor := bound.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        }
        self._names: list[tuple[str, Convert | None]] | None = (
            [(name, self._write.get(name)) for name in compiled.positiontup]
            if compiled.positiontup is not None
            else None
        )
        types = [column.type for column in of.selected_columns] if isinstance(of, Select) else []
        self._read: dict[int, Convert] = {
            at: processor
            for at, kind in enumerate(types)
            if (processor := kind.dialect_impl(dialect).result_processor(dialect, None)) is not None
        }

    def parameters(self, given: Mapping[str, Any]) -> Any:
        if self._names is None:
            write = self._write
            return {
                name: write[name](value) if name in write else value
                for name, value in given.items()
            }
        return [
            given[name] if convert is None else convert(given[name])
            for name, convert in self._names
        ]

    def rows(self, rows: Sequence[Row]) -> Sequence[Row]:
        return [self._converted(row) for row in rows] if self._read else rows

    def _converted(self, row: Row) -> Row:
        values = list(row)
        for at, read in self._read.items():
            values[at] = read(values[at])
        return tuple(values)
