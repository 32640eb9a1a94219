"""Reading the plan: CPU of this process for our client and for bare httpx, against one simulator in another process.

Both sides send the same request over kept connections with the same login. The bare one stops at `response.json()`;
ours goes on to checked models, and would have asked again or told a fault in the operator's words. Nothing is kept.
64 at once share ten connections on our side, as the client does unless told otherwise; the bare side has 64.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from urllib.parse import quote

import httpx

from benchmarks.beside import beside
from benchmarks.measure import Round, Row, alternate, repeated
from tws.client import Connection, HwaClient, Keeping
from tws.models import JobQuery
from tws.simulator import Simulator

READS, ROUNDS, MANY, PAGE = 32, 41, 64, 50
"""Short rounds and many: what else the machine does falls on both sides of a round, and the median leaves it out."""
AIM = "0.85 or more"
_LIGHT = {"Include-Count": "true", "scope": "WHOLE_NO_JOB_DEFINITIONS_AND_NO_DEPENDENCIES"}
Read = Callable[[], Awaitable[object]]


@asynccontextmanager
async def simulator() -> AsyncIterator[str]:
    made = Simulator(calm=True)
    yield await made.start()
    await made.stop()


def run() -> Sequence[Row]:
    with beside(simulator) as url:
        return asyncio.run(_compare(url))


async def _compare(url: str) -> Sequence[Row]:
    login = (Simulator.user, Simulator.password)
    limits = httpx.Limits(max_connections=MANY, max_keepalive_connections=MANY)
    ours = HwaClient(Connection(url, *login), keeping=Keeping(patience=0))
    async with httpx.AsyncClient(auth=login, limits=limits, timeout=30, trust_env=False) as bare:
        return await _rows(ours, bare, f"{url}/twsd/api/v2/plan/job")


async def _rows(ours: HwaClient, bare: httpx.AsyncClient, address: str) -> Sequence[Row]:
    numbers = [job.id for job in (await ours.jobs(JobQuery(), limit=MANY)).items]
    number = numbers[0]
    job = f"{address}/{quote(number, safe='')}"
    page: dict[str, str | int] = {"oql": "", "limit": PAGE, "offset": 0}

    async def plain(one: str = job) -> object:
        return (await bare.get(one)).raise_for_status().json()["name"]

    async def plain_page() -> object:
        return (await bare.get(address, params=page, headers=_LIGHT)).raise_for_status().json()

    one, many = (lambda: ours.job(number)), (lambda: ours.jobs(JobQuery(), limit=PAGE))
    alone = await alternate(repeated(plain, READS), repeated(one, READS), ROUNDS)
    crowd = await alternate(
        _at_once([partial(plain, f"{address}/{n}") for n in numbers]),
        _at_once([partial(ours.job, n) for n in numbers]),
        ROUNDS,
    )
    pages = await alternate(repeated(plain_page, 4), repeated(many, 4), ROUNDS)
    await ours.close()
    return (
        alone.rates("client, a job, 1 at once", "reads/s of CPU", "bare httpx", AIM),
        crowd.rates(f"client, a job, {MANY} at once", "reads/s of CPU", "bare httpx", AIM),
        pages.rates(f"client, a page of {PAGE} jobs", "reads/s of CPU", "bare httpx and json"),
    )


def _at_once(reads: Sequence[Read]) -> Round:
    whole = repeated(lambda: asyncio.gather(*(read() for read in reads)), 1)

    async def once() -> float:
        return await whole() / len(reads)

    return once
