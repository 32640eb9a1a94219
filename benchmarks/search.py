"""A warm question to the knowledge base beside the encoder and a bare Chroma query over the same passages.

The bare side has the meaning only; ours adds the words and names of the question, the glossary, the merge and the
text of the passages from SQL. CPU time, all threads.
"""

from __future__ import annotations

import asyncio
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

from benchmarks.measure import LeftOut, Row, alternate, repeated
from bot.storage.database import create_tables, open_database
from knowledge import KnowledgeBase, KnowledgeError, open_knowledge
from knowledge.embedding import Embedder, load
from tws.clock import system_clock

LAB = Path(__file__).parent.parent / "tests" / "knowledge" / "evaluation.toml"
PLACES = ("in Recife", "at month end", "after the move to new machines", "on a holiday")
QUESTIONS, ROUNDS, ANSWERS = 20, 7, 5


def run() -> Sequence[Row]:
    try:
        embedder = load("auto")
    except KnowledgeError as reason:
        raise LeftOut(str(reason)) from reason
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_compare(embedder, Path(folder)))


async def _compare(embedder: Embedder, folder: Path) -> Sequence[Row]:
    lab = tomllib.loads(LAB.read_text("utf-8"))
    texts = [f"{text} Seen {place}." for place in PLACES for text in lab["documents"].values()]
    database = open_database(f"sqlite:///{folder / 'resync.sqlite'}")
    await create_tables(database)
    base = open_knowledge(database, folder / "ours", system_clock, embedder=embedder)
    await _fill(base, texts)
    collection = _collection(embedder, texts, folder / "bare")
    mine, other = (cycle([question["text"] for question in lab["questions"]]) for _ in range(2))

    async def bare() -> None:
        vector = embedder.encode([next(other)])
        collection.query(query_embeddings=vector, n_results=ANSWERS, include=["documents", "distances"])

    costs = await alternate(
        repeated(bare, QUESTIONS), repeated(lambda: base.search(next(mine), limit=ANSWERS), QUESTIONS), ROUNDS
    )
    await base.close()
    await database.dispose()
    return (costs.times(f"search, {len(texts)} passages, warm", "encoder and bare Chroma"),)


async def _fill(base: KnowledgeBase, texts: Sequence[str]) -> None:
    await base.start()
    await base.ready()
    for number, text in enumerate(texts):
        await base.add_text(f"d{number}", f"Note {number}", text)
    await base.settle()
    if not base.warm:
        raise LeftOut(base.state)


def _collection(embedder: Embedder, texts: Sequence[str], folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    made = client.create_collection("bare", embedding_function=None, configuration={"hnsw": {"space": "cosine"}})
    for ids in _parts(range(len(texts)), 32):
        part = [texts[number] for number in ids]
        made.add([str(number) for number in ids], embeddings=embedder.encode(part), documents=part)
    return made


def _parts(whole: range, size: int) -> Iterator[range]:
    yield from (whole[at : at + size] for at in range(0, len(whole), size))
