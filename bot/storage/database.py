"""The database of the house: SQLite in WAL by default, PostgreSQL where one machine is not enough."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from sqlite3 import OperationalError
from typing import Any

from sqlalchemy import Connection, Dialect, String, Table, TypeDecorator, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.storage import one_trip
from tws.clock import as_utc

POOL = 10
"""Connections to PostgreSQL at once, and as many more in a rush."""


_DRIVERS = {
    "postgresql://": "postgresql+asyncpg://",
    "postgres://": "postgresql+asyncpg://",
    "sqlite://": "sqlite+aiosqlite://",
}


class Instant(TypeDecorator[datetime]):
    """An aware instant as ISO text in UTC: sorts right, reads the same on every database."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else as_utc(value).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


def sqlite_url(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite+aiosqlite:///{folder / 'resync.sqlite'}"


def open_database(url: str) -> AsyncEngine:
    """Opens lazily. `engine.execution_options(writes=True).begin()` starts a transaction that will write."""
    for plain, driver in _DRIVERS.items():
        if url.startswith(plain):
            url = driver + url.removeprefix(plain)
    if url.startswith("sqlite"):
        engine = create_async_engine(url, hide_parameters=True, connect_args={"async_creator_fn": one_trip.connection})
        event.listen(engine.sync_engine, "connect", _on_connect)
        event.listen(engine.sync_engine, "begin", _on_begin)
        return engine
    return create_async_engine(url, pool_size=POOL, max_overflow=POOL, pool_pre_ping=True, hide_parameters=True)


def _on_connect(connection: Any, _record: object) -> None:
    """Readers never wait for the writer; the driver leaves BEGIN to us."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("busy_timeout=30000", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    with suppress(OperationalError):  # another connection is switching the new file over, for all of us
        cursor.execute("PRAGMA journal_mode=WAL")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    """A transaction that reads first and writes later would meet SQLITE_BUSY where another wrote in between."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def insert_into(connection: AsyncConnection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows ON CONFLICT, in the words of the connection's database."""
    return insert_for(connection.dialect.name, table)


def insert_for(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    """The same, by the name of the kind of database."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


async def create_tables(engine: AsyncEngine) -> None:
    """Brings all tables of the house up to date, the adapters' among them. Raises UnusableDatabase."""
    from bot.storage.migrations import migrate

    await migrate(engine)
