"""The vectors in Chroma: ids, kinds and vectors only, the text stays in SQL.

The embedded client is for one process (another one would not see new vectors) and holds Python's lock while it
writes, hence the ownership, the single thread and the small batches.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlsplit

from knowledge.errors import IndexAway, KnowledgeError, ModelMix
from knowledge.kits import importing
from knowledge.ownership import Ownership

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api.client import Client

    from knowledge.minilm import Matrix

BATCH = 32
"""Vectors a write: the event loop stands still for about 20 ms, for a second with 2,000."""
T = TypeVar("T")


class Index:
    """Opened with `open_index`; every call runs in its one thread."""

    def __init__(self, folder: Path, url: str, model: str, dim: int) -> None:
        self._folder, self._url, self._model, self._dim = folder, url, model, dim
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="chroma")
        self._owned: Ownership | None = None
        self._client: Client | None = None
        self._collection: Collection | None = None

    async def open(self) -> None:
        """Raises IndexTaken, IndexAway or ModelMix."""
        await self._run(self._open)

    async def upsert(self, ids: Sequence[str], vectors: Matrix, kinds: Sequence[str]) -> None:
        for at in range(0, len(ids), BATCH):
            part = slice(at, at + BATCH)
            await self._run(partial(self._upsert, list(ids[part]), vectors[part], kinds[part]))
            await asyncio.sleep(0)

    async def delete(self, ids: Sequence[str]) -> None:
        for at in range(0, len(ids), BATCH):
            await self._run(partial(self._delete, list(ids[at : at + BATCH])))

    async def nearest(self, vector: Matrix, limit: int, kind: str = "") -> dict[str, float]:
        """Cosine of the closest passages by id, 1 being the same; of one kind where one is given."""
        return await self._run(lambda: self._nearest(vector, limit, kind))

    async def count(self) -> int:
        return await self._run(lambda: self._open_collection().count())

    async def clear(self) -> None:
        """A new collection: emptying the old one and filling it again would cost recall."""
        await self._run(self._clear)

    async def close(self) -> None:
        await self._run(self._close)
        self._thread.shutdown(wait=False)

    async def _run(self, call: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, call)
        except (KnowledgeError, RuntimeError):
            raise
        except Exception as fault:
            raise IndexAway(f"the vector index fails ({type(fault).__name__}); {self._advice()}") from fault

    def _advice(self) -> str:
        if self._url:
            return "check CHROMA_URL and that the Chroma server runs"
        return (
            f"stop the bot, move the folder {self._folder.name} away and start again: it is made anew from the database"
        )

    def _open(self) -> None:
        if not self._url and self._owned is None:
            self._owned = Ownership(self._folder)
        try:
            with importing("chromadb"):
                self._client = self._client or _client(self._folder, self._url)
            self._collection = self._opened_collection(self._client)
        except BaseException:
            self._close()
            raise

    def _opened_collection(self, client: Client) -> Collection:
        slug = re.sub(r"[^A-Za-z0-9]+", "-", self._model).strip("-")[:40]
        made_by: dict[str, Any] = {"model": self._model, "dim": self._dim}
        collection = client.get_or_create_collection(
            f"kinds-{slug}-{self._dim}",
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
            metadata=made_by,
        )
        found = {key: (collection.metadata or {}).get(key) for key in made_by}
        if found != made_by:
            raise ModelMix(f"the vectors were made by {found['model']}, not by {self._model}; {self._advice()}")
        return collection

    def _open_collection(self) -> Collection:
        if self._collection is None:
            raise IndexAway("the vector index is not open")
        return self._collection

    def _upsert(self, ids: list[str], vectors: Matrix, kinds: Sequence[str]) -> None:
        self._open_collection().upsert(ids, vectors, [{"kind": kind} for kind in kinds])

    def _delete(self, ids: list[str]) -> None:
        self._open_collection().delete(ids=ids)

    def _nearest(self, vector: Matrix, limit: int, kind: str) -> dict[str, float]:
        found = self._open_collection().query(
            query_embeddings=vector, n_results=limit, include=["distances"], where={"kind": kind} if kind else None
        )
        distances = found["distances"] or [[]]
        return {id_: 1.0 - distance for id_, distance in zip(found["ids"][0], distances[0], strict=True)}

    def _clear(self) -> None:
        if self._client is None:
            raise IndexAway("the vector index is not open")
        self._client.delete_collection(self._open_collection().name)
        self._collection = self._opened_collection(self._client)

    def _close(self) -> None:
        """The client too: it would remember old vectors when this process becomes the owner again."""
        client, self._collection, self._client = self._client, None, None
        if client:
            client.close()
        if self._owned:
            self._owned.release()
            self._owned = None


def _client(folder: Path, url: str) -> Client:
    import chromadb
    from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    if not url:
        return cast("Client", chromadb.PersistentClient(path=str(folder), settings=quiet))
    at = urlsplit(url if "//" in url else f"//{url}")
    secure = at.scheme == "https"
    port = at.port or (443 if secure else 8000)
    return cast("Client", chromadb.HttpClient(at.hostname or "localhost", port, secure, settings=quiet))
