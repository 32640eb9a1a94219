"""A job stream or a job of the database, put into the plan: where it is defined, and what a yes would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.access import Concerned, Verdict
from bot.approvals.options import BadOption, with_options
from bot.approvals.order import Order, Target
from bot.approvals.submitting import in_plan
from bot.context import Context
from bot.registry import Risk, Skill
from bot.reply import Button, Heading, Reply, Text, Tone
from bot.requests import Submit, Verb
from bot.skills.blocks import LABEL, answer, button, buttons, plain, short
from bot.skills.order_wish import answered, denied, draft
from bot.skills.which import find, is_station
from tws.models import Job, JobQuery, JobStreamQuery
from tws.names import JobName
from tws.scheduler import MAX_PAGE

SHOWN = 8
"""Definitions of one name that get a button."""


@dataclass(frozen=True, slots=True)
class Definition:
    kind: Literal["job", "job_stream"]
    name: str
    workstation: str
    """With its folder: /MDM."""
    folder: str = "/"
    critical: bool = False
    """Whether a job of that name is in the critical network of today's plan, or nobody can tell."""
    unseen: bool = False
    """A job stream that today's plan does not have: which jobs it brings is not known."""

    @property
    def key(self) -> str:
        return f"{self.workstation}#{self.folder}{self.name}"


async def ask(request: Submit, context: Context) -> Reply:
    if request.instead:
        await context.services.approvals.drop_drafts(context.member, context.place)
    return await answered(await _form(request, context), context)


async def _form(request: Submit, context: Context) -> Order | Reply:
    name = _named(request)
    if not _is_one(name):
        return answer(context, Text(context.words("order.submit_one", name=str(name)[:60]), Tone.WARN))
    found = await _known(request, name, context) or _told(request, name)
    if len(found) != 1:
        return _which(request, name, found, context)
    meant = found[0]
    verdict = await _verdict(meant, context)
    if not verdict.allowed:
        return await denied(verdict, Verb.SUBMIT, meant.key, context)
    try:
        target = _given(request, await _target(meant, context), context)
    except BadOption as fault:
        return plain(context, Text(context.words(f"order.{fault.why}"), Tone.WARN))
    return await draft(Verb.SUBMIT, target, request.reason, verdict, context)


def _given(request: Submit, target: Target, context: Context) -> Target:
    """With the name, the time and the variables that were asked for. Raises BadOption."""
    return with_options(target, request.alias, request.begins, request.variables, context.services.clock())


def _named(request: Submit) -> JobName:
    """The name that is looked for, with all that was said of where it is defined."""
    stream = JobName.parse(request.job_stream)
    name = stream if request.job_stream else request.job or JobName("")
    return replace(name, workstation=name.workstation or request.workstation.upper())


def _is_one(name: JobName) -> bool:
    """Whether all that was named could be the product's, and none of it is a pattern."""
    parts = (*name.workstation.split("/"), *name.folder.split("/"), name.job_stream)
    said = [JobName(name.name), *(JobName(part) for part in parts if part)]
    return all(part.is_legal and not part.has_wildcard for part in said)


async def _known(request: Submit, name: JobName, context: Context) -> list[Definition]:
    """Where the plan has it. A name alone may be a job's or a job stream's."""
    if request.job_stream:
        return await _streams(name, context)
    return await _jobs(name, context) or ([] if name.job_stream else await _streams(name, context))


async def _streams(name: JobName, context: Context) -> list[Definition]:
    found = (await context.scheduler.job_streams(JobStreamQuery(name=name.name), limit=MAX_PAGE)).items
    on = (s for s in found if not name.workstation or is_station(s.workstation, name.workstation))
    there = (s for s in on if not name.folder or s.folder == _folder(name.folder))
    return sorted({Definition("job_stream", s.name, s.workstation, s.folder) for s in there}, key=_key)


async def _jobs(name: JobName, context: Context) -> list[Definition]:
    """A job is defined on the workstation that it runs on; in its job stream's folder, unless one is named."""
    found = await find(replace(name, workstation="", folder=""), context.scheduler)
    there = [j for j in found if not name.workstation or is_station(j.workstation, name.workstation)]
    critical = any(j.critical for j in there)
    folders = {(j.workstation, _folder(name.folder) if name.folder else j.folder) for j in there}
    return sorted((Definition("job", name.name, *at, critical=critical) for at in folders), key=_key)


def _key(one: Definition) -> str:
    return one.key


def _told(request: Submit, name: JobName) -> list[Definition]:
    """What the plan does not have is where the person says; the scheduler refuses it where that is wrong."""
    if not name.workstation:
        return []
    where = (_folder(name.workstation).rstrip("/"), _folder(name.folder))
    if request.job_stream:
        return [Definition("job_stream", name.name, *where, critical=True, unseen=True)]
    return [Definition("job", name.name, *where)]


def _folder(path: str) -> str:
    """As the plan writes it, so that no other spelling of a job stream reads as one that nobody has seen."""
    return "/" + "".join(f"{part}/" for part in path.split("/") if part)


async def _verdict(meant: Definition, context: Context) -> Verdict:
    """The strictest of what the rules say of it and of each job that it brings: no way round a rule of a job."""
    judge, member = context.services.access.judge, context.member
    subjects: list[Concerned] = [meant, *await _brought(meant, context)]
    verdicts = [judge(member, Verb.SUBMIT, one, context.place) for one in subjects]
    found = min(verdicts, key=lambda one: (one.allowed, not one.second))
    return replace(found, why="unseen") if meant.unseen and found.why == "critical" else found


async def _brought(meant: Definition, context: Context) -> list[Job]:
    """A job stream's jobs, as today's plan has them."""
    if meant.kind == "job" or meant.unseen:
        return []
    found = (await context.scheduler.jobs(JobQuery(job_stream=meant.name), limit=MAX_PAGE)).items
    return [j for j in found if (j.job_stream_workstation, j.folder) == (meant.workstation, meant.folder)]


async def _target(meant: Definition, context: Context) -> Target:
    return Target(
        name=meant.name,
        key=meant.key,
        runs=len(await in_plan(meant.kind, meant.key, context.scheduler)),
        engine=context.told_engine,
        submits=meant.kind,
    )


def _which(request: Submit, name: JobName, found: Sequence[Definition], context: Context) -> Reply:
    words, kind = context.words, "job_stream" if request.job_stream else "job"
    if not found:
        told = Text(words(f"order.submit_where_{kind}", name=name.name))
        return answer(context, Heading(words("order.submit_unknown", name=name.name), Tone.WARN), told)
    title = words("order.submit_which", name=name.name, count=len(found))
    return answer(context, Heading(title), buttons(*(_choice(request, one) for one in found[:SHOWN])))


def _choice(request: Submit, one: Definition) -> Button:
    key = JobName(one.name, folder=one.folder, workstation=one.workstation)
    stream = str(key) if one.kind == "job_stream" else ""
    meant = replace(request, job_stream=stream, job=None if stream else key, workstation="")
    return button(short(one.key)[-LABEL:], meant)


SKILL = Skill(
    intent="submit",
    request=Submit,
    run=ask,
    summary={
        "en": "put a job stream or a job into the plan",
        "pt": "submeter um job stream ou um job ao plano",
    },
    examples={
        "en": ("submit job stream PAYROLL because the file came late",),
        "pt": ("submete o job stream PAYROLL porque o arquivo atrasou",),
    },
    slash="submit NAME",
    risk=Risk.CHANGE,
)
