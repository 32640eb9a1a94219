"""The knowledge base as the bot and the command line see it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from knowledge.chunks import packed
from knowledge.drafts import Book
from knowledge.embedding import Embedder
from knowledge.intake import Intake
from knowledge.passages import Added, Kind, Passage, Piece, Refused, Stats
from knowledge.searching import Search
from knowledge.semantic import Semantic
from knowledge.shelf import Shelf


class KnowledgeBase:
    """Made by `open_knowledge`. Finds by words at once, by meaning as soon as it is warm."""

    def __init__(self, shelf: Shelf, semantic: Semantic, search: Search) -> None:
        self._shelf, self._semantic, self._search = shelf, semantic, search
        self._writing = asyncio.Lock()

    @property
    def warm(self) -> bool:
        return self._semantic.warm

    @property
    def state(self) -> str:
        """`warming`, `semantic` or `lexical only: reason`."""
        return self._semantic.state

    @property
    def taken(self) -> bool:
        """Another process has the vectors open."""
        return self._semantic.taken

    async def start(self) -> None:
        """Returns at once; the model is loaded and missing vectors are made in the background."""
        self._semantic.start()

    async def close(self) -> None:
        await self._semantic.close()

    async def ready(self) -> None:
        """Returns when it is known whether passages can be found by meaning, a third of a second after `start`."""
        await self._semantic.ready()

    async def settle(self) -> None:
        """Returns when what was added can be found by its meaning too, or when that is not possible now."""
        await self._semantic.settle()

    async def add_paths(self, paths: Iterable[Path]) -> tuple[Added | Refused, ...]:
        """Files and folders; one that is there already is replaced. A broken one is refused, the others are taken."""
        results: list[Added | Refused] = []
        async with self._writing:
            async for result in Intake(self._shelf).take(paths):
                results.append(result)
        self._semantic.wake()
        return tuple(results)

    async def add_text(
        self, document_id: str, title: str, text: str, *, kind: Kind = "document", source: str = ""
    ) -> int:
        """Adds or replaces one document; gives its number of passages."""
        pieces = tuple(Piece(part) for part in packed(text.split("\n\n")))
        async with self._writing:
            count = await self._shelf.put([Book(document_id, title, pieces, kind, source)])
        self._semantic.wake()
        return count

    async def remove(self, document_id: str) -> int:
        """Gives the number of passages that went; 0 when there was no such document."""
        async with self._writing:
            count = await self._shelf.remove(document_id)
        self._semantic.wake()
        return count

    async def search(self, text: str, *, limit: int = 5, kind: str = "") -> tuple[Passage, ...]:
        """Best first; none when nothing here is about it. `kind` is document, memory or empty for both."""
        return await self._search.passages(text, limit, kind)

    async def rank(self, text: str, limit: int = 10) -> tuple[str, ...]:
        """Document ids, best first; none when nothing here is about it."""
        return await self._search.documents(text, limit)

    async def stats(self) -> Stats:
        counts, waiting = await self._shelf.counts(), await self._semantic.waiting()
        kinds = counts.get("document", 0), counts.get("memory", 0)
        return Stats(*kinds, counts["passages"], waiting, self.state, self._semantic.model)

    async def reindex(self) -> int:
        """Throws every vector away and makes them again in the background; gives the number of passages."""
        await self._semantic.forget_vectors()
        return (await self._shelf.counts())["passages"]

    async def export(self) -> AsyncIterator[str]:
        """Lines of {"id","title","source","kind","locator","text"}, one for each passage."""
        for passage in await self._shelf.all():
            names = ("title", "source", "kind", "locator", "text")
            line = {"id": passage.document_id} | {name: getattr(passage, name) for name in names}
            yield json.dumps(line, ensure_ascii=False)


def open_knowledge(
    engine: AsyncEngine,
    folder: Path,
    clock: Callable[[], datetime],
    *,
    chroma_url: str = "",
    embedder: str | Embedder = "auto",
) -> KnowledgeBase:
    """`folder` is for the vectors; `embedder` auto, numpy, sentence-transformers or none. Tables must be there."""
    which, given = (embedder, None) if isinstance(embedder, str) else ("given", embedder)
    semantic = Semantic(engine, folder, chroma_url, which, given)
    return KnowledgeBase(Shelf(engine, clock), semantic, Search(engine, semantic))
