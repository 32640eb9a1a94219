"""What is kept of the plan: a thousand askers of one job, and the price of an answer that is kept already.

The bare side is `asyncio.gather` over the same reads without keeping, and a look into a dict.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from benchmarks.beside import beside
from benchmarks.client_read import simulator
from benchmarks.measure import Row, alternate, repeated
from tws.client import Connection, HwaClient, Keeping
from tws.models import Job, JobQuery
from tws.simulator import Simulator

ASKERS, FEW, ROUNDS, HITS = 1_000, 64, 5, 2_000


def run() -> Sequence[Row]:
    with beside(simulator) as url:
        return asyncio.run(_rows(url))


async def _rows(url: str) -> Sequence[Row]:
    login = (Simulator.user, Simulator.password)
    kept, unkept = (HwaClient(Connection(url, *login), keeping=k) for k in (Keeping(), Keeping(patience=0)))
    number = (await kept.jobs(JobQuery(), limit=1)).items[0].id
    try:
        return (await _crowd(kept, number), await _upstream(kept, number), await _hit(kept, number))
    finally:
        await kept.close()
        await unkept.close()


async def _crowd(kept: HwaClient, number: str) -> Row:
    """All together against one after another without a word to each other (64 of them, scaled)."""

    async def together() -> float:
        kept._cache.forget(["job"])
        once = repeated(lambda: asyncio.gather(*(kept.job(number) for _ in range(ASKERS))), 1)
        return await once() / ASKERS

    async def apart() -> float:
        async def one() -> Job:
            kept._cache.forget(["job"])
            return await kept.job(number)

        return await repeated(one, FEW)()

    return (await alternate(apart, together, ROUNDS)).times(f"client, an asker of {ASKERS:,} at once", "alone")


async def _upstream(kept: HwaClient, number: str) -> Row:
    """Questions that reach the engine."""
    kept._cache.forget(["job"])
    before = kept.figures.misses
    await asyncio.gather(*(kept.job(number) for _ in range(ASKERS)))
    asked = kept.figures.misses - before
    return Row(f"client, {ASKERS:,} askers of one job", f"{asked} call", f"{ASKERS:,} calls", asked / ASKERS, "1 call")


async def _hit(kept: HwaClient, number: str) -> Row:
    held: dict[tuple[str, str], Job] = {("job", number): await kept.job(number)}

    async def look() -> Job:
        return held["job", number]

    costs = await alternate(repeated(look, HITS), repeated(lambda: kept.job(number), HITS), ROUNDS)
    return costs.times("client, a job that is kept", "a dict")
