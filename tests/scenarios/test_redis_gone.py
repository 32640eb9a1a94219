"""Redis dies in the night: people are answered, alerts go out, health says so, and it heals by itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.health import State, worst
from bot.reply import Reply
from bot.settings import Channel, Storage
from bot.turn import Place
from tests import plans
from tests.chat import ANA, open_chat, text
from tests.plans import job, night
from tests.servers.valkey import free_port, valkey

ALERTS = Channel(place="slack:COPS", language="en", alerts=True)


class Wall:
    """Keeps what was posted."""

    def __init__(self) -> None:
        self.shows: list[str] = []

    async def post(self, place: Place, reply: Reply) -> str:
        self.shows.append(text(reply))
        return str(len(self.shows))

    async def update(self, place: Place, message: str, reply: Reply) -> None:
        self.shows[int(message) - 1] = text(reply)


async def test_a_night_without_redis(tmp_path: Path) -> None:
    port, plan, wall = free_port(), night(), Wall()
    with valkey(tmp_path, port) as url:
        opened = open_chat(plan, tmp_path, storage=Storage(redis_url=url), channels=(ALERTS,))
        chat = await opened.__aenter__()
        chat.app.outbox.senders["slack"] = wall
        await chat.app.services.incidents.since(plans.NOW - timedelta(hours=6))
        await chat.app.rounds.once()
        assert (await chat.app.services.health.check("redis")).state is State.OK
    count = len(wall.shows)
    plan.replace_job(job("FINANCE_PAYROLL", plans.FAILED, ago=1, critical=True))
    answer = await chat.says("qual o status do FINANCE_PAYROLL?", ANA)
    assert "FINANCE_PAYROLL: com falha (ABEND)" in text(answer) and not answer.error_id
    await chat.app.rounds.once()
    assert len(wall.shows) == count + 1 and "FINANCE_PAYROLL failed" in wall.shows[-1]
    found = await chat.app.services.health.checks()
    assert found["redis"].state is State.DEGRADED and "Redis does not answer" in found["redis"].detail
    assert worst(found) is State.DEGRADED
    with valkey(tmp_path, port):
        assert (await chat.app.services.health.check("redis")).state is State.OK
        await chat.app.rounds.once()
        assert len(wall.shows) == count + 1, "nothing is told twice"
    await opened.__aexit__(None, None, None)
