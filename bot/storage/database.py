"""The engine and the tables of the bot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Column, DateTime, Index, Integer, MetaData, String, Table, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

metadata = MetaData()

said = Table(
    "said",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("thread", String(400), nullable=False),
    Column("person", String(200), nullable=False),
    Column("text", String(500), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("said_by_thread", "thread", "person", "number"),
)
"""What a person said lately in a thread: only for understanding "and its log?"."""


def sqlite_url(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite+aiosqlite:///{folder / 'resync.sqlite'}"


def open_database(url: str) -> AsyncEngine:
    """Opens lazily; SQLite in WAL so that readers never wait for the writer."""
    engine = create_async_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _sqlite_pragmas)
    return engine


def _sqlite_pragmas(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=30000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


async def create_tables(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
