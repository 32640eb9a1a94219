"""Changes: the question with its consequences, the requester's yes, the second person's word."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from bot.approvals.approvals import OrderRefused
from bot.approvals.options import FAULTS, Typed
from bot.approvals.order import Order, State, Target
from bot.context import Context
from bot.delivery.sender import NEVER
from bot.registry import Risk, Skill
from bot.reply import Heading, Reply, Text, Tone
from bot.requests import (
    Cancel,
    Change,
    Confirm,
    DecideOrder,
    Hold,
    JobStatus,
    Kill,
    Release,
    Rerun,
    RerunSuccessors,
    SendOrder,
    Verb,
    WithdrawOrder,
    YesNo,
)
from bot.skills.blocks import answer, buttons, plain, some, status_button
from bot.skills.order_card import card, draft_form, state, subject, verb
from bot.skills.order_run import on_its_way, run_of
from bot.skills.order_wish import NAMED, answered, approvers, denied, draft
from bot.skills.rerun_behind import again_behind
from bot.skills.waits import RESTS
from tws.models import CommonStatus, CriticalJob, Dependency, Job
from tws.names import JobName

DEPTH = 10
"""Links that are followed for what waits behind a job."""

_CommonStatuses = frozenset[CommonStatus]
_RAN = frozenset({CommonStatus.SUCCESSFUL, CommonStatus.ERROR, CommonStatus.CANCELED})
POSSIBLE: Mapping[Verb, _CommonStatuses] = {
    Verb.RERUN: _RAN,
    Verb.RERUN_SUCCESSORS: _RAN,
    Verb.CANCEL: RESTS | {CommonStatus.RUNNING, CommonStatus.ERROR},
    Verb.HOLD: RESTS - {CommonStatus.HELD},
    Verb.RELEASE: RESTS,
    Verb.KILL: frozenset({CommonStatus.RUNNING}),
    Verb.CONFIRM_SUCCESS: frozenset({CommonStatus.ERROR, CommonStatus.RUNNING, CommonStatus.UNDECIDED}),
    Verb.CONFIRM_ABEND: frozenset({CommonStatus.RUNNING, CommonStatus.UNDECIDED}),
}
"""In which states of a job a change makes sense; the scheduler has the last word (hwa-rest-api 6.2)."""
CORRECTED = frozenset({"no_reason", *FAULTS})
"""What is wrong with a form that its asker can put right."""
_VERBS: Mapping[type[Change], Verb] = {
    Rerun: Verb.RERUN,
    RerunSuccessors: Verb.RERUN_SUCCESSORS,
    Cancel: Verb.CANCEL,
    Hold: Verb.HOLD,
    Release: Verb.RELEASE,
    Kill: Verb.KILL,
}


async def ask(request: Change, context: Context) -> Reply:
    """From the wish to a form that says what would happen. Nothing is sent."""
    if request.instead:
        await context.services.approvals.drop_drafts(context.member, context.place)
    return await answered(await _form(request, context), context)


async def _form(request: Change, context: Context) -> Order | Reply:
    wanted = verb_of(request)
    found = await run_of(request, context, lambda job: job.status.common in POSSIBLE[wanted])
    if isinstance(found, Reply):
        return found
    verdict = context.services.access.judge(context.member, wanted, found, context.place)
    if not verdict.allowed:
        return await denied(verdict, wanted, found.key, context)
    if found.status.common not in POSSIBLE[wanted]:
        status = context.words.status(found.status)
        return answer(context, Heading(context.words("order.ended", job=found.name, status=status), Tone.WARN))
    if wanted in (Verb.RERUN, Verb.RERUN_SUCCESSORS) and (sent := await on_its_way(found, context)):
        look = status_button(context.words, found.name, JobStatus(JobName(found.name), found.id))
        told = Text(context.words("order.again_on_its_way", job=found.name))
        return answer(context, sent, told, buttons(look))
    again = await again_behind(found, context) if wanted is Verb.RERUN_SUCCESSORS else ()
    if isinstance(again, Reply):
        return again
    target = replace(await _target(found, context), again=again)
    return await draft(wanted, target, request.reason, verdict, context)


def verb_of(request: Change) -> Verb:
    if isinstance(request, Confirm):
        return Verb.CONFIRM_SUCCESS if request.successful else Verb.CONFIRM_ABEND
    return _VERBS[type(request)]


async def _target(job: Job, context: Context) -> Target:
    behind, critical = await asyncio.gather(
        context.scheduler.successors(job, depth=DEPTH), context.scheduler.critical_jobs()
    )
    run = job.last_run
    return Target(
        name=job.name,
        job_id=job.id,
        key=job.key,
        run_id=run.id if run else "",
        runs=len(job.runs),
        status=job.status.internal,
        scheduled=job.scheduled.isoformat() if job.scheduled else "",
        last=run.status.internal if run and run.ended else "",
        ended=run.ended.isoformat() if run and run.ended else "",
        priority=job.priority,
        critical=job.critical,
        waiting=len(waiting(behind)),
        at_risk=at_risk(behind, critical),
        engine=context.told_engine,
    )


def waiting(behind: tuple[Dependency, ...]) -> list[Job]:
    """Jobs behind that have not run."""
    return [d.job for d in behind if d.job is not None and d.job.status.common in RESTS]


def at_risk(behind: tuple[Dependency, ...], critical: tuple[CriticalJob, ...]) -> tuple[str, ...]:
    """Critical jobs among those that wait, each with its deadline."""
    return named_risks({job.id for job in waiting(behind)}, critical)


def named_risks(ids: Collection[str], critical: Sequence[CriticalJob]) -> tuple[str, ...]:
    """Those of the critical jobs that have one of these ids, as `Target.at_risk` keeps them."""
    hit = [c for c in critical if c.job_id in ids]
    return tuple(f"{c.name} {c.deadline.isoformat()}" if c.deadline else c.name for c in hit)


async def send(request: SendOrder, context: Context) -> Reply:
    options = Typed(request.alias, request.begins, request.variables) if request.options else None
    try:
        order = await context.services.approvals.send(request.order, context.member, request.reason, options)
    except OrderRefused as fault:
        if fault.why in CORRECTED and fault.order is not None:
            order = replace(fault.order, reason=request.reason or fault.order.reason)
            return _once_more(fault.why, order, options, context)
        return _refused(fault, context)
    return _taken(order, context)


async def withdraw(request: WithdrawOrder, context: Context) -> Reply:
    try:
        order = await context.services.approvals.withdraw(request.order, context.member)
    except OrderRefused as fault:
        return _refused(fault, context)
    return _replacing(card(order, context.words))


async def decide(request: DecideOrder, context: Context) -> Reply:
    approvals = context.services.approvals
    try:
        order = await approvals.decide(request.order, context.member, approve=request.approve, reason=request.reason)
    except OrderRefused as fault:
        return _refused(fault, context)
    return _replacing(card(order, context.words))


async def yes_no(request: YesNo, context: Context) -> Reply:
    """A bare yes still needs the reason: it brings the form back; a bare no withdraws."""
    order = await context.services.approvals.open_draft(context.member, context.place, request.form)
    if order is None:
        return plain(context, Text(context.words("order.nothing_open"), Tone.WARN))
    if not request.yes:
        return await withdraw(WithdrawOrder(order.id), context)
    return await send(SendOrder(order.id), context) if order.reason else draft_form(order, context.words)


def _taken(order: Order, context: Context) -> Reply:
    """Takes the place of the form, so that nobody presses it again; how it goes on is told by the card alone."""
    words = context.words
    asks = "_ask" if order.place.platform in NEVER else ""
    if order.state is State.WAITING:
        who = approvers(context)
        named = some(who[:NAMED], len(who) - NAMED, words)
        text = Text(words("order.waiting_reply" + asks, job=order.target.name, who=named))
    elif order.state is State.SENT:
        text = Text(words("order.sent_reply" + asks, job=order.target.name))
    else:
        return _replacing(card(order, words))
    heading = Heading(words("order.taken_title", verb=verb(order, words), job=subject(order)))
    return _replacing(Reply((heading, text), language=words.tag))


def _once_more(why: str, order: Order, options: Typed | None, context: Context) -> Reply:
    """The form again with all that was typed, and on top what is wrong with it."""
    warning = Text(context.words(f"order.{why}"), Tone.WARN)
    form = draft_form(order, context.words, options)
    return _replacing(Reply((warning, *form.blocks), language=context.words.tag))


def _refused(fault: OrderRefused, context: Context) -> Reply:
    """A click without effect, told kindly, and only to who clicked."""
    words, order = context.words, fault.order
    values: dict[str, str] = {}
    if order is not None:
        by = words("order.already_by", who=order.decided_name, when=words.when(order.decided_at))
        values = {
            "who": order.asked_name if fault.why == "not_yours" else (by if order.decided_name else ""),
            "state": state(order, words),
            "verb": verb(order, words),
        }
    return Reply((Text(words(f"order.{fault.why}", **values), Tone.WARN),), language=words.tag, private=True)


def _replacing(reply: Reply) -> Reply:
    return Reply(reply.blocks, language=reply.language, replaces=True)


def _skill(
    kind: type[Change], intent: str, summary: tuple[str, str], examples: tuple[tuple[str, ...], tuple[str, ...]]
) -> Skill:
    risk = Risk.DANGEROUS if kind is Kill else Risk.CHANGE
    en, pt = summary
    return Skill(
        intent=intent,
        request=kind,
        run=ask,
        summary={"en": en, "pt": pt},
        examples={"en": examples[0], "pt": examples[1]},
        slash=f"{intent.replace('_', '-')} JOB [REASON]",
        risk=risk,
    )


_RERUN = _skill(
    Rerun,
    "rerun",
    ("rerun a job, with your reason", "reexecutar um job, com o seu motivo"),
    (("rerun FINANCE_EXTRACT because space was freed",), ("reexecuta o FINANCE_EXTRACT porque liberei espaço",)),
)
_CANCEL = _skill(
    Cancel,
    "cancel",
    ("cancel a job", "cancelar um job"),
    (("cancel RISK_REPORT because the file comes tomorrow",), ("cancela o RISK_REPORT porque o arquivo vem amanhã",)),
)
_HOLD = _skill(
    Hold, "hold", ("hold a job back", "segurar um job"), (("hold FINANCE_PAYROLL",), ("segura o FINANCE_PAYROLL",))
)
_RELEASE = _skill(
    Release,
    "release",
    ("let a held job go", "liberar um job retido"),
    (("release FINANCE_PAYROLL",), ("libera o FINANCE_PAYROLL",)),
)
_KILL = _skill(
    Kill, "kill", ("kill a running job", "matar um job em execução"), (("kill AGT_SCAN",), ("mata o AGT_SCAN",))
)
_CONFIRM = Skill(
    intent="confirm_prompt",
    request=Confirm,
    run=ask,
    summary={"en": "tell the scheduler how a job ended", "pt": "dizer ao scheduler como um job terminou"},
    examples={"en": ("confirm FINANCE_EXTRACT as successful",), "pt": ("confirma o FINANCE_EXTRACT como sucesso",)},
    slash="confirm JOB succ|abend",
    risk=Risk.CHANGE,
)
_WIDER = Skill(
    intent="rerun_successors",
    request=RerunSuccessors,
    run=ask,
    summary={
        "en": "rerun a job and all that ran after it",
        "pt": "reexecutar um job e tudo o que rodou depois dele",
    },
    examples={"en": (), "pt": ()},
    slash="",
    risk=Risk.DANGEROUS,
)


def _click(kind: type, run: object, intent: str) -> Skill:
    """Only buttons ask for these; the order itself says who may."""
    return Skill(intent=intent, request=kind, run=run, summary={}, examples={}, slash="", risk=Risk.CHANGE)  # type: ignore[arg-type]


SKILLS = (
    _RERUN,
    _CANCEL,
    _HOLD,
    _RELEASE,
    _KILL,
    _CONFIRM,
    _WIDER,
    _click(YesNo, yes_no, "confirm_prompt"),
    _click(SendOrder, send, "send_order"),
    _click(WithdrawOrder, withdraw, "withdraw_order"),
    _click(DecideOrder, decide, "decide_order"),
)
