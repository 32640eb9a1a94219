"""The whole bot on a clock that moves, with channels that keep what they show."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import App, open_app
from bot.coordination.face import Coordination, CoordinationLost
from bot.coordination.memory import InMemory
from bot.reply import Reply
from bot.settings import Channel, Knowledge, Settings, Watching
from bot.turn import Place
from tests.chat import Chat, text
from tests.plans import NOW
from tws.fake import FakeScheduler

OPS = Channel(place="slack:COPS", language="en", timezone="UTC", alerts=True, approvals=True)
OPERACOES = Channel(place="slack:COPER", language="pt", timezone="America/Sao_Paulo", alerts=True)
REVIEWERS = Channel(place="slack:CREV", reviews=True)

ACCESS = """
[[person]]
name = "Ana"
ids = ["slack:U1"]
roles = ["operator"]

[[person]]
name = "Bob"
ids = ["slack:U2"]
roles = ["operator", "approver", "reviewer", "admin"]

[[person]]
name = "Rita"
ids = ["slack:U3"]
roles = ["reviewer"]
"""


@dataclass
class Wall:
    """A platform: what each message shows now, in the order of posting."""

    messages: list[tuple[str, Reply]] = field(default_factory=list)
    edits: int = 0

    async def post(self, place: Place, reply: Reply) -> str:
        self.messages.append((place.channel, reply))
        return str(len(self.messages) - 1)

    async def update(self, place: Place, message: str, reply: Reply) -> None:
        self.edits += 1
        self.messages[int(message)] = (place.channel, reply)

    def in_channel(self, channel: str = "COPS") -> list[str]:
        return [text(reply) for place, reply in self.messages if place == channel]

    def find(self, words: str) -> Reply:
        return next(reply for _, reply in reversed(self.messages) if words in text(reply))


class Lost:
    """A shared store that does not answer."""

    def __getattr__(self, name: str) -> Any:
        async def call(*_: object, **__: object) -> None:
            raise CoordinationLost("Redis does not answer (ConnectionError). Nothing was claimed.")

        return call


@dataclass
class Bench:
    plan: FakeScheduler
    folder: Path
    wall: Wall = field(default_factory=Wall)
    now: datetime = NOW - timedelta(hours=6)
    app: App = None  # type: ignore[assignment]
    chat: Chat = None  # type: ignore[assignment]

    def clock(self) -> datetime:
        return self.now

    async def look(self, times: int = 1) -> None:
        for _ in range(times):
            await self.app.rounds.once()
        assert self.app.rounds.faults == {}


@asynccontextmanager
async def open_bench(
    plan: FakeScheduler, folder: Path, *channels: Channel, coordination: Coordination | None = None, most: int = 20
) -> AsyncIterator[Bench]:
    """The bot has looked once, six hours before NOW, when nothing had failed yet; now it is NOW."""
    made = Bench(plan, folder)
    async with reopened(made, *channels, coordination=coordination, most=most):
        jobs, plan.all_jobs = plan.all_jobs, ()
        await made.look()
        made.now, plan.all_jobs = NOW, jobs
        yield made


@asynccontextmanager
async def reopened(
    bench: Bench, *channels: Channel, coordination: Coordination | None = None, most: int = 20
) -> AsyncIterator[App]:
    """The same database in a new process."""
    access = bench.folder / "access.toml"
    access.write_text(ACCESS, encoding="utf-8")
    settings = Settings(
        data_dir=bench.folder,
        knowledge=Knowledge(embedder="none"),
        channels=channels,
        access_file=access,
        watching=Watching(most_cards=most),
    )
    shared = coordination or InMemory(bench.clock)
    async with open_app(settings, clock=bench.clock, scheduler=bench.plan, coordination=shared) as app:
        app.outbox.senders["slack"] = bench.wall
        before, bench.app, bench.chat = bench.app, app, Chat(app.engine, app)
        yield app
        if before is not None:
            bench.app, bench.chat = before, Chat(before.engine, before)
