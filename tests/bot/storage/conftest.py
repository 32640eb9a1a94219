"""An empty database of each kind that the bot can stand on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.database import open_database
from tests.servers.postgres import new_database, postgres

NewUrl = Callable[[], str]


@pytest.fixture(scope="package")
def server() -> Iterator[Any]:
    """It may forget: what it keeps lives as long as the run."""
    with postgres() as server:
        server.psql("ALTER SYSTEM SET fsync = off")
        server.psql("SELECT pg_reload_conf()")
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> NewUrl:
    if request.param == "postgres":
        server = request.getfixturevalue("server")
        return lambda: new_database(server)
    names = iter("abcdef")
    return lambda: f"sqlite:///{tmp_path / next(names)}.sqlite"


@pytest.fixture
async def database(new_url: NewUrl) -> AsyncIterator[AsyncEngine]:
    engine = open_database(new_url())
    yield engine
    await engine.dispose()
