"""The side that finds by meaning: makes the vectors that are missing, in the background, and compares."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from knowledge import embedding
from knowledge.embedding import Embedder
from knowledge.errors import IndexTaken, KnowledgeError, NoModel
from knowledge.glossary import pivot
from knowledge.index import Index
from knowledge.ownership import check_free
from knowledge.tables import documents, dropped, passages

if TYPE_CHECKING:
    from knowledge.minilm import Matrix

log = structlog.get_logger()

BATCH = 8
"""Texts a call of the model: a question waits at most for so many, about 0.2 s."""
EVERY = 5.0
"""Seconds between looks for passages another process added, and between tries to open what was closed."""


class Semantic:
    def __init__(
        self, engine: AsyncEngine, folder: Path, url: str, which: str, embedder: Embedder | None = None
    ) -> None:
        self._engine = engine
        self._writing = engine.execution_options(writes=True)
        self._folder, self._url, self._which = folder, url, which
        self._embedder = embedder
        self._index: Index | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="embed")
        self._wake, self._idle, self._tried = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._busy = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self.state = "warming"
        self.taken = False

    @property
    def warm(self) -> bool:
        return self._index is not None

    @property
    def model(self) -> str:
        return self._embedder.name if self._embedder else ""

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="knowledge")

    async def close(self) -> None:
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        await self._shut()
        self._thread.shutdown(wait=False)
        self.state = "closed"

    def wake(self) -> None:
        """There is something new to make vectors of."""
        self._idle.clear()
        self._wake.set()

    async def ready(self) -> None:
        """Returns when it is known whether passages can be found by meaning."""
        await self._tried.wait()

    async def settle(self) -> None:
        """Returns when every vector is made, or none can be made for now."""
        if self._task and not self._task.done():
            self.wake()
            idle = asyncio.create_task(self._idle.wait())
            await asyncio.wait({idle, self._task}, return_when=asyncio.FIRST_COMPLETED)
            idle.cancel()

    async def nearest(self, text: str, limit: int, kind: str = "") -> dict[str, float]:
        """Cosine by passage id, of one kind or of both; empty while there are no vectors to compare with."""
        index, embedder = self._index, self._embedder
        if index is None or embedder is None:
            return {}
        try:
            vectors = await self._in_thread(embedder, [text])
            return await index.nearest(vectors, limit, kind)
        except KnowledgeError as fault:
            await self._fail(fault)
            return {}

    async def waiting(self) -> int:
        """Passages without a vector of this model, or of any while none is loaded."""
        missing = passages.c.embedded != self.model if self.model else passages.c.embedded == ""
        query = select(func.count()).select_from(passages).where(missing)
        async with self._engine.connect() as connection:
            return (await connection.execute(query)).scalar_one()

    async def forget_vectors(self) -> None:
        """Every vector is made again; the owner of the index starts with an empty one."""
        async with self._busy:
            if self._index:
                await self._index.clear()
            await self._mark_all_missing()
        self.wake()

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            try:
                await self._open()
                async with self._busy:
                    more = await self._step()
                if more:
                    continue
            except NoModel as fault:
                await self._fail(fault)
                return
            except KnowledgeError as fault:
                await self._fail(fault)
            except Exception as fault:
                log.exception("knowledge_indexing")
                await self._fail(KnowledgeError(f"making vectors fails ({type(fault).__name__}); see the log"))
            await self._rest()

    async def _rest(self) -> None:
        if not self._wake.is_set():
            self._idle.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(EVERY):
                await self._wake.wait()

    async def _open(self) -> None:
        if self._index:
            return
        loop = asyncio.get_running_loop()
        embedder = self._embedder
        if embedder is None and not self._url:
            await loop.run_in_executor(self._thread, check_free, self._folder)
        if embedder is None:
            embedder = self._embedder = await loop.run_in_executor(self._thread, embedding.load, self._which)
        index = Index(self._folder, self._url, embedder.name, embedder.dim)
        try:
            await index.open()
            await self._reconcile(index)
        except BaseException:
            await index.close()
            raise
        self._index, self.state, self.taken = index, "semantic", False
        self._tried.set()
        log.info("knowledge_warm", model=embedder.name)

    async def _reconcile(self, index: Index) -> None:
        """An index that lost vectors, or was moved away, is filled again."""
        made = select(func.count()).select_from(passages).where(passages.c.embedded == self.model)
        async with self._engine.connect() as connection:
            expected = (await connection.execute(made)).scalar_one()
        if await index.count() < expected:
            log.warning("knowledge_index_incomplete", expected=expected)
            await self._mark_all_missing()

    async def _mark_all_missing(self) -> None:
        async with self._writing.begin() as connection:
            await connection.execute(update(passages).values(embedded=""))

    async def _step(self) -> bool:
        """One small batch; False when nothing is left to do."""
        gone, fresh = await self._work()
        index, embedder = self._index, self._embedder
        if index is None or embedder is None or not (gone or fresh):
            return False
        if gone:
            await index.delete(gone)
        if fresh:
            vectors = await self._in_thread(embedder, [text for text, _ in fresh.values()])
            await index.upsert(list(fresh), vectors, [kind for _, kind in fresh.values()])
        async with self._writing.begin() as connection:
            await connection.execute(delete(dropped).where(dropped.c.id.in_(gone)))
            await connection.execute(update(passages).where(passages.c.id.in_(fresh)).values(embedded=embedder.name))
        return True

    async def _work(self) -> tuple[list[str], dict[str, tuple[str, str]]]:
        fresh = (
            select(passages.c.id, documents.c.kind, documents.c.title, passages.c.heading, passages.c.text)
            .join(documents, documents.c.id == passages.c.document)
            .where(passages.c.embedded != self.model)
            .limit(BATCH)
        )
        async with self._engine.connect() as connection:
            gone = (await connection.execute(select(dropped.c.id).limit(200))).scalars().all()
            rows = (await connection.execute(fresh)).all()
        return list(gone), {row[0]: ("\n".join(filter(None, row[2:])), row[1]) for row in rows}

    async def _in_thread(self, embedder: Embedder, texts: Sequence[str]) -> Matrix:
        def encode() -> Matrix:
            return embedder.encode([pivot(text) for text in texts])

        return await asyncio.get_running_loop().run_in_executor(self._thread, encode)

    async def _fail(self, fault: KnowledgeError) -> None:
        state = f"lexical only: {fault}"
        if state != self.state:
            log.warning("knowledge_lexical_only", reason=str(fault))
        self.state, self.taken = state, isinstance(fault, IndexTaken)
        self._tried.set()
        await self._shut()

    async def _shut(self) -> None:
        index, self._index = self._index, None
        if index:
            await index.close()
