"""The checks of each part of the house."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.context import Services
from bot.coordination.face import Coordination, CoordinationLost
from bot.delivery.outbox import Outbox
from bot.health import Finding, State
from bot.rounds import Rounds
from bot.settings import Settings
from tws.errors import SchedulerError
from tws.measured import Measured
from tws.scheduler import Scheduler

CROWDED = 100
"""Messages waiting to be sent that make the outbox degraded."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What every set-up has, each part with its check."""

    services: Services
    database: AsyncEngine
    coordination: Coordination
    outbox: Outbox
    rounds: Rounds
    settings: Settings

    async def app(self) -> Finding:
        failing = ", ".join(sorted(self.rounds.faults))
        return Finding(State.DEGRADED, f"last look failed: {failing}") if failing else Finding(State.OK)

    async def tws(self) -> Finding:
        return await engine(self.services.scheduler)

    async def redis(self) -> Finding:
        if not self.settings.storage.redis_url:
            return Finding(State.OFF, "shared state is in memory (one process, development only)")
        try:
            await self.coordination.ping()
        except CoordinationLost as fault:
            return Finding(State.DEGRADED, f"{fault} Until it does, replicas may answer the same event twice.")
        return Finding(State.OK)

    async def store(self) -> Finding:
        async with self.database.connect() as connection:
            await connection.execute(text("SELECT 1"))
        return Finding(State.OK, self.database.dialect.name)

    async def knowledge(self) -> Finding:
        state = self.services.knowledge.state
        return Finding(State.OK if self.services.knowledge.warm else State.DEGRADED, state)

    async def model(self) -> Finding:
        if not self.settings.model.endpoint:
            return Finding(State.OFF, "no LLM_ENDPOINT")
        states = {agent.state for agent in self.services.agents.status()}
        return Finding(State.OK if states <= {"ready"} else State.DEGRADED, ", ".join(sorted(states)))

    async def waiting(self) -> Finding:
        count = await self.outbox.waiting()
        return Finding(State.DEGRADED if count > CROWDED else State.OK, f"{count} waiting")

    async def ledger(self) -> Finding:
        return Finding(State.OK) if self.services.ledger.healthy else Finding(State.DOWN, "events cannot be written")


async def engine(scheduler: Scheduler) -> Finding:
    """Whether it answers, which master did, and which of them are left alone now."""
    info = await scheduler.engine_info()
    told = f"{scheduler.source}, version {info.version}"
    if not isinstance(scheduler, Measured):
        return Finding(State.OK, told)
    states = scheduler.breakers
    silent = [host for host, state in states.items() if state != "closed"]
    if len(states) < 2 and not silent:
        return Finding(State.OK, told)
    masters = ", ".join(f"{host} {_STATES[state]}" for host, state in states.items())
    return Finding(State.DEGRADED if silent else State.OK, f"{told}; masters: {masters}")


async def other_engine(scheduler: Scheduler) -> Finding:
    """The bot works without it, so that one that is away is no reason to take the bot out of service."""
    try:
        return await engine(scheduler)
    except SchedulerError as fault:
        return Finding(State.DEGRADED, str(fault).partition("\n")[0][:300])


_STATES = {"closed": "asked", "open": "does not answer, left alone for some seconds", "half_open": "being tried again"}
"""A breaker's states for people."""


def fill(
    services: Services,
    database: AsyncEngine,
    coordination: Coordination,
    outbox: Outbox,
    rounds: Rounds,
    settings: Settings,
) -> None:
    """Adds a check for each part that every set-up has, and the schedulers' figures; adapters add their own."""
    for name in services.engines.names:
        services.vitals.measure(services.engines.of(name), name)
    parts = Parts(services, database, coordination, outbox, rounds, settings)
    found = {
        "app": parts.app,
        "tws": parts.tws,
        "redis": parts.redis,
        "database": parts.store,
        "knowledge": parts.knowledge,
        "model": parts.model,
        "outbox": parts.waiting,
        "ledger": parts.ledger,
    }
    for name, check in found.items():
        services.health.add(name, check)
    for name in services.engines.names[1:]:
        services.health.add(f"engine {name}", partial(other_engine, services.engines.of(name)))
