"""Vectors in a Chroma server instead of a folder: many processes may search, and a server that is away is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from knowledge import open_knowledge
from tests.knowledge.conftest import clock
from tests.knowledge.hashing import HashingEmbedder
from tests.servers.valkey import free_port


@pytest.fixture
def url(tmp_path: Path) -> object:
    port = free_port()
    run = "import sys; from chromadb.cli.cli import app; sys.exit(app())"
    words = ("run", "--path", str(tmp_path / "server"), "--port", str(port), "--host", "127.0.0.1")
    server = subprocess.Popen([sys.executable, "-c", run, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with httpx.Client(transport=httpx.HTTPTransport(retries=8)) as client:
        assert client.get(f"http://127.0.0.1:{port}/api/v2/heartbeat", timeout=10).is_success
    yield f"http://127.0.0.1:{port}"
    server.kill()
    server.wait()


async def test_two_processes_share_the_vectors(database: AsyncEngine, tmp_path: Path, url: str) -> None:
    bases = [
        open_knowledge(database, tmp_path / "unused", clock, chroma_url=url, embedder=HashingEmbedder()) for _ in "ab"
    ]
    for base in bases:
        await base.start()
        await base.ready()
    await bases[0].add_text("disk", "", "purge the full filesystem")
    await bases[0].settle()
    assert [base.state for base in bases] == ["semantic", "semantic"]
    assert await bases[1].rank("purge filesystem") == ("disk",)
    for base in bases:
        await base.close()
    assert not (tmp_path / "unused").exists()


async def test_a_server_that_is_away_leaves_the_words(database: AsyncEngine, tmp_path: Path) -> None:
    away = f"http://127.0.0.1:{free_port()}"
    base = open_knowledge(database, tmp_path / "unused", clock, chroma_url=away, embedder=HashingEmbedder())
    await base.start()
    await base.ready()
    await base.add_text("disk", "", "purge the full filesystem")
    assert "CHROMA_URL" in base.state and not base.warm
    assert await base.rank("purge filesystem") == ("disk",)
    await base.close()
