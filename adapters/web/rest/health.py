"""GET /api/health/{name}: what works and what does not. Strangers learn the state, people the details."""

from __future__ import annotations

from aiohttp import web

from adapters.web.login.gate import Gate
from adapters.web.services import Health
from bot.health import Finding, State, worst
from tws.clock import Clock

NOT_SET_UP = Finding(State.OFF, "not set up here")
ALIVE = Finding(State.OK)
Document = dict[str, object]


class HealthDesk:
    def __init__(self, health: Health | None, gate: Gate, clock: Clock) -> None:
        self._health, self._gate, self._clock = health, gate, clock

    async def app(self, request: web.Request) -> web.Response:
        """GET /api/health/app: answered while the process lives."""
        return await self._one(request, "app", ALIVE)

    async def tws(self, request: web.Request) -> web.Response:
        """GET /api/health/tws"""
        return await self._one(request, "tws", NOT_SET_UP)

    async def redis(self, request: web.Request) -> web.Response:
        """GET /api/health/redis"""
        return await self._one(request, "redis", NOT_SET_UP)

    async def full(self, request: web.Request) -> web.Response:
        """GET /api/health/full: 503 where a part is down."""
        found = await self._health.checks() if self._health else {"app": ALIVE}
        known = await self._gate.who(request) is not None
        parts = {name: _told(finding, known) for name, finding in found.items()}
        return self._answer({"state": worst(found).value, "checks": parts})

    async def _one(self, request: web.Request, name: str, otherwise: Finding) -> web.Response:
        known = await self._gate.who(request) is not None
        return self._answer(_told(await self._check(name, otherwise), known))

    async def _check(self, name: str, otherwise: Finding) -> Finding:
        try:
            return await self._health.check(name) if self._health else otherwise
        except KeyError:
            return otherwise

    def _answer(self, document: Document) -> web.Response:
        status = 503 if document["state"] == State.DOWN else 200
        document["as_of"] = self._clock().isoformat(timespec="seconds")
        return web.json_response(document, status=status, headers={"Cache-Control": "no-store"})


def _told(finding: Finding, known: bool) -> Document:
    return {"state": finding.state.value, **({"detail": finding.detail} if known else {})}
