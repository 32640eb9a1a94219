"""SQLite's connection lives in a thread of its own: a statement makes one trip to it, where the driver makes four.

A trip costs more CPU than most of our statements do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import aiosqlite

CHUNK = 64
"""Rows that the driver's own cursors fetch at a time; ours do not."""


def connection(database: str, **options: Any) -> aiosqlite.Connection:
    """As `aiosqlite.connect`. Its thread does not keep the process alive."""
    made = OneTrip(partial(sqlite3.connect, database, **options), CHUNK)
    made._thread.daemon = True
    return made


class OneTrip(aiosqlite.Connection):
    def cursor(self) -> Cursor:  # type: ignore[override]
        return Cursor(self)

    async def rollback(self) -> None:
        """The pool asks for one whenever it gets the connection back."""
        if self.in_transaction:
            await super().rollback()

    async def work(self, what: Callable[[sqlite3.Cursor], object]) -> Result:
        return await self._execute(self._worked, what)  # type: ignore[no-any-return, no-untyped-call]

    def _worked(self, what: Callable[[sqlite3.Cursor], object]) -> Result:
        """In the connection's thread."""
        cursor = self._conn.cursor()
        try:
            what(cursor)
            rows = cursor.fetchall() if cursor.description else []
            return Result(cursor.description, rows, cursor.rowcount, cursor.lastrowid)
        finally:
            cursor.close()


class Result:
    """What a statement has brought, read to its end."""

    __slots__ = ("description", "lastrowid", "rowcount", "rows")

    def __init__(self, description: Any, rows: list[Any], rowcount: int, lastrowid: int | None) -> None:
        self.description, self.rows, self.rowcount, self.lastrowid = description, rows, rowcount, lastrowid


_NOTHING = Result(None, [], -1, None)


class Cursor:
    """The driver's cursor, as far as SQLAlchemy uses it."""

    __slots__ = ("_connection", "_result", "arraysize")

    def __init__(self, connection: OneTrip) -> None:
        self._connection, self._result, self.arraysize = connection, _NOTHING, 1

    async def __aenter__(self) -> Cursor:
        return self

    @property
    def description(self) -> Any:
        return self._result.description

    @property
    def rowcount(self) -> int:
        return self._result.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._result.lastrowid

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Cursor:
        self._result = await self._connection.work(lambda cursor: cursor.execute(sql, parameters))
        return self

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> Cursor:
        self._result = await self._connection.work(lambda cursor: cursor.executemany(sql, parameters))
        return self

    async def fetchall(self) -> list[Any]:
        return self._result.rows

    async def close(self) -> None:
        """It was closed with the statement."""
