"""A web with people in it: an admin and a reader who sign in, a review queue on SQLite, and a bot's vitals."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from argon2 import PasswordHasher
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from adapters.web import Services, Signing, WebChat
from adapters.web.tables import metadata as web_tables
from audit.judgement import Judgement, Label
from audit.memories import Memories
from audit.memory import UNDECIDED, Memory, State, Step
from audit.tables import metadata as audit_tables
from bot.access import Role
from bot.agents.face import AgentState
from bot.coordination.memory import InMemory
from bot.health import Finding, Health
from bot.health import State as Health_
from bot.turn import Person
from tests.adapters.web.scripted import HandClock, ScriptedEngine

KEY = "0123456789abcdef-a-key-of-the-tests"
PASSWORDS = {"ana": SecretStr("correct horse battery"), "rui": SecretStr("quite another thing")}
FAST = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
Client = TestClient[web.Request, web.Application]


class AnaDecides:
    """ana is reviewer and admin, whoever else is known may read."""

    def has(self, person: Person, role: Role) -> bool:
        return role is Role.READER or (person.id == "ana" and role in (Role.REVIEWER, Role.ADMIN))


class Reviews:
    def __init__(self, memories: Memories) -> None:
        self.memories = memories

    async def queue(self, states: Collection[State] = UNDECIDED, limit: int = 50) -> tuple[Memory, ...]:
        return await self.memories.queue(states, limit)

    async def changed(self, since: datetime, until: datetime) -> tuple[tuple[Memory, Step], ...]:
        return await self.memories.changed(since, until)

    async def decide(
        self, memory: str, *, version: int, approve: bool, person: Person, reason: str = "", text: str = ""
    ) -> Memory:
        return await self.memories.decide(
            memory, version=version, approve=approve, by=person.name, reason=reason, text=text or None
        )

    async def flagged(
        self,
        answer: str = "Purge the spool, then rerun.",
        question: str = "Why?",
        reason: str = "no evidence for it",
    ) -> Memory:
        taught = await self.memories.propose(
            question,
            answer,
            "ABEND, disk full",
            subject="PAYROLL_CALC",
            family="disk_full",
            taught_by="rui",
            key=answer,
        )
        claimed = await self.memories.claim("judge", 60)
        assert claimed is not None and claimed.id == taught.id
        return await self.memories.judged(claimed, Judgement(Label.FLAG, 0.62, reason, ("spool",)))


@dataclass
class Vitals:
    told: bytes = b""

    def exposition(self) -> bytes:
        return self.told


@dataclass
class Staff:
    def status(self, language: str = "en") -> tuple[AgentState, ...]:
        return (AgentState("analyst", "Failure analyst", "explains failures", ("job_log",), "no model"),)


def health(states: Mapping[str, Finding], clock: HandClock) -> Health:
    async def found(finding: Finding) -> Finding:
        return finding

    return Health({name: lambda f=finding: found(f) for name, finding in states.items()}, clock)


WELL = {"app": Finding(Health_.OK), "tws": Finding(Health_.OK, "mdm.bank"), "redis": Finding(Health_.OK, "v8")}


@dataclass
class House:
    client: Client
    engine: ScriptedEngine
    clock: HandClock
    reviews: Reviews
    database: AsyncEngine
    services: Services = field(default_factory=Services)

    @property
    def origin(self) -> dict[str, str]:
        return {"Origin": str(self.client.make_url("/").origin()), "Sec-Fetch-Site": "same-origin"}

    async def csrf(self, path: str = "/login") -> str:
        return csrf_in(await (await self.client.get(path)).text())

    async def sign_in(self, name: str = "ana", password: str = "", to: str = "/") -> tuple[int, str]:
        """The status and where the browser is sent."""
        secret = password or PASSWORDS[name].get_secret_value()
        form = {"csrf": await self.csrf(), "username": name, "password": secret, "next": to}
        response = await self.client.post("/login", data=form, headers=self.origin, allow_redirects=False)
        return response.status, response.headers.get("Location", "")

    async def token(self, name: str = "ana") -> str:
        response = await self.client.post(
            "/token", json={"username": name, "password": PASSWORDS[name].get_secret_value()}
        )
        return str((await response.json())["access_token"])

    async def bearer(self, name: str = "ana") -> dict[str, str]:
        return {"Authorization": f"Bearer {await self.token(name)}"}


def csrf_in(page: str) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page)
    assert found, page
    return found[1]


@asynccontextmanager
async def a_house(folder: Path, *, metrics_token: str = "", **services: object) -> AsyncIterator[House]:
    clock, engine = HandClock(), ScriptedEngine()
    database = create_async_engine(f"sqlite+aiosqlite:///{folder / 'web.sqlite'}")
    async with database.begin() as connection:
        await connection.run_sync(audit_tables.create_all)
        await connection.run_sync(web_tables.create_all)
    reviews = Reviews(Memories(database, clock))
    parts = Services(**{"reviews": reviews, "agents": Staff(), "health": health(WELL, clock), **services})  # type: ignore[arg-type]
    chat = WebChat(
        engine,
        clock=clock,
        signing=Signing(PASSWORDS, KEY, database, InMemory(clock), clock, FAST),
        rights=AnaDecides(),
        services=parts,
        origins=("https://console.bank",),
        metrics_token=metrics_token,
        drain_seconds=1,
    )
    app = web.Application()
    chat.add_to(app)
    async with TestClient(TestServer(app)) as client:
        await chat.start()
        yield House(client, engine, clock, reviews, database, parts)
        await chat.close()
    await database.dispose()
