"""Submissions to the simulated engine: followed over the wire until they have ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import open_app
from bot.approvals.order import Order, State
from bot.reply import Reply
from bot.settings import Knowledge, Settings, Simulated
from tests.bot.bench import Wall
from tests.bot.test_orders import ANN
from tests.chat import Chat, text
from tests.plans import NOW
from tws.models import JobStream, JobStreamQuery

ACCESS = """
[[person]]
name = "Ana"
ids = ["slack:U1"]
roles = ["operator"]

[[rule]]
"""


@dataclass
class Night:
    now: datetime = NOW
    wall: Wall = field(default_factory=Wall)

    def clock(self) -> datetime:
        return self.now


async def submitted(chat: Chat, stream: JobStream, alias: str) -> Reply:
    form = await chat.says(f"submit job stream {stream.key[1:]} because late", ANN)
    return await chat.fills(form, "Submit now", ANN, reason="late", alias=alias, begins="", variables="DAY=01")


async def orders(chat: Chat) -> list[Order]:
    return await chat.app.services.approvals._store.within(tuple(State))


async def test_a_job_stream_under_another_name_is_followed_to_its_end(tmp_path: Path) -> None:
    file, night = tmp_path / "access.toml", Night()
    file.write_text(ACCESS, encoding="utf-8")
    simulated = Simulated(jobs=150, scenario="quiet-night")
    settings = Settings(data_dir=tmp_path, knowledge=Knowledge(embedder="none"), simulator=simulated, access_file=file)
    async with open_app(settings, clock=night.clock) as app:
        app.outbox.senders["slack"] = night.wall
        chat = Chat(app.engine, app)
        stream = (await app.services.scheduler.job_streams(JobStreamQuery(), limit=4)).items[3]
        assert "Sent to the scheduler" in text(await submitted(chat, stream, "ONCE_MORE"))
        night.now += timedelta(minutes=2)
        await app.rounds.once()
        (order,) = await orders(chat)
        assert order.state is State.SENT and order.outcome
        night.now += timedelta(hours=1)  # still before the plan is switched at midnight
        await app.rounds.once()
        (order,) = await orders(chat)
        assert order.state in (State.SUCCEEDED, State.FAILED) and order.target.made not in order.target.before
        await app.rounds.once()
        (card,) = night.wall.in_channel("C1")
    assert "ONCE_MORE" in card and "DAY=01" in card and ("ended well (SUCC)" in card or "failed" in card)
