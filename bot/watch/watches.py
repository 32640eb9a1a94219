"""Runs that somebody waits for: one card each, edited as the run moves, green or red at its end."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.context import Context
from bot.storage.tables import watches
from bot.turn import Place
from tws.clock import Clock
from tws.models import Job

LONGEST = timedelta(hours=24)
MOST = 20
"""Open watches of one person."""


@dataclass(frozen=True, slots=True)
class Waiting:
    id: str
    person: str
    place: Place
    language: str
    timezone: str
    job_id: str
    job: str
    seen: str
    """The status that the card shows."""
    since: datetime


class TooMany(Exception):
    """The person watches MOST runs already."""


class Watches:
    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._reading, self._writing = engine, engine.execution_options(writes=True)
        self._clock = clock

    async def add(self, job: Job, context: Context) -> Waiting:
        """The same run watched again in the same place is one watch. Raises TooMany."""
        mine = await self.of(context)
        for waiting in mine:
            if waiting.job_id == job.id and waiting.place == context.place:
                return waiting
        if len(mine) >= MOST:
            raise TooMany
        words = context.words
        made = Waiting(
            secrets.token_hex(5),
            context.member.key,
            context.place,
            words.language,
            words.timezone,
            job.id,
            job.name,
            "",
            self._clock(),
        )
        run = job.last_run
        row = {**_columns(made), "run": run.id if run else ""}
        async with self._writing.begin() as connection:
            await connection.execute(insert(watches).values(row))
        return made

    async def of(self, context: Context) -> list[Waiting]:
        """The open watches of a person."""
        return await self._open(watches.c.person == context.member.key)

    async def open(self) -> list[Waiting]:
        return await self._open(true())

    async def saw(self, waiting: Waiting, status: str, *, ended: bool) -> None:
        """What was ended meanwhile, by its person or another replica, stays so."""
        values = {"seen": status, "ended": self._clock() if ended else None}
        still = (watches.c.id == waiting.id) & watches.c.ended.is_(None)
        async with self._writing.begin() as connection:
            await connection.execute(update(watches).where(still).values(values))

    async def _open(self, which: Any) -> list[Waiting]:
        query = select(watches).where(watches.c.ended.is_(None) & which).order_by(watches.c.since)
        async with self._reading.connect() as connection:
            return [_waiting(row) for row in (await connection.execute(query)).mappings()]


def _columns(waiting: Waiting) -> dict[str, Any]:
    row = {name: getattr(waiting, name) for name in Waiting.__slots__}
    return {**row, "place": json.dumps(asdict(waiting.place)), "ended": None}


def _waiting(row: Any) -> Waiting:
    values = {name: row[name] for name in Waiting.__slots__}
    return Waiting(**{**values, "place": Place(**json.loads(row["place"]))})
