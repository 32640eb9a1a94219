"""Answers kept for seconds, and shared by those who ask at the same time."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar, cast

from tws.client.meter import metered
from tws.client.weight import weight
from tws.clock import Clock
from tws.errors import SchedulerAway

T = TypeVar("T")
Key = tuple[object, ...]
"""The kind of question first, then what it asks."""
BIG = 512 * 1024
"""Bytes of an answer from which on it is worth finding out how much of it is kept."""
OVERHEAD = 500
"""Bytes that an item costs beside its answer."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """How much is kept, and how long: ages are those of each kind of question, times `patience`."""

    items: int = 100_000
    size: int = 100_000_000
    """Bytes of the answers as they came; where much was read for little, about those of the little."""
    stale: timedelta = timedelta(minutes=15)
    """What a scheduler said no longer ago than this stands in for one that does not answer."""
    patience: float = 1.0
    """0 keeps nothing; who asks at the same time still shares one answer."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Since the start; `items` and `size` (bytes) are those of now."""

    hits: int = 0
    misses: int = 0
    shared: int = 0
    """Asked while the same question was under way already."""
    stale: int = 0
    evicted: int = 0
    items: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Held(Generic[T]):
    value: T
    as_of: datetime
    size: int
    stale: bool = False


@dataclass(slots=True)
class Flight:
    """A question under way, and how many wait for it."""

    task: asyncio.Task[Held[Any]]
    askers: int = 0


class Cache:
    def __init__(self, clock: Clock, keeping: Keeping) -> None:
        self._clock = clock
        self._keeping = keeping
        self._items: OrderedDict[Key, Held[Any]] = OrderedDict()
        self._flights: dict[Key, Flight] = {}
        self._size = 0
        self._counted = Counter[str]()

    @property
    def keeping(self) -> Keeping:
        return self._keeping

    @property
    def figures(self) -> Figures:
        return Figures(**self._counted, items=len(self._items), size=self._size)

    async def get(
        self,
        key: Key,
        age: timedelta,
        ask: Callable[[], Awaitable[T]],
        *,
        anew: bool = False,
        stale: bool = False,
    ) -> Held[T]:
        """The answer, asked for where none is young enough. `stale`: an old one will do where nobody answers."""
        held = cast("Held[T] | None", self._items.get(key))
        if held is not None and not anew and self._is_younger(held, age * self._keeping.patience):
            self._items.move_to_end(key)
            self._counted["hits"] += 1
            return held
        try:
            return await self._shared(key, ask, anew=anew)
        except SchedulerAway:
            if not stale or held is None or not self._is_younger(held, self._keeping.stale):
                raise
            self._counted["stale"] += 1
            return replace(held, stale=True)

    def _is_younger(self, held: Held[Any], age: timedelta) -> bool:
        """Not where the clock was put back meanwhile: then nobody knows."""
        return timedelta() <= self._clock() - held.as_of < age

    def forget(self, kinds: Collection[str]) -> None:
        """Also what is under way: those who wait get it, nobody else."""
        for key in [key for key in self._items if key[0] in kinds]:
            self._size -= self._items.pop(key).size
        for key in [key for key in self._flights if key[0] in kinds]:
            del self._flights[key]

    def forget_all(self) -> int:
        """How many answers there were. What is under way reaches those who wait for it, and is not kept."""
        count = len(self._items)
        self._items.clear()
        self._flights.clear()
        self._size = 0
        return count

    def close(self) -> None:
        for flight in self._flights.values():
            flight.task.cancel()
        self._flights.clear()

    async def _shared(self, key: Key, ask: Callable[[], Awaitable[T]], *, anew: bool) -> Held[T]:
        flight = None if anew else self._flights.get(key)
        if flight is None:
            flight = self._begin(key, ask)
        else:
            self._counted["shared"] += 1
        flight.askers += 1
        try:
            return await asyncio.shield(flight.task)
        finally:
            flight.askers -= 1
            if not flight.askers:
                self._leave(key, flight)

    def _begin(self, key: Key, ask: Callable[[], Awaitable[T]]) -> Flight:
        self._counted["misses"] += 1
        flight = self._flights[key] = Flight(asyncio.ensure_future(self._fill(key, ask)))
        flight.task.add_done_callback(lambda task: self._land(key, task))
        return flight

    async def _fill(self, key: Key, ask: Callable[[], Awaitable[T]]) -> Held[T]:
        began = self._clock()
        with metered() as meter:
            value = await ask()
        size = meter.read if meter.read <= BIG else min(meter.read, weight(value))
        return Held(value, began, size + OVERHEAD)

    def _land(self, key: Key, task: asyncio.Task[Held[Any]]) -> None:
        """Kept, unless an action made it old while it was under way."""
        flight = self._flights.get(key)
        current = flight is not None and flight.task is task
        if current:
            del self._flights[key]
        if not task.cancelled() and task.exception() is None and current:
            self._keep(key, task.result())

    def _leave(self, key: Key, flight: Flight) -> None:
        """Nobody waits for it any more."""
        flight.task.cancel()
        if self._flights.get(key) is flight:
            del self._flights[key]

    def _keep(self, key: Key, held: Held[Any]) -> None:
        if not self._keeping.patience or held.size > self._keeping.size:
            return
        before = self._items.pop(key, None)
        self._size += held.size - (before.size if before else 0)
        self._items[key] = held
        while len(self._items) > self._keeping.items or self._size > self._keeping.size:
            _, oldest = self._items.popitem(last=False)
            self._size -= oldest.size
            self._counted["evicted"] += 1
