"""The form that answers a prompt of the scheduler: what is asked, what is answered, what waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.approvals.order import REPLY_PROMPT, Order, Target
from bot.context import Context
from bot.registry import Risk, Skill
from bot.reply import Reply, Text, Tone
from bot.requests import ReplyPrompt
from bot.skills.blocks import answer, button, buttons
from bot.skills.order_wish import answered, denied, draft
from bot.skills.orders import DEPTH, named_risks, waiting
from bot.skills.waits import RESTS
from bot.skills.which import find
from tws.models import Dependency, Job, JobQuery, Prompt
from tws.names import JobName
from tws.scheduler import MAX_PAGE

SHOWN = 8
LOOKED_AT = 20
"""Jobs of a job stream whose successors are counted."""


async def ask_prompt(request: ReplyPrompt, context: Context) -> Reply:
    return await answered(await _form(request, context), context)


async def _form(request: ReplyPrompt, context: Context) -> Order | Reply:
    asked = await _prompts(request, context)
    if not asked:
        return answer(context, Text(context.words("order.prompt_none"), Tone.WARN))
    if len(asked) > 1:
        ways = (button(label(p), ReplyPrompt(p.id, request.yes, None, request.reason)) for p in asked[:SHOWN])
        return answer(context, Text(context.words("order.prompt_many", count=len(asked))), buttons(*ways))
    prompt = asked[0]
    verdict = context.services.access.judge(context.member, REPLY_PROMPT, None, context.place)
    if not verdict.allowed:
        return await denied(verdict, REPLY_PROMPT, label(prompt), context)
    return await draft(REPLY_PROMPT, await _target(prompt, request.yes, context), request.reason, verdict, context)


async def _prompts(request: ReplyPrompt, context: Context) -> list[Prompt]:
    asked = await context.scheduler.prompts()
    if request.prompt:
        wanted = request.prompt.upper()
        return [p for p in asked if wanted in (p.id.upper(), p.name.upper(), str(p.number))]
    if request.job is not None:
        return [p for p in asked if p.job.upper() == request.job.name.upper()]
    return list(asked)


def label(prompt: Prompt) -> str:
    return (prompt.text or prompt.name or f"#{prompt.number}")[:70]


async def _target(prompt: Prompt, yes: bool, context: Context) -> Target:
    held = await _held(prompt, context)
    behind, critical = await asyncio.gather(_behind(held, context), context.scheduler.critical_jobs())
    late = set() if prompt.job else {job.id for job in held if job.status.common in RESTS}
    waits = {job.id for job in waiting(behind)} - {job.id for job in held}
    return Target(
        name=prompt.text or label(prompt),
        prompt_id=prompt.id,
        yes=yes,
        waits=".".join(part for part in (prompt.job_stream, prompt.job) if part),
        waiting=len(waits | late),
        at_risk=named_risks(waits | {job.id for job in held}, critical),
        engine=context.told_engine,
    )


async def _behind(held: Sequence[Job], context: Context) -> tuple[Dependency, ...]:
    found = await asyncio.gather(*(context.scheduler.successors(job, depth=DEPTH) for job in held[:LOOKED_AT]))
    return tuple(link for links in found for link in links)


async def _held(prompt: Prompt, context: Context) -> Sequence[Job]:
    """The job, or every job of the job stream, that waits for the answer; none where the plan does not tell."""
    if prompt.job:
        return await find(JobName(prompt.job, prompt.job_stream), context.scheduler)
    if not prompt.job_stream:
        return ()
    return (await context.scheduler.jobs(JobQuery(job_stream=prompt.job_stream), limit=MAX_PAGE)).items


SKILL = Skill(
    intent="confirm_prompt",
    request=ReplyPrompt,
    run=ask_prompt,
    summary={"en": "answer a prompt of the scheduler", "pt": "responder a um prompt do scheduler"},
    examples={"en": ("reply yes to prompt 12",), "pt": ("responde sim ao prompt 12",)},
    slash="reply NUMBER yes|no",
    risk=Risk.CHANGE,
)
