"""A Teams turn, from the bytes of an activity to its answer's post: CPU of our adapter beside bare botbuilder.

Both check the same signed token and post the same card to the same connector, which runs in another process. Ours
also dedupes, knows the conversation from its database, renders the reply, and paces what it posts.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from time import process_time

from adapters.teams.render import render
from benchmarks.beside import beside
from benchmarks.measure import LeftOut, Round, Row, alternate
from benchmarks.teams_bare import Bare
from benchmarks.teams_ours import Ours, opened
from benchmarks.teams_wire import Wire, connector
from bot.reply import Heading, Reply, Text
from bot.storage.database import create_tables, open_database

TURNS, AT_ONCE, ROUNDS = 64, 16, 7
REPLY = Reply((Heading("FINANCE_PAYROLL"), Text("Running since 01:10.")))


def run() -> Sequence[Row]:
    with beside(connector) as wire, tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_compare(wire, Path(folder)))


async def _compare(wire: Wire, folder: Path) -> Sequence[Row]:
    database = open_database(f"sqlite:///{folder / 'teams.sqlite'}")
    await create_tables(database)
    bare = Bare(wire, render(REPLY))
    async with opened(wire, database, REPLY) as ours:
        costs = await alternate(_bare(bare, wire), _ours(ours, wire), ROUNDS)
    await database.dispose()
    if {bare.posted, ours.posted} != {(ROUNDS + 1) * TURNS}:
        raise LeftOut(f"answers were lost: {ours.posted} posted by ours, {bare.posted} by the bare side")
    return (costs.times(f"Teams, a turn and its post, {AT_ONCE} at once", "bare botbuilder, client kept"),)


def _bare(side: Bare, wire: Wire) -> Round:
    numbers = count()

    async def once() -> float:
        bodies = [wire.activity(next(numbers)) for _ in range(TURNS)]
        began = process_time()
        for at in range(0, TURNS, AT_ONCE):
            await side.turns(bodies[at : at + AT_ONCE])
        return (process_time() - began) / TURNS

    return once


def _ours(side: Ours, wire: Wire) -> Round:
    numbers = count()

    async def once() -> float:
        requests = [side.request(wire.activity(next(numbers))) for _ in range(TURNS)]
        began = process_time()
        for at in range(0, TURNS, AT_ONCE):
            await side.turns(requests[at : at + AT_ONCE])
        return (process_time() - began) / TURNS

    return once
