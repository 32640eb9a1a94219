"""A simulator under a clock that the test moves, asked over a socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tws.simulator import Simulator

EVENING = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
"""22:00 of 4 March in the bank's time zone."""
V1, V2 = "/twsd", "/twsd/api/v2"
Json = dict[str, Any]


class Hand:
    def __init__(self, now: datetime = EVENING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Asked:
    simulator: Simulator
    hand: Hand
    http: httpx.AsyncClient

    async def get(self, path: str, status: int = 200, **query: Any) -> Any:
        return self._read(await self.http.get(path, params=query), status)

    async def post(self, path: str, body: object = None, status: int = 200, **headers: str) -> Any:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._read(await self.http.post(path, json=body or {}, headers=names), status)

    async def put(self, path: str, status: int = 200, body: object = None, **query: Any) -> Any:
        return self._read(await self.http.put(path, json=body or {}, params=query), status)

    def _read(self, response: httpx.Response, status: int) -> Any:
        assert response.status_code == status, (response.request.url, response.status_code, response.text[:400])
        kind = response.headers.get("Content-Type", "")
        return response.json() if kind.startswith("application/json") and response.content else response.text

    async def jobs(self, oql: str, **query: Any) -> list[Json]:
        found: list[Json] = (await self.get(f"{V2}/plan/job", oql=oql, **query))["results"]
        return found

    async def job(self, name: str, **query: Any) -> Json:
        return (await self.jobs(f"name = '{name}'", **query))[0]

    async def lines(self, kind: str, wanted: Json | None = None, plan: str = "current", **headers: str) -> list[Json]:
        """V1: records of the plan, by the members of the filter."""
        names = {"job": "job", "jobstream": "jobStream", "criticaljob": "criticalJob", "prompt": "prompt"}
        body = {"filters": {f"{names[kind]}InPlanFilter": wanted or {}}}
        found: list[Json] = await self.post(f"{V1}/plan/{plan}/{kind}/query", body, 200, **headers)
        return found


@asynccontextmanager
async def asked(now: datetime = EVENING, **members: Any) -> AsyncIterator[Asked]:
    hand = Hand(now)
    simulator = Simulator(clock=hand, **members)
    base = await simulator.start()
    login = (simulator.user, simulator.password)
    async with httpx.AsyncClient(base_url=base, auth=login, timeout=60) as http:
        try:
            yield Asked(simulator, hand, http)
        finally:
            await simulator.stop()
