"""Follows the watched runs and keeps their cards true."""

from __future__ import annotations

import structlog

from bot.context import Context, Services
from bot.delivery.outbox import Outbox, Urgency
from bot.reply import Heading, Reply, Text, Tone
from bot.requests import ExplainFailure
from bot.skills.blocks import button, buttons, log_button, tone_of
from bot.skills.job_status import facts_of
from bot.watch.places import speaking
from bot.watch.watches import LONGEST, Waiting, Watches
from tws.errors import NotInPlan, SchedulerAway, SchedulerError
from tws.models import ENDED, CommonStatus, Job
from tws.names import JobName

log = structlog.get_logger()


class Watcher:
    def __init__(self, services: Services, outbox: Outbox) -> None:
        self._services, self._outbox = services, outbox

    @property
    def _watches(self) -> Watches:
        return self._services.watches

    async def round(self) -> None:
        """Each job is read once, however many watch it. Raises SchedulerAway; other trouble stays with its job."""
        read: dict[str, Job | None] = {}
        for waiting in await self._watches.open():
            try:
                if waiting.job_id not in read:
                    read[waiting.job_id] = await self._job(waiting.job_id)
                await self._look(waiting, read[waiting.job_id])
            except SchedulerAway:
                raise
            except SchedulerError as fault:
                log.warning("watch_not_followed", watch=waiting.id, detail=str(fault))

    async def _job(self, job_id: str) -> Job | None:
        try:
            return await self._services.scheduler.job(job_id)
        except NotInPlan:
            return None

    async def _look(self, waiting: Waiting, job: Job | None) -> None:
        context = speaking(self._services, waiting.place, waiting.language, waiting.timezone)
        if waiting.since + LONGEST < self._services.clock():
            await self._close(waiting, context, "watch.too_long")
            return
        if job is None:
            await self._close(waiting, context, "watch.gone")
            return
        if job.status.internal == waiting.seen:
            return
        over = job.status.common in ENDED
        await self._show(waiting, _card(job, context))
        if over:
            await self._outbox.show(
                f"watch-end:{waiting.id}", waiting.place, _ended(job, context), urgency=Urgency.ALERT
            )
        await self._watches.saw(waiting, job.status.internal, ended=over)

    async def _close(self, waiting: Waiting, context: Context, why: str) -> None:
        words = context.words
        await self._show(waiting, Reply((Text(words(why, job=waiting.job), Tone.QUIET),), language=words.tag))
        await self._watches.saw(waiting, waiting.seen, ended=True)

    async def _show(self, waiting: Waiting, reply: Reply) -> None:
        await self._outbox.show(f"watch:{waiting.id}", waiting.place, reply)


def _card(job: Job, context: Context) -> Reply:
    words = context.words
    title = words("watch.title", job=job.name, status=words.status(job.status))
    blocks = (Heading(title, tone_of(job.status, late=job.late)), facts_of(job, words), context.source())
    return Reply(blocks, language=words.tag)


def _ended(job: Job, context: Context) -> Reply:
    """A message of its own: an edit alone would not notify anybody."""
    words = context.words
    failed = job.status.common is CommonStatus.ERROR
    title = Heading(words("watch.ended", job=job.name, status=words.status(job.status)), tone_of(job.status))
    explain = button(words("button.explain"), ExplainFailure(JobName(job.name), job.id)) if failed else None
    row = buttons(log_button(context, job), explain)
    return Reply(tuple(b for b in (title, row) if b is not None), language=words.tag)
