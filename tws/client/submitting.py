"""Submissions of the scheduler's face. Each is sent once; if its answer is lost, the plan is compared with before."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import structlog

from tws.client import adhoc, arrivals, submits
from tws.client.ages import TOUCHED
from tws.client.arrivals import Expected, Look
from tws.client.looking import Looking
from tws.client.pool import NotSent
from tws.errors import OutcomeUnknown, SchedulerAway, SchedulerError
from tws.models import Signed
from tws.records import AdHocJob, Submission
from tws.scheduler import MAX_PAGE

Send = Callable[[], Awaitable[str]]
_log = structlog.get_logger(__name__)


class Submitting(Looking):
    async def submit_stream(self, wanted: Submission, signed: Signed) -> str:
        what = submits.checked(wanted)
        now, look = self._clock(), arrivals.streams_like(await self._dialect(), wanted)
        due = (now, wanted.at) if wanted.at else (now,)
        if await self._speaks_v2():
            return await self._submitted(what, look, lambda: submits.stream_v2(self._transport, wanted, signed), due)
        return await self._submitted(what, look, lambda: submits.stream_v1(self._transport, wanted, signed, now), due)

    async def submit_job(self, wanted: Submission, signed: Signed) -> str:
        what = submits.checked(wanted)
        look = arrivals.jobs_like(await self._dialect(), wanted.alias or wanted.name, wanted.workstation)
        by = submits.job_v2 if await self._speaks_v2() else submits.job_v1
        return await self._submitted(what, look, lambda: by(self._transport, wanted, signed))

    async def submit_command(self, wanted: AdHocJob, signed: Signed) -> str:
        dialect = await self._dialect()
        adhoc.check(wanted)
        by = adhoc.by_v2 if await self._speaks_v2() else adhoc.by_v1
        station = adhoc.one_of(wanted, await dialect.workstations(wanted.workstation, 0, MAX_PAGE))
        look = arrivals.jobs_like(dialect, adhoc.named(wanted), station.key)
        return await self._submitted(adhoc.what_of(station), look, lambda: by(self._transport, wanted, station, signed))

    async def _submitted(self, what: str, look: Look, send: Send, due: tuple[datetime, ...] = ()) -> str:
        """One of a kind at a time: of two whose answers are lost nobody could tell which one came."""
        async with self._turn(what):
            expected = await self._expected(what, look, due)
            try:
                return await send()
            except OutcomeUnknown as unknown:
                return await self._arrived(what, expected, unknown)
            finally:
                self._cache.forget((*TOUCHED, "names"))

    @asynccontextmanager
    async def _turn(self, what: str) -> AsyncIterator[None]:
        lock = self._turns.setdefault(what, asyncio.Lock())
        try:
            async with asyncio.timeout(self._transport.deadline):
                await lock.acquire()
        except TimeoutError:
            raise NotSent(f"The {what} was not sent. Another one of the same has no answer yet") from None
        try:
            yield
        finally:
            lock.release()

    async def _expected(self, what: str, look: Look, due: tuple[datetime, ...]) -> Expected | None:
        """None where the plan cannot be read, but something may be sent: the bot's user may do this only."""
        try:
            return Expected(await look(), look, due)
        except SchedulerAway as error:
            raise NotSent(f"The {what} was not sent. {error}", status=error.status) from error
        except SchedulerError as error:
            _log.info("plan_before_submission_unread", fault=type(error).__name__)
            return None

    async def _arrived(self, what: str, expected: Expected | None, unknown: OutcomeUnknown) -> str:
        """Its id where the plan shows exactly one that may be it."""
        found = await self._looked_for(expected.fresh) if expected else None
        if found and len(found) == 1:
            _log.warning("answer_lost_but_done", what=what)
            return found[0]
        told = f"shows {len(found)} new ones: which is this one cannot be told" if found else "does not show it (yet)"
        raise OutcomeUnknown(f"{unknown}. The plan {told}", status=unknown.status) from unknown
