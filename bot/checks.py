"""The checks of each part of the house."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.context import Services
from bot.coordination.face import Coordination, CoordinationLost
from bot.delivery.outbox import Outbox
from bot.health import Finding, State
from bot.rounds import Rounds
from bot.settings import Settings

CROWDED = 100
"""Messages waiting to be sent that make the outbox degraded."""


def fill(
    services: Services,
    database: AsyncEngine,
    coordination: Coordination,
    outbox: Outbox,
    rounds: Rounds,
    settings: Settings,
) -> None:
    """Adds a check for each part that every set-up has; adapters add their own."""

    async def app() -> Finding:
        failing = ", ".join(sorted(rounds.faults))
        return Finding(State.DEGRADED, f"last look failed: {failing}") if failing else Finding(State.OK)

    async def tws() -> Finding:
        info = await services.scheduler.engine_info()
        return Finding(State.OK, f"{services.scheduler.source}, version {info.version}")

    async def redis() -> Finding:
        if not settings.storage.redis_url:
            return Finding(State.OFF, "shared state is in memory (one process, development only)")
        try:
            await coordination.ping()
        except CoordinationLost as fault:
            return Finding(State.DEGRADED, f"{fault} Until it does, replicas may answer the same event twice.")
        return Finding(State.OK)

    async def store() -> Finding:
        async with database.connect() as connection:
            await connection.execute(text("SELECT 1"))
        return Finding(State.OK, database.dialect.name)

    async def knowledge() -> Finding:
        state = services.knowledge.state
        return Finding(State.OK if services.knowledge.warm else State.DEGRADED, state)

    async def model() -> Finding:
        if not settings.model.endpoint:
            return Finding(State.OFF, "no LLM_ENDPOINT")
        states = {agent.state for agent in services.agents.status()}
        return Finding(State.OK if states <= {"ready"} else State.DEGRADED, ", ".join(sorted(states)))

    async def waiting() -> Finding:
        count = await outbox.waiting()
        return Finding(State.DEGRADED if count > CROWDED else State.OK, f"{count} waiting")

    async def ledger() -> Finding:
        return Finding(State.OK) if services.ledger.healthy else Finding(State.DOWN, "events cannot be written")

    found = {
        "app": app,
        "tws": tws,
        "redis": redis,
        "database": store,
        "knowledge": knowledge,
        "model": model,
        "outbox": waiting,
        "ledger": ledger,
    }
    for name, check in found.items():
        services.health.add(name, check)
