"""Tell me when it ends; and summaries at set times."""

from __future__ import annotations

from bot.context import Context
from bot.delivery.sender import NEVER
from bot.registry import Risk, Skill
from bot.reply import Heading, Reply, Table, Text, Tone
from bot.requests import JobStatus, ListWatches, ScheduleSummary, Unwatch, Watch
from bot.skills.blocks import answer, button, buttons, plain, status_button
from bot.skills.which import meant
from bot.watch.summaries import Scheduled, TooOften, WrongCron, next_after
from bot.watch.watches import TooMany
from tws.models import ENDED, Job
from tws.names import JobName


async def watch(request: Watch, context: Context) -> Reply:
    words = context.words
    if context.place.platform in NEVER:
        return plain(context, Text(words("watch.nowhere"), Tone.WARN))
    job = await meant(request, context, fits=_goes_on, newest=True)
    if isinstance(job, Reply):
        return job
    if job.status.common in ENDED:
        return answer(context, Text(words("watch.over", job=job.name, status=words.status(job.status))))
    try:
        await context.services.watches.add(job, context)
    except TooMany:
        return plain(
            context, Text(words("watch.too_many", count=len(await context.services.watches.of(context))), Tone.WARN)
        )
    stop = button(words("button.unwatch"), Unwatch(JobName(job.name)))
    return plain(context, Text(words("watch.on", job=job.name)), buttons(stop))


def _goes_on(job: Job) -> bool:
    return job.status.common not in ENDED


async def unwatch(request: Unwatch, context: Context) -> Reply:
    """Ends the person's watches in this channel, of one job or all."""
    watches, words = context.services.watches, context.words
    wanted = request.job.name.upper() if request.job else ""
    here = (context.place.platform, context.place.channel)
    all_here = [w for w in await watches.of(context) if (w.place.platform, w.place.channel) == here]
    mine = [w for w in all_here if not wanted or w.job.upper() == wanted]
    for waiting in mine:
        await watches.saw(waiting, waiting.seen, ended=True)
    if not mine:
        return plain(context, Text(words("watch.none")))
    return plain(context, Text(words("watch.off", jobs=", ".join(w.job for w in mine))))


async def watched(request: ListWatches, context: Context) -> Reply:
    """The runs that the person watches, each with since when."""
    mine, words = await context.services.watches.of(context), context.words
    if not mine:
        return plain(context, Text(words("watch.none")))
    rows = tuple((w.job, words.when(w.since)) for w in mine)
    table = Table(
        words("watch.list"), (words("label.job"), words("label.watched_since")), rows, ids=tuple(w.job_id for w in mine)
    )
    row = buttons(*(status_button(words, w.job, JobStatus(JobName(w.job), w.job_id)) for w in mine[:5]))
    return plain(context, table, row)


async def schedule(request: ScheduleSummary, context: Context) -> Reply:
    """Sets, ends or tells the health summary of this channel."""
    here = context.place.address
    if request.stop:
        gone = await context.services.summaries.stop(here)
        return plain(context, Text(context.words("summary.stopped" if gone else "summary.none")))
    return await (_set(request.cron, here, context) if request.cron else _told(here, context))


async def _set(cron: str, here: str, context: Context) -> Reply:
    words, person = context.words, context.person
    if context.place.platform in NEVER:
        return plain(context, Text(words("summary.nowhere"), Tone.WARN))
    wanted = Scheduled(here, cron, words.language, person.timezone, context.member.name)
    try:
        due = await context.services.summaries.set(wanted)
    except TooOften:
        return plain(context, Text(words("summary.too_often"), Tone.WARN))
    except WrongCron:
        return plain(context, Text(words("summary.wrong", cron=cron[:60]), Tone.WARN))
    text = words("summary.set", cron=cron, zone=person.timezone, next=words.day(due))
    return plain(context, Heading(text, Tone.GOOD))


async def _told(here: str, context: Context) -> Reply:
    words = context.words
    found = next((s for s in await context.services.summaries.all() if s.channel == here), None)
    if found is None:
        return plain(context, Text(words("summary.none")))
    due = words.day(next_after(found.cron, context.services.clock(), found.timezone))
    return plain(
        context, Text(words("summary.list", cron=found.cron, zone=found.timezone, who=found.asked_by, next=due))
    )


SKILLS = (
    Skill(
        intent="watch",
        risk=Risk.CHANGE,
        request=Watch,
        run=watch,
        summary={"en": "tell you when a run ends", "pt": "avisar quando uma execução terminar"},
        examples={
            "en": ("watch FINANCE_PAYROLL", "tell me when FINANCE_PAYROLL ends"),
            "pt": ("acompanha o FINANCE_PAYROLL", "me avisa quando o FINANCE_PAYROLL terminar"),
        },
        slash="watch JOB",
    ),
    Skill(
        intent="unwatch",
        risk=Risk.CHANGE,
        request=Unwatch,
        run=unwatch,
        summary={"en": "stop watching", "pt": "parar de acompanhar"},
        examples={"en": ("stop watching FINANCE_PAYROLL",), "pt": ("para de acompanhar o FINANCE_PAYROLL",)},
        slash="unwatch [JOB]",
    ),
    Skill(
        intent="list_watches",
        request=ListWatches,
        run=watched,
        summary={"en": "list what you watch", "pt": "listar o que você acompanha"},
        examples={"en": ("what am I watching?",), "pt": ("o que estou acompanhando?",)},
        slash="watches",
    ),
    Skill(
        intent="schedule_summary",
        risk=Risk.CHANGE,
        request=ScheduleSummary,
        run=schedule,
        summary={
            "en": "post a health summary here at set times",
            "pt": "postar um resumo de saúde aqui em horários marcados",
        },
        examples={
            "en": ("send a health summary here every day at 6",),
            "pt": ("manda um resumo de saúde aqui todo dia às 6h",),
        },
        slash="summary [CRON|stop]",
    ),
)
