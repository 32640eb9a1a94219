"""Looks at the plan again and again: new failures become incidents, each with one card in every alert channel."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from datetime import timedelta
from typing import TypeVar

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from audit import Entry
from bot.context import Services
from bot.coordination.face import Coordination, CoordinationLost
from bot.delivery.outbox import Outbox, Urgency
from bot.diagnosing import diagnosis_of
from bot.reply import Reply, Text, Tone
from bot.settings import Channel
from bot.skills.orders import DEPTH, at_risk, waiting
from bot.watch.incident_card import card
from bot.watch.incidents import Facts, Incident, Stage, incident_id, run_key
from bot.watch.places import in_channel, place_of
from knowledge.failures import UNKNOWN
from tws.errors import NotInPlan, SchedulerAway, SchedulerError
from tws.models import CommonStatus, Job, JobQuery, JobRun
from tws.scheduler import MAX_PAGE

T = TypeVar("T")

log = structlog.get_logger()

LEASE_SECONDS = 60.0
SAME_CAUSE = timedelta(minutes=30)
"""Failures of one family on one workstation within this time are one incident."""
STORM = timedelta(minutes=10)
"""Within this time no more cards are started than one look may start."""
_STAGES = {
    CommonStatus.SUCCESSFUL: Stage.RECOVERED,
    CommonStatus.CANCELED: Stage.CANCELLED,
    CommonStatus.SUPPRESS: Stage.CANCELLED,
}


class Observer:
    def __init__(
        self,
        services: Services,
        coordination: Coordination,
        outbox: Outbox,
        channels: Sequence[Channel],
        holder: str,
        *,
        most_cards: int,
    ) -> None:
        self._services, self._coordination, self._outbox = services, coordination, outbox
        self._channels = tuple(c for c in channels if c.alerts)
        self._holder, self._most = holder, most_cards

    async def round(self) -> None:
        """One look; the replica that holds the lease takes it. Raises SchedulerError."""
        if not await self._ours():
            return
        failed = await self._failed()
        await self._take_in(failed)
        still = {job.id for job in failed}
        for incident in await self._services.incidents.open():
            if still.isdisjoint(_jobs(incident)):
                await self._look_again(incident)

    async def _ours(self) -> bool:
        """The lease only spares work: the database tells what is known, so without the shared store all look."""
        try:
            return await self._coordination.lease("observer", self._holder, LEASE_SECONDS)
        except CoordinationLost as fault:
            log.warning("observer_alone", detail=str(fault))
            return True

    async def _failed(self) -> tuple[Job, ...]:
        since = await self._services.incidents.since(self._services.clock())
        query = JobQuery(statuses=(CommonStatus.ERROR,), ended_since=since)
        return (await self._services.scheduler.jobs(query, limit=MAX_PAGE)).items

    async def _take_in(self, failed: Sequence[Job]) -> None:
        """One whose surroundings cannot be read now is left for the next look and keeps no other back."""
        fresh = await self._fresh(failed)
        room = await self._room()
        if len(fresh) > room:
            await self._flood(fresh[room:])
        away: SchedulerAway | None = None
        for job, run in fresh[:room]:
            try:
                await self._open(job, run)
            except SchedulerAway as fault:
                away = fault
        if away is not None:
            raise away

    async def _fresh(self, failed: Sequence[Job]) -> list[tuple[Job, JobRun]]:
        """Failures not seen before: critical jobs first, then the oldest."""
        runs = {run_key(job, run): (job, run) for job in failed if (run := job.last_run) is not None}
        known = await self._services.incidents.known(list(runs))
        fresh = [pair for key, pair in runs.items() if key not in known]
        now = self._services.clock()
        return sorted(fresh, key=lambda pair: (not pair[0].critical, pair[1].ended or now, pair[0].name))

    async def _room(self) -> int:
        since = self._services.clock() - STORM
        recent = sum(incident.began > since for incident in await self._services.incidents.open())
        return max(0, self._most - recent)

    async def _open(self, job: Job, run: JobRun) -> None:
        incidents, incident = self._services.incidents, await self._incident(job, run)
        same = await self._same_cause(incident)
        new = await (incidents.fold(same, incident, self._show) if same else incidents.add(incident, self._show))
        if not new:
            return
        stage = Stage.FOLDED if same else Stage.OPEN
        body = {"family": incident.family, "waiting": str(incident.facts.waiting), "stage": str(stage)}
        self._services.ledger.note(Entry("incident", "Resync", "", incident.facts.key, body))

    async def _incident(self, job: Job, run: JobRun) -> Incident:
        scheduler = self._services.scheduler
        found, _ = await diagnosis_of(scheduler, job, run, "en")
        behind = await _or_none(scheduler.successors(job, depth=DEPTH))
        critical = await _or_none(scheduler.critical_jobs())
        facts = Facts(
            key=job.key,
            job_stream=job.folder + job.job_stream,
            workstation=job.workstation,
            status=job.status.internal,
            return_code=run.return_code,
            ended=(run.ended or self._services.clock()).isoformat(),
            cause=found.root_cause,
            evidence=tuple(line.text for line in found.evidence),
            critical=job.critical,
            waiting=len(waiting(behind)),
            at_risk=at_risk(behind, critical),
        )
        return self._of(job, run, Stage.OPEN, found.family, facts)

    def _of(self, job: Job, run: JobRun, stage: Stage, family: str, facts: Facts) -> Incident:
        key, now = run_key(job, run), self._services.clock()
        ended = now if stage is Stage.FLOODED else None
        return Incident(incident_id(key), key, stage, job.id, job.name, family, facts, run.ended or now, ended)

    async def _same_cause(self, fresh: Incident) -> Incident | None:
        """The open incident that `fresh` belongs to: of the same job again, or of the same cause at the same time."""
        alike = [i for i in await self._services.incidents.open() if i.family == fresh.family]
        again = (i for i in alike if fresh.job_id in _jobs(i))
        near = (
            i
            for i in alike
            if fresh.family != UNKNOWN
            and i.facts.workstation == fresh.facts.workstation
            and abs(fresh.began - i.began) <= SAME_CAUSE
        )
        return next(again, None) or next(near, None)

    async def _look_again(self, incident: Incident) -> None:
        """Whether all its jobs have gone on since."""
        try:
            jobs = [await self._job(job_id) for job_id in _jobs(incident)]
        except SchedulerError as fault:
            log.warning("incident_not_followed", incident=incident.id, detail=str(fault))
            return
        if all(job is None or job.status.common in _STAGES for job in jobs):
            await self._end(incident, jobs[0])

    async def _job(self, job_id: str) -> Job | None:
        try:
            return await self._services.scheduler.job(job_id)
        except NotInPlan:
            return None

    async def _end(self, incident: Incident, job: Job | None) -> None:
        stage = _STAGES[job.status.common] if job else Stage.GONE
        run = job.last_run if job and stage is Stage.RECOVERED else None
        ended = (run and run.ended) or self._services.clock()
        if await self._services.incidents.end(incident, stage, ended, self._show):
            how = job.status.internal if job else "not in the plan any more"
            self._services.ledger.note(Entry("incident_over", "Resync", "", incident.facts.key, {"how": how}))

    async def _show(self, connection: AsyncConnection, incident: Incident) -> None:
        for channel in self._channels:
            context = in_channel(self._services, channel)
            name = f"incident:{incident.id}:{channel.place}"
            shown = card(incident, context)
            await self._outbox.show_in(connection, name, context.place, shown, urgency=Urgency.ALERT)

    async def _flood(self, storm: Sequence[tuple[Job, JobRun]]) -> None:
        """A storm is told in one message an hour, with the number so far; not in hundreds."""
        hour = self._services.clock().replace(minute=0, second=0, microsecond=0)

        async def shown(connection: AsyncConnection, count: int) -> None:
            for channel in self._channels:
                words = in_channel(self._services, channel).words
                text = Text(
                    words("incident.flood_one" if count == 1 else "incident.flood", count=words.number(count)), Tone.BAD
                )
                name, reply = f"flood:{hour:%Y-%m-%dT%H}:{channel.place}", Reply((text,), language=words.tag)
                await self._outbox.show_in(connection, name, place_of(channel.place), reply, urgency=Urgency.ALERT)

        seen = [self._of(job, run, Stage.FLOODED, UNKNOWN, _bare(job, run)) for job, run in storm]
        await self._services.incidents.flood(seen, hour, shown)
        self._services.ledger.note(Entry("incident_storm", "Resync", "", "", {"count": str(len(seen))}))


def _jobs(incident: Incident) -> tuple[str, ...]:
    return (incident.job_id, *incident.facts.also_ids)


def _bare(job: Job, run: JobRun) -> Facts:
    """What the plan alone says of a failure."""
    ended = run.ended.isoformat() if run.ended else ""
    return Facts(
        job.key,
        job.folder + job.job_stream,
        job.workstation,
        job.status.internal,
        run.return_code,
        ended,
        cause="",
        evidence=(),
        critical=job.critical,
        waiting=0,
        at_risk=(),
    )


async def _or_none(reading: Awaitable[tuple[T, ...]]) -> tuple[T, ...]:
    """An alert that says less beats none. Raises SchedulerAway: the next look will say all."""
    try:
        return await reading
    except SchedulerAway:
        raise
    except SchedulerError as fault:
        log.warning("incident_says_less", detail=str(fault))
        return ()
