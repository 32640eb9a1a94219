"""Failed jobs of the last four hours, as the plan grows from 1,000 to 100,000 jobs; and the memory of such a simulator.

The simulators run in processes of their own, each with its plan made. More jobs have failed where there are more: what
counts is the price of one that was found. The bare side is the small plan.
"""

from __future__ import annotations

import asyncio
import resource
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from benchmarks.beside import beside
from benchmarks.measure import Round, Row, alternate, repeated
from tws.client import Connection, HwaClient, Keeping
from tws.clock import system_clock
from tws.models import CommonStatus, JobQuery
from tws.simulator import Simulator

SMALL, BIG, TIMES, ROUNDS = 1_000, 100_000, 3, 5
LOGIN = (Simulator.user, Simulator.password)


@dataclass(frozen=True, slots=True)
class Made:
    url: str
    before: int
    """MB of memory before the plan was made, and with it."""
    after: int


@asynccontextmanager
async def of_size(jobs: int) -> AsyncIterator[Made]:
    simulator = Simulator(jobs=jobs)
    before = _used()
    url = await simulator.start()
    await asyncio.to_thread(simulator.engine.book.at, simulator.engine.now())
    yield Made(url, before, _used())
    await simulator.stop()


def _used() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def run() -> Sequence[Row]:
    with beside(partial(of_size, SMALL)) as small, beside(partial(of_size, BIG)) as big:
        return asyncio.run(_rows(small, big))


async def _rows(small: Made, big: Made) -> Sequence[Row]:
    memory = Row(
        f"simulator, {BIG:,} jobs", f"{big.after} MB", f"{big.before} MB without a plan", big.after / big.before
    )
    return (await _grown(HwaClient, "V2", small, big), await _grown(Older, "V1", small, big), memory)


async def _grown(kind: type[HwaClient], version: str, small: Made, big: Made) -> Row:
    clients = [_client(kind, made.url) for made in (small, big)]
    query = JobQuery(statuses=(CommonStatus.ERROR,), ended_since=system_clock() - timedelta(hours=4))
    totals = [(await client.jobs(query)).total or 1 for client in clients]
    few, many = (_each(partial(c.jobs, query), total) for c, total in zip(clients, totals, strict=True))
    costs = await alternate(few, many, ROUNDS)
    for client in clients:
        await client.close()
    what = f"client, {version}, a failed job, {SMALL:,} to {BIG:,} jobs ({totals[0]} to {totals[1]} failed in 4 h)"
    return costs.times(what, "in the small plan", "1.50 or less")


class Older(HwaClient):
    """Asks by V1 although the engine speaks V2."""

    async def _speaks_v2(self) -> bool:
        return False


def _client(kind: type[HwaClient], url: str) -> HwaClient:
    return kind(Connection(url, *LOGIN, read_timeout=300, deadline=300), keeping=Keeping(patience=0))


def _each(ask: Callable[[], Awaitable[object]], found: int) -> Round:
    whole = repeated(ask, TIMES)

    async def once() -> float:
        return await whole() / found

    return once
