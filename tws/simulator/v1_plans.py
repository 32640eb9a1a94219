"""REST V1: the engine itself, and the plans that it has (sections 3.2 and 3.3 of the contract)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from aiohttp import web

from tws.simulator.archive import span
from tws.simulator.day import run_number
from tws.simulator.forms import Json, v1_instant
from tws.simulator.snapshot import CURRENT
from tws.simulator.v1_query import filter_of, listing

if TYPE_CHECKING:
    from tws.simulator.server import Engine


class V1Plans:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/twsd/engine/info", self.info),
            web.post("/twsd/plan/query", self.plans),
            web.post("/twsd/plan/query_next", self.plans),
        ]

    async def plans(self, request: web.Request) -> web.Response:
        """All of them: the members of the filter are not known."""
        await filter_of(request, "symphonyInPlanFilter")
        engine = self.engine
        days = {CURRENT: engine.book.day_of(engine.now()), **engine.archive.days(engine.now())}
        symphonies = [self._symphony(plan_id, day) for plan_id, day in days.items()]
        return await listing(request, symphonies, {}, {}, lambda s: s, lambda s: str(s["id"]))

    def _symphony(self, plan_id: str, day: date) -> Json:
        bank, (valid_from, valid_to) = self.engine.book.bank, span(self.engine.book, day)
        current = plan_id == CURRENT
        return {
            "id": plan_id,
            "key": {"name": "Symphony" if current else f"M{plan_id}", "type": "CURRENT" if current else "ARCHIVED"},
            "runNumber": run_number(day),
            "validFrom": v1_instant(valid_from),
            "validTo": v1_instant(valid_to),
            "creationDate": v1_instant(valid_from - 29),
            "startOfDay": f"{day.isoformat()}T00:00:00",
            "active": current,
            "masterWorkstationName": bank.master.name,
            "masterDomainName": "MASTERDM",
            "criticalPathEnabled": True,
            "whatIfEnabled": True,
            "size": 1024 * bank.jobs_a_day,
            "numberOfCpu": len(bank.workstations),
        }

    async def info(self, request: web.Request) -> web.Response:
        plan, version = self.engine.snapshot().plan, self.engine.version
        master = plan.bank.master.name
        return web.json_response(
            {
                "displayVersion": version,
                "fullVersion": version,
                "version": version,
                "engineType": "DIST",
                "hasPlan": True,
                "hasModel": True,
                "hasDatabasePlan": True,
                "locale": "en_US",
                "timezone": plan.bank.timezone,
                "planTimezone": plan.bank.timezone,
                "timezoneEnable": True,
                "workstationName": master,
                "domainName": "MASTERDM",
                "masterWorkstation": master,
                "masterDomain": "MASTERDM",
                "synphonyFound": True,
                "synphonyRunNumber": plan.run_number,
                "synphonyBatchManStatus": "LIVES",
                "synphonyPlanStart": v1_instant(plan.valid_from),
                "synphonyPlanEnd": v1_instant(plan.valid_to),
                "synphonyScheduledDate": f"{plan.day.isoformat()}T00:00:00",
                "licenseType": "PerServer",
            }
        )
