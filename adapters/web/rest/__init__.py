"""What programs may ask over HTTP, besides the chat."""

from __future__ import annotations

from aiohttp import web

from adapters.web.door import Door
from adapters.web.metrics import Metrics
from adapters.web.rest.audit import AuditDesk
from adapters.web.rest.cache import CacheDesk
from adapters.web.rest.facts import FactsDesk
from adapters.web.rest.health import HealthDesk
from adapters.web.rest.review import ReviewDesk
from adapters.web.services import Services
from bot.access import Role
from tws.clock import Clock


class Rest:
    def __init__(self, services: Services, door: Door, clock: Clock, metrics: Metrics, metrics_token: str) -> None:
        self._door = door
        self._health = HealthDesk(services.health, door.gate, clock)
        self._facts = FactsDesk(services, door.gate, clock, metrics, metrics_token)
        self._audit = AuditDesk(services.events, services.reports, clock)
        self._review = ReviewDesk(services.reviews)
        self._cache = CacheDesk(services)

    def add_to(self, app: web.Application) -> None:
        door, get, post = self._door, app.router.add_get, app.router.add_post
        for name in ("app", "tws", "redis", "full"):
            get(f"/api/health/{name}", door.anyone(getattr(self._health, name)))
        get("/api/metrics", door.anyone(self._facts.metrics))
        get("/api/me", door.person(self._facts.me))
        get("/api/status", door.person(self._facts.status, Role.READER))
        get("/api/agents", door.person(self._facts.agents, Role.READER))
        get("/api/agents/{id}", door.person(self._facts.agent, Role.READER))
        get("/api/audit/events", door.person(self._audit.events, Role.REVIEWER, Role.ADMIN))
        get("/api/audit/report", door.person(self._audit.report, Role.REVIEWER, Role.ADMIN))
        get("/api/review", door.person(self._review.queue, Role.REVIEWER))
        post("/api/review/{id}", door.person(self._review.decide, Role.REVIEWER))
        get("/api/cache/stats", door.person(self._cache.stats, Role.READER))
        get("/api/cache/health", door.person(self._cache.health, Role.READER))
        post("/api/cache/clear", door.person(self._cache.clear, Role.ADMIN))
        get("/api/performance/report", door.person(self._cache.report, Role.READER))
        for pattern in ("/api/{any:.*}", "/token"):
            app.router.add_options(pattern, door.preflight)
