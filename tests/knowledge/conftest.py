"""A database file, a clock and knowledge bases that are closed again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.database import open_database
from knowledge import KnowledgeBase, open_knowledge
from knowledge.embedding import Embedder
from knowledge.tables import metadata
from tests.knowledge.hashing import HashingEmbedder

Open = Callable[..., Awaitable[KnowledgeBase]]


def clock() -> datetime:
    return datetime(2026, 3, 2, 22, 0, tzinfo=UTC)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    engine = open_database(f"sqlite:///{tmp_path / 'resync.sqlite'}")
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield engine
    await engine.dispose()


@pytest.fixture
async def opened(database: AsyncEngine, tmp_path: Path) -> AsyncIterator[Open]:
    """Knowledge bases on one database and one folder, like replicas."""
    bases: list[KnowledgeBase] = []

    async def open_one(embedder: str | Embedder | None = None) -> KnowledgeBase:
        chosen = HashingEmbedder() if embedder is None else embedder
        base = open_knowledge(database, tmp_path / "vectors", clock, embedder=chosen)
        bases.append(base)
        await base.start()
        await base.ready()
        return base

    yield open_one
    for base in bases:
        await base.close()


@pytest.fixture
async def base(opened: Open) -> KnowledgeBase:
    return await opened()
