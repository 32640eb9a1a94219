"""What reads and actions of the client share: the line, what is kept, and which versions the engine speaks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping
from functools import partial
from typing import TypeVar
from weakref import WeakValueDictionary

from tws import freshness
from tws.client import prompts
from tws.client.ages import AGES, ENGINE_AGE
from tws.client.breaker import State
from tws.client.cache import Cache, Figures, Keeping
from tws.client.dialect import Dialect
from tws.client.net import Net
from tws.client.net_v1 import NetV1
from tws.client.net_v2 import NetV2
from tws.client.settings import Connection
from tws.client.transport import Sleep, Transport
from tws.client.v1 import V1
from tws.client.v2 import V2
from tws.client.wire_v1 import EngineWire1
from tws.client.wire_v2 import EngineWire
from tws.clock import Clock, system_clock
from tws.errors import NotInPlan, SchedulerAway

T = TypeVar("T")


class Core:
    def __init__(
        self,
        connection: Connection,
        *,
        clock: Clock = system_clock,
        label: str | None = None,
        sleep: Sleep = asyncio.sleep,
        keeping: Keeping | None = None,
    ) -> None:
        self._transport = Transport(connection, clock=clock, sleep=sleep)
        self._sleep = sleep
        self._label = label
        self._version = ""
        self._v1, self._v2 = V1(self._transport), V2(self._transport)
        self._clock = clock
        self._cache = Cache(clock, keeping or Keeping())
        self._versions = Cache(clock, Keeping())
        self._turns = WeakValueDictionary[str, asyncio.Lock]()
        """Of submissions, by what is submitted."""

    @property
    def source(self) -> str:
        if self._label is not None:
            return self._label
        return f"HWA {self._version} · {self._transport.host}".replace("  ", " ")

    @property
    def breakers(self) -> Mapping[str, State]:
        """By master (host:port): closed where it is asked, open where it is left alone, half_open while it is tried."""
        return self._transport.breakers

    @property
    def figures(self) -> Figures:
        """Of the answers that are kept."""
        return self._cache.figures

    @property
    def keeping(self) -> Keeping:
        """How much may be kept, and how long."""
        return self._cache.keeping

    def forget_all(self) -> int:
        """Forgets every kept answer; gives how many there were."""
        return self._cache.forget_all()

    async def close(self) -> None:
        self._cache.close()
        self._versions.close()
        await self._transport.close()

    async def _kept(self, kind: str, *asked: Hashable, by: Callable[[], Awaitable[T]]) -> T:
        """A read through what is kept, by the kind's age; whoever watches learns how old it is."""
        watcher = freshness.watcher()
        anew, stale = freshness.wants_anew(), watcher is not None
        held = await self._cache.get((kind, *asked), AGES[kind], partial(self._in_time, by), anew=anew, stale=stale)
        if watcher is not None:
            watcher.note(held.as_of, stale=held.stale)
        return held.value

    async def _in_time(self, by: Callable[[], Awaitable[T]]) -> T:
        longest = self._transport.long_deadline
        try:
            async with asyncio.timeout(longest):
                return await by()
        except TimeoutError:
            host = self._transport.host
            raise SchedulerAway(f"{host} gave not all of the answer within {longest:g} s") from None

    async def _speaks_v2(self) -> bool:
        return (await self._versions.get(("v2",), ENGINE_AGE, self._find_v2)).value

    async def _has_v2_prompts(self) -> bool:
        if not await self._speaks_v2():
            return False
        held = await self._versions.get(("prompts",), ENGINE_AGE, lambda: prompts.has_prompts(self._transport))
        return held.value

    async def _net(self) -> Net:
        return NetV2(self._v2, self._transport) if await self._speaks_v2() else NetV1(self._v1)

    async def _dialect(self) -> Dialect:
        return self._v2 if await self._speaks_v2() else self._v1

    async def _dialect_of(self, plan: str) -> Dialect:
        """For a plan of the archive."""
        return V2(self._transport, plan) if await self._speaks_v2() else V1(self._transport, plan)

    async def _find_v2(self) -> bool:
        """V2 came with 10.1 FP1. An engine that knows neither version has not started."""
        try:
            self._learn(await self._v2.engine())
        except NotInPlan:
            await self._find_v1()
            return False
        return True

    async def _find_v1(self) -> None:
        try:
            self._learn(await self._v1.engine())
        except NotInPlan as error:
            text = f"{self._transport.host} answers, but Workload Automation is not there (yet)"
            raise SchedulerAway(text, status=404) from error

    def _learn(self, engine: EngineWire | EngineWire1) -> None:
        self._version = engine.displayVersion or engine.fullVersion or self._version
