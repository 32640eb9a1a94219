"""A process that adds documents until it is killed, and says which ones are kept."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.storage.database import open_database
from knowledge import open_knowledge
from tests.knowledge.conftest import clock
from tests.knowledge.hashing import HashingEmbedder


async def main(folder: Path) -> None:
    engine = open_database(f"sqlite:///{folder / 'resync.sqlite'}")
    base = open_knowledge(engine, folder / "vectors", clock, embedder=HashingEmbedder())
    await base.start()
    for number in range(10_000):
        name = f"ABC{number:05}"
        await base.add_text(name, "", f"message {name} tells of tapes")
        print(name, flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
