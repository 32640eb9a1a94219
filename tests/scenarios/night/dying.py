"""A replica that takes a message to post, says so, and never comes back: it is killed from outside."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from bot.app import open_app
from bot.reply import Reply
from bot.settings import Knowledge, Settings, Storage, Tws
from bot.turn import Place
from tests.scenarios.night.house import CHANNELS


class Hanging:
    async def post(self, place: Place, reply: Reply) -> str:
        print("posting", flush=True)
        await asyncio.Event().wait()
        return ""

    async def update(self, place: Place, message: str, reply: Reply) -> None:
        await asyncio.Event().wait()


async def main(database_url: str, scheduler: str, now: str) -> None:
    port, at = int(scheduler.rpartition(":")[2]), datetime.fromisoformat(now)
    settings = Settings(
        data_dir=Path(tempfile.mkdtemp()),
        channels=CHANNELS,
        knowledge=Knowledge(embedder="none"),
        storage=Storage(database_url=database_url),
        tws=Tws(host="127.0.0.1", port=port, plain_http=True, user="wauser", password="wauser"),  # type: ignore[arg-type]
    )
    async with open_app(settings, clock=lambda: at) as app:
        app.outbox.senders["slack"] = Hanging()
        await app.rounds.once()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
