"""Looks at the plan again and again: new failures become incidents, each with one card in every alert channel."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import structlog

from audit import Entry
from bot.context import Services
from bot.coordination.face import Coordination
from bot.delivery.outbox import Outbox, Urgency
from bot.diagnosing import diagnosis_of
from bot.reply import Reply, Text, Tone
from bot.settings import Channel
from bot.skills.orders import DEPTH, at_risk, waiting
from bot.watch.incident_card import card
from bot.watch.incidents import Facts, Incident, Stage, incident_id, run_key
from bot.watch.places import in_channel, place_of
from tws.errors import NotInPlan, SchedulerError
from tws.models import CommonStatus, Job, JobQuery, JobRun
from tws.scheduler import MAX_PAGE

log = structlog.get_logger()

LEASE_SECONDS = 60.0
SAME_CAUSE = timedelta(minutes=30)
"""Failures of one family on one workstation within this time are one incident."""
UNKNOWN_CAUSE = "unknown"


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
        """One look; the replica that holds the lease takes it. Raises SchedulerError, CoordinationLost."""
        if not await self._coordination.lease("observer", self._holder, LEASE_SECONDS):
            return
        await self._take_in()
        for incident in await self._services.incidents.open():
            await self._look_again(incident)

    async def _take_in(self) -> None:
        services = self._services
        since = await services.incidents.since("observer", services.clock())
        failed = await services.scheduler.jobs(
            JobQuery(statuses=(CommonStatus.ERROR,), ended_since=since), limit=MAX_PAGE
        )
        runs = {run_key(job, run): (job, run) for job in failed.items if (run := job.last_run) is not None}
        known = await services.incidents.known(list(runs))
        fresh = [pair for key, pair in runs.items() if key not in known]
        fresh.sort(key=lambda pair: (pair[1].ended or services.clock(), pair[0].name))
        for job, run in fresh[: self._most]:
            await self._open(job, run)
        if len(fresh) > self._most:
            await self._flood(len(fresh) - self._most, fresh[self._most][1])

    async def _open(self, job: Job, run: JobRun) -> None:
        incident = await self._incident(job, run)
        same = await self._same_cause(incident)
        if same is not None:
            incident = replace(incident, stage=Stage.FOLDED)
        if not await self._services.incidents.add(incident):
            return
        shown = await self._fold(same, incident) if same else incident
        await self._show(shown)
        body = {"family": incident.family, "waiting": str(incident.facts.waiting), "stage": str(incident.stage)}
        await self._services.ledger.record(Entry("incident", "Resync", "", incident.facts.key, body))

    async def _incident(self, job: Job, run: JobRun) -> Incident:
        scheduler = self._services.scheduler
        (found, _), behind, critical = await asyncio.gather(
            diagnosis_of(scheduler, job, run, "en"),
            scheduler.successors(job, depth=DEPTH),
            scheduler.critical_jobs(),
        )
        ended = run.ended or self._services.clock()
        facts = Facts(
            key=job.key,
            job_stream=job.folder + job.job_stream,
            workstation=job.workstation,
            status=job.status.internal,
            return_code=run.return_code,
            ended=ended.isoformat(),
            cause=found.root_cause,
            evidence=tuple(line.text for line in found.evidence),
            critical=job.critical,
            waiting=len(waiting(behind)),
            at_risk=at_risk(behind, critical),
        )
        key = run_key(job, run)
        return Incident(incident_id(key), key, Stage.OPEN, job.id, job.name, found.family, facts, ended)

    async def _same_cause(self, fresh: Incident) -> Incident | None:
        if fresh.family == UNKNOWN_CAUSE:
            return None
        for incident in await self._services.incidents.open():
            near = abs(fresh.began - incident.began) <= SAME_CAUSE
            if near and (incident.family, incident.facts.workstation) == (fresh.family, fresh.facts.workstation):
                return incident
        return None

    async def _fold(self, first: Incident, fresh: Incident) -> Incident:
        facts = first.facts
        risk = dict.fromkeys((*facts.at_risk, *fresh.facts.at_risk))
        wider = replace(
            facts,
            also=(*facts.also, fresh.job),
            waiting=max(facts.waiting, fresh.facts.waiting),
            at_risk=tuple(risk),
        )
        folded = replace(first, facts=wider)
        await self._services.incidents.save(folded)
        return folded

    async def _look_again(self, incident: Incident) -> None:
        """Whether the job has recovered since."""
        try:
            job = await self._services.scheduler.job(incident.job_id)
        except NotInPlan:
            await self._end(incident)
            return
        except SchedulerError as fault:
            log.warning("incident_not_followed", incident=incident.id, detail=str(fault))
            return
        if job.status.common in (CommonStatus.SUCCESSFUL, CommonStatus.CANCELED):
            await self._end(incident, job)

    async def _end(self, incident: Incident, job: Job | None = None) -> None:
        run = job.last_run if job else None
        done = await self._services.incidents.recovered(incident, (run and run.ended) or self._services.clock())
        await self._show(done)
        how = job.status.internal if job else "not in the plan any more"
        await self._services.ledger.record(Entry("incident_over", "Resync", "", incident.facts.key, {"how": how}))

    async def _show(self, incident: Incident) -> None:
        for channel in self._channels:
            context = in_channel(self._services, channel)
            name = f"incident:{incident.id}:{channel.place}"
            await self._outbox.show(name, context.place, card(incident, context), urgency=Urgency.ALERT)

    async def _flood(self, more: int, run: JobRun) -> None:
        """A storm is told in one message, not in hundreds."""
        for channel in self._channels:
            words = in_channel(self._services, channel).words
            text = Text(words("incident.flood", count=words.number(more)), Tone.BAD)
            name = f"flood:{run.id}:{channel.place}"
            reply = Reply((text,), language=words.tag)
            await self._outbox.show(name, place_of(channel.place), reply, urgency=Urgency.ALERT)
