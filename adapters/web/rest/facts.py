"""GET /api/status, /api/agents, /api/metrics, /api/me: facts as they are now, never made up."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import asdict

from aiohttp import web

from adapters.web.door import STRANGER
from adapters.web.login.gate import Gate
from adapters.web.metrics import CONTENT_TYPE, Metrics
from adapters.web.problem import Problem
from adapters.web.services import Agents, Services
from adapters.web.words import words_of
from bot.turn import Person
from tws.clock import Clock
from tws.errors import SchedulerError
from tws.models import PlanInfo

NOT_HERE = Problem(503, "This part of the bot is not running here.", "See GET /api/health/full.")


class FactsDesk:
    def __init__(self, services: Services, gate: Gate, clock: Clock, metrics: Metrics, metrics_token: str) -> None:
        self._services, self._gate, self._clock = services, gate, clock
        self._metrics, self._metrics_token = metrics, metrics_token

    async def me(self, request: web.Request, person: Person) -> web.Response:
        """GET /api/me"""
        return _fresh({"id": person.id, "name": person.name})

    async def status(self, request: web.Request, person: Person) -> web.Response:
        """GET /api/status: the plan and how many of its jobs are in each status."""
        scheduler = self._services.scheduler
        if scheduler is None:
            raise NOT_HERE
        try:
            plan, counts = await scheduler.plan_info(), await scheduler.job_counts()
        except SchedulerError as fault:
            raise Problem(
                503, f"The scheduler gave no answer: {fault}", "See GET /api/health/tws.", Retry_After="15"
            ) from None
        jobs = {status.value: count for status, count in counts.items()}
        return _fresh(
            {"source": scheduler.source, "as_of": self._clock().isoformat(), "plan": _plan(plan), "jobs": jobs}
        )

    async def agents(self, request: web.Request, person: Person) -> web.Response:
        """GET /api/agents"""
        return _fresh({"agents": [asdict(agent) for agent in self._agents().status(words_of(request).language)]})

    async def agent(self, request: web.Request, person: Person) -> web.Response:
        """GET /api/agents/{id}"""
        wanted = request.match_info["id"]
        for agent in self._agents().status(words_of(request).language):
            if agent.id == wanted:
                return _fresh(asdict(agent))
        raise Problem(404, "There is no agent of that id.", "GET /api/agents lists them.")

    async def metrics(self, request: web.Request) -> web.Response:
        """GET /api/metrics, for a known person or with the token that the settings give to Prometheus."""
        if not (self._collects(request) or await self._gate.who(request)):
            raise STRANGER
        vitals = self._services.vitals
        text = self._metrics.exposition() + (vitals.exposition() if vitals else b"")
        return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"})

    def _agents(self) -> Agents:
        if self._services.agents is None:
            raise NOT_HERE
        return self._services.agents

    def _collects(self, request: web.Request) -> bool:
        expected = f"Bearer {self._metrics_token}".encode()
        given = request.headers.get("Authorization", "").encode("utf-8", "replace")
        return bool(self._metrics_token) and hmac.compare_digest(expected, given)


def _plan(plan: PlanInfo) -> Mapping[str, object]:
    told = ((name, getattr(plan, name)) for name in ("valid_from", "valid_to", "batch_date", "created"))
    times = {name: at.isoformat() if at else None for name, at in told}
    return {"run_number": plan.run_number, "master": plan.master, **times}


def _fresh(document: Mapping[str, object]) -> web.Response:
    return web.json_response(document, headers={"Cache-Control": "no-store"})
