"""GET /api/cache/stats, /api/cache/health and POST /api/cache/clear: the plan reads that are kept for seconds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from aiohttp import web

from adapters.web.problem import Problem
from adapters.web.rest.advice import Advice, advice_of, hit_rate
from adapters.web.rest.facts import NOT_HERE
from adapters.web.services import Services
from audit.entry import Entry
from audit.errors import LedgerUnavailable
from bot.turn import Person
from tws.measured import Measured

NOT_MEASURED = Problem(503, "This scheduler client keeps nothing that could be told.", "See GET /api/health/tws.")
NOT_RECORDED = Problem(
    503, "The audit ledger takes no events now, so nothing was cleared.", "See GET /api/health/full."
)
_FRESH = {"Cache-Control": "no-store"}


@runtime_checkable
class Records(Protocol):
    """`audit.ledger.Ledger` is one."""

    async def record(self, entry: Entry) -> int: ...


class CacheDesk:
    def __init__(self, services: Services) -> None:
        self._scheduler, self._ledger = services.scheduler, services.events

    @property
    def measured(self) -> Measured:
        """Raises Problem where there is none."""
        if self._scheduler is None:
            raise NOT_HERE
        if not isinstance(self._scheduler, Measured):
            raise NOT_MEASURED
        return self._scheduler

    async def stats(self, request: web.Request, person: Person) -> web.Response:
        """GET /api/cache/stats"""
        return web.json_response(figures_of(self.measured), headers=_FRESH)

    async def health(self, request: web.Request, person: Person) -> web.Response:
        """GET /api/cache/health: whether it does its work, and what to change where it does not."""
        found = advice_of(self.measured)
        state = "degraded" if any(advice.matters for advice in found) else "ok"
        return web.json_response({"state": state, "advice": [_told(each) for each in found]}, headers=_FRESH)

    async def clear(self, request: web.Request, person: Person) -> web.Response:
        """POST /api/cache/clear: first recorded, then done."""
        measured = self.measured
        if not isinstance(self._ledger, Records):
            raise NOT_RECORDED
        before = measured.figures.items
        try:
            await self._ledger.record(Entry("cache.cleared", person.name, "web", "", {"items": str(before)}))
        except LedgerUnavailable:
            raise NOT_RECORDED from None
        return web.json_response({"cleared": measured.forget_all()}, headers=_FRESH)

    async def report(self, request: web.Request, person: Person) -> web.Response:
        """GET /api/performance/report: figures of the cache and the masters, with what they advise."""
        measured = self.measured
        document = {
            "cache": figures_of(measured),
            "masters": dict(measured.breakers),
            "recommendations": [_told(each) for each in advice_of(measured)],
        }
        return web.json_response(document, headers=_FRESH)


def figures_of(measured: Measured) -> Mapping[str, object]:
    """Counts since the start; bytes are those of the answers as they came."""
    now, bounds = measured.figures, measured.keeping
    rate = hit_rate(now)
    return {
        "hits": now.hits,
        "misses": now.misses,
        "shared": now.shared,
        "stale": now.stale,
        "evicted": now.evicted,
        "hit_rate": None if rate is None else round(rate, 4),
        "items": now.items,
        "bytes": now.size,
        "most_items": bounds.items,
        "most_bytes": bounds.size,
    }


def _told(advice: Advice) -> Mapping[str, str]:
    return {"about": advice.about, "seen": advice.seen, "do": advice.do}
