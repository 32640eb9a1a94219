"""Health summaries at set times in a channel's own zone, each once: its card is named by channel and hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from cronsim import CronSim, CronSimError
from sqlalchemy import case, delete, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.settings import Channel
from bot.storage.database import insert_into
from bot.storage.tables import summaries
from bot.words import zone
from tws.clock import Clock

log = structlog.get_logger()

LATEST = timedelta(hours=1)
"""A summary that could not be posted by then is left out: stale news."""


CLOSEST = timedelta(minutes=15)
"""Between two summaries of one channel."""


class WrongCron(ValueError):
    """Not a cron line of five fields, or one that never comes."""


class TooOften(WrongCron):
    """Two of its times are nearer than CLOSEST."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """`channel` as `slack:C0OPS`."""

    channel: str
    cron: str
    language: str
    timezone: str
    asked_by: str
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Due:
    scheduled: Scheduled
    at: datetime

    @property
    def name(self) -> str:
        """The same on every replica."""
        return f"summary:{self.scheduled.channel}:{self.at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def next_after(cron: str, instant: datetime, timezone: str) -> datetime:
    """The next time of a cron line, in UTC; daylight saving as cron does. Raises WrongCron."""
    try:
        local = next(CronSim(cron, instant.astimezone(zone(timezone))))
    except (CronSimError, StopIteration, ValueError) as fault:
        raise WrongCron(cron) from fault
    return local.astimezone(UTC)


class Summaries:
    """Those of the settings, and those that people asked for in a channel."""

    def __init__(self, engine: AsyncEngine, clock: Clock, channels: Sequence[Channel] = ()) -> None:
        self._reading, self._writing = engine, engine.execution_options(writes=True)
        self._clock = clock
        self._set = tuple(
            Scheduled(c.place, c.summary, c.language, c.timezone, "settings") for c in channels if c.summary
        )

    async def start(self) -> None:
        """Settings win over what the table has of the same channel. Raises WrongCron."""
        for wanted in self._set:
            await self.set(wanted)

    async def set(self, wanted: Scheduled) -> datetime:
        """Keeps it; gives its next time. A line that did not change keeps its last time. Raises WrongCron."""
        now = self._clock()
        due = next_after(wanted.cron, now, wanted.timezone)
        if next_after(wanted.cron, due, wanted.timezone) - due < CLOSEST:
            raise TooOften(wanted.cron)
        values = {
            "cron": wanted.cron,
            "language": wanted.language,
            "timezone": wanted.timezone,
            "asked_by": wanted.asked_by,
        }
        async with self._writing.begin() as connection:
            row = insert_into(connection, summaries).values(channel=wanted.channel, last=now, **values)
            same = (summaries.c.cron == wanted.cron) & (summaries.c.timezone == wanted.timezone)
            last = case((same, summaries.c.last), else_=row.excluded.last)
            await connection.execute(
                row.on_conflict_do_update(index_elements=["channel"], set_={**values, "last": last})
            )
        return due

    async def stop(self, channel: str) -> bool:
        async with self._writing.begin() as connection:
            gone = await connection.execute(delete(summaries).where(summaries.c.channel == channel))
        return gone.rowcount > 0

    async def all(self) -> list[Scheduled]:
        async with self._reading.connect() as connection:
            rows = (await connection.execute(select(summaries).order_by(summaries.c.channel))).mappings()
            return [Scheduled(**{name: row[name] for name in Scheduled.__slots__}) for row in rows]

    async def due(self) -> list[Due]:
        """What is to be posted now, the latest time of each."""
        now, found = self._clock(), []
        for scheduled in await self.all():
            at = _latest(scheduled, now)
            if at is not None:
                found.append(Due(scheduled, at))
        return found

    async def posted(self, due: Due) -> None:
        here = summaries.c.channel == due.scheduled.channel
        async with self._writing.begin() as connection:
            await connection.execute(update(summaries).where(here).values(last=due.at))


def _latest(scheduled: Scheduled, now: datetime) -> datetime | None:
    """The newest of its times since the last one that is not too old."""
    at = max(scheduled.last or now, now - LATEST - timedelta(minutes=1))
    latest = None
    while (at := next_after(scheduled.cron, at, scheduled.timezone)) <= now:
        latest = at
    return latest
