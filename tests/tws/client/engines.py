"""The simulator behind the client, on a clock that a test moves; every question of V2, and of V1 alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.tws.client.conftest import Time
from tws.client import Connection, HwaClient
from tws.models import Job, JobQuery, Signed
from tws.simulator import Simulator

V2, V2_WITHOUT_PROMPTS, V1 = "10.2.5.00", "10.1.0.1", "9.5"
ZONE = ZoneInfo("America/Sao_Paulo")
MARIA = Signed("Maria Conceição", "disco cheio,\r\nX-Evil: limpei", "INC0012345")


class OlderClient(HwaClient):
    """Asks by V1 although the engine speaks V2."""

    async def _speaks_v2(self) -> bool:
        return False


@dataclass
class Night:
    client: HwaClient
    simulator: Simulator
    time: Time

    def at(self, hour: int, minute: int, second: int = 0) -> datetime:
        """Of the night of the fifth of March, as the bank's clock shows it."""
        return datetime(2026, 3, 5, hour, minute, second, tzinfo=ZONE)

    def go_to(self, hour: int, minute: int, second: int = 0) -> None:
        self.time.now = self.at(hour, minute, second).astimezone(self.time.now.tzinfo)

    def wait(self, seconds: float) -> None:
        self.time.now += timedelta(seconds=seconds)

    async def job(self, name: str) -> Job:
        """Of this day's plan, not one carried forward."""
        found = (await self.client.jobs(JobQuery(name=name))).items
        return max(found, key=lambda j: (j.scheduled is not None, j.scheduled))

    async def word(self, name: str) -> str:
        return (await self.job(name)).status.internal


@asynccontextmanager
async def night(version: str, *, user: str = "wauser") -> AsyncIterator[Night]:
    time = Time(datetime(2026, 3, 5, 0, 5, tzinfo=ZONE).astimezone(Time().now.tzinfo))
    simulator = Simulator(clock=time, version=version, jobs=0, calm=True)
    url = await simulator.start()
    client = HwaClient(Connection(url, user, user), clock=time)
    try:
        yield Night(client, simulator, time)
    finally:
        await client.close()
        await simulator.stop()
