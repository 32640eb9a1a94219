"""The tables of the house, revision by revision, brought up to date at every start.

A new revision is a new file in `versions`, batch operations where SQLite cannot alter (no foreign key is enforced
meanwhile). Alembic is loaded only where there is something to do.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.settings import UnsafeSettings

FOLDER = Path(__file__).parent
LOCK = 0x7265_7379_6E63
"""PostgreSQL's advisory lock of those who upgrade: any number that no other program uses in this database."""

log = structlog.get_logger(__name__)


class UnusableDatabase(UnsafeSettings):
    """The database is not one that this version can bring up to date; the text says what to do."""


async def migrate(engine: AsyncEngine, folder: Path = FOLDER) -> None:
    """Replicas may start together: one upgrades, in one transaction, and the others wait. Raises UnusableDatabase."""
    known = revisions(folder)
    async with engine.connect() as connection:
        if await connection.run_sync(_current, known) == known[-1]:
            return
    await asyncio.to_thread(import_module, f"{__name__}.upgrading")
    from bot.storage.migrations.upgrading import upgrade

    async with _alone(engine) as connection:
        before = await connection.run_sync(_current, known)
        if before != known[-1]:
            await connection.run_sync(upgrade, folder, before)
            log.info("database_upgraded", before=before, now=known[-1])


def revisions(folder: Path) -> Sequence[str]:
    """In order, by the names of the files."""
    return sorted(file.name[1:5] for file in (folder / "versions").glob("v[0-9]*.py"))


def _current(connection: Connection, known: Sequence[str]) -> str | None:
    """None where no revision was ever noted."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().first()
    if found is not None and found not in known:
        raise UnusableDatabase(
            f"The database is that of a newer version of Resync (revision {found}; this version knows {known[-1]} and "
            "older). Nothing was changed. Start the newer version, or restore the backup from before its first start."
        )
    return None if found is None else str(found)


@asynccontextmanager
async def _alone(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A transaction that one process at a time can be in."""
    writing = engine.execution_options(writes=True)
    if engine.dialect.name == "sqlite":
        async with writing.connect() as connection, _unenforced(connection), connection.begin():
            yield connection
        return
    async with writing.begin() as connection:
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        yield connection


@asynccontextmanager
async def _unenforced(connection: AsyncConnection) -> AsyncIterator[None]:
    """SQLite alters a table by making it anew, and dropping the old one would take its references along.

    The pragma does nothing within a transaction (sqlite.org/pragma.html#pragma_foreign_keys).
    """
    driver: Any = (await connection.get_raw_connection()).driver_connection
    await driver.execute_fetchall("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        await driver.execute_fetchall("PRAGMA foreign_keys=ON")
