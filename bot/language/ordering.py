"""Typed requests for changes, answers to prompts, and watches. What is not certain becomes a question."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from bot.language import choices, given, prompts, reasons
from bot.language.declined import condition, is_conditional, unheard
from bot.language.heard import Heard
from bot.language.one_run import one_run
from bot.language.outcomes import left_open, stated
from bot.language.text import fold
from bot.requests import (
    Ambiguous,
    Cancel,
    Change,
    Choice,
    Confirm,
    FailedJobs,
    Hold,
    JobStreamStatus,
    Kill,
    ListJobs,
    NotYet,
    Release,
    ReplyPrompt,
    Request,
    Rerun,
    Submit,
    Unwatch,
    Watch,
    Window,
    YesNo,
)
from tws.names import JobName

CHANGES: dict[str, type[Change]] = {"rerun": Rerun, "cancel": Cancel, "hold": Hold, "release": Release, "kill": Kill}
_TO_COME = ("hold", "release", "cancel")
"""Orders about what has not run yet."""
_SUCCESS = re.compile(r"[\s;,:-]*(?:as |como |com |a )?(?:succ\w*|success\w*|sucesso|ok|bem|exito\w*|done)\b[\s,;:-]*")
_SINGLE = re.compile(r"\b(?:the|that|o|esse|este) (?:failed )?(?:one|job)\b")
_ABEND = re.compile(r"[\s;,:-]*(?:as |como |com |a )?(?:abend\w*|fail\w*|falh\w*|erro|error|fall\w*)\b[\s,;:-]*")


def change(intent: str, heard: Heard) -> Request:
    """An order for one job; for several, the choice of one."""
    kind = CHANGES[intent]
    if is_conditional(fold(heard.text)):
        return _if(kind, intent, heard)
    if more := unheard(intent, fold(heard.text), heard.read):
        return NotYet(more)
    if intent == "rerun" and is_every_failed(heard):
        return _every_failed(heard)
    window, reason = _run_said(intent, heard)
    if len(heard.jobs) > 1 or (heard.jobs and heard.read.has("every_one") and heard.read.has("jobs")):
        each = tuple(Choice(f"{intent} {job}", kind(job, reason=reason, window=window)) for job in heard.jobs[:5])
        return Ambiguous(each, intent)
    if heard.job is None:
        return NotYet(f"{intent}_job_stream") if heard.found.stream else Ambiguous((), intent, "job")
    return kind(heard.job, reason=reason, window=window)


def is_every_failed(heard: Heard) -> bool:
    """`rerun everything that failed`: none of them is named, and the thread's job is not meant."""
    if heard.found.job:
        return False
    several = heard.read.has("failed") and not heard.read.has("pron") and not _SINGLE.search(fold(heard.text))
    return several or heard.read.has("every_one")


def _every_failed(heard: Heard) -> Ambiguous:
    stream = heard.found.stream.rpartition("#")[2]
    failed = FailedJobs(None, JobName("@", stream) if stream else None, heard.found.workstation)
    return Ambiguous((Choice("failed jobs", failed),), "rerun", "failed_job")


def _run_said(intent: str, heard: Heard) -> tuple[Window | None, str]:
    """The time of the run that is meant, and the reason. Of a slash command the time comes right after the job."""
    times, said = heard.found.times, _reason(heard)
    window = one_run(times, heard.now, to_come=intent in _TO_COME) if times else None
    if not heard.typed or times is None or window is None or not heard.tail:
        return window, said
    rest = heard.tail[times.span[1] :]
    return window, reasons.after_command(rest, fold(rest))


def submit(heard: Heard) -> Request:
    """A job stream or a job for the plan; one of them, and now."""
    if is_conditional(fold(heard.text)):
        return _if(lambda job: Submit("", job), "submit", heard)
    if more := unheard("submit", fold(heard.text), heard.read):
        return NotYet(more)
    alias, pairs = given.alias(heard.text), given.variables(heard.text)
    none = {alias, *(name for name, _ in pairs)}
    station, streams = heard.found.workstation, dict.fromkeys(name.upper() for name in heard.found.of("stream"))
    reason = given.without(heard.tail or reasons.parted(heard.text, fold(heard.text))[1])
    made = partial(Submit, workstation=station, reason=reason, alias=alias, variables=pairs)
    if named := [name for name in streams if name not in none]:
        ways: list[Request] = [made(name, None) for name in named]
    else:
        jobs = heard.jobs or ((heard.job,) if heard.job else ())
        ways = [made("", job) for job in jobs if job.name not in none]
    if len(ways) > 1:
        return choices.either(ways, "submit", heard.read.language)
    return ways[0] if ways else Ambiguous((), "submit", "job")


def _if(kind: Callable[[JobName], Request], intent: str, heard: Heard) -> Request:
    """`if PAY01 fails, rerun it`: to be told of it, or the order now; no order waits for anything."""
    if heard.job is None:
        return _if_of_many(intent, heard)
    jobs = heard.jobs or (heard.job,)
    waited, ordered = (jobs[-1], jobs[0]) if _is_said_first(jobs[0], heard) else (jobs[0], jobs[-1])
    return choices.either([Watch(waited), kind(ordered)], intent, heard.read.language)


def _if_of_many(intent: str, heard: Heard) -> Request:
    """Of a stream or of a workstation's jobs: how they stand."""
    stream, station = heard.found.stream.rpartition("#")[2], heard.found.workstation
    if not stream and not station:
        return NotYet(f"{intent}_later")
    asked = JobStreamStatus(stream) if stream else ListJobs(None, station)
    return choices.either([asked], intent, heard.read.language)


def _is_said_first(job: JobName, heard: Heard) -> bool:
    """`rerun PAY01 if PAY02 ends`: whether what is ordered stands before what it waits for."""
    folded = fold(heard.text)
    at = condition(folded)
    return at > folded.find(fold(str(job))) >= 0


def _reason(heard: Heard) -> str:
    return reasons.after_command(heard.tail, fold(heard.tail)) if heard.typed else heard.tail


def confirm(heard: Heard) -> Request:
    """How a job ended, a yes or no to a prompt, or a bare yes or no."""
    if heard.typed:
        return _confirm_typed(heard)
    if answer := prompts.answered(fold(heard.text), heard.found.prompt):
        return _reply(answer, heard)
    if heard.read.has("ANSWER"):
        return _yes_no(heard)
    if heard.job and (ended := _outcome(heard.job, heard)):
        return ended
    if heard.found.prompt:
        return Ambiguous(_either(heard.found.prompt), "confirm_prompt")
    return Ambiguous((), "confirm_prompt", "prompt")


def reply_typed(heard: Heard) -> Request:
    """`reply 12 yes`."""
    folded = fold(heard.text)
    if answer := prompts.typed(folded):
        return _reply(answer, heard)
    number = folded.strip(" #")
    return (
        Ambiguous(_either(number), "confirm_prompt") if number.isdigit() else Ambiguous((), "confirm_prompt", "prompt")
    )


def _either(prompt: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(f"{word} → prompt {prompt}", ReplyPrompt(prompt, yes)) for word, yes in (("yes", True), ("no", False))
    )


def _reply(answer: prompts.Answer, heard: Heard) -> Request:
    job = None if answer.prompt else heard.found.job
    if not answer.prompt and job is None:
        return Ambiguous((), "confirm_prompt", "prompt")
    rest = heard.text[answer.end :]
    folded = fold(rest)
    reason = reasons.after_command(rest, folded) if heard.typed else reasons.parted(rest, folded)[1]
    return ReplyPrompt(answer.prompt, answer.yes, job, reason)


def _yes_no(heard: Heard) -> Request:
    if heard.read.has("yes") and heard.read.has("nope"):
        return Ambiguous((), "confirm_prompt")
    return YesNo(not heard.read.has("nope"))


def _outcome(job: JobName, heard: Heard) -> Request | None:
    """Only where a verb to confirm or to mark comes before the job; None where nothing of it is said."""
    for hit in heard.read.hits:
        if not hit.concepts & {"confirm", "mark"}:
            continue
        good = stated(heard.found, hit.last)
        if good is not None and not heard.read.has("not"):
            return Confirm(job, reason=heard.tail, window=_run_said("confirm_prompt", heard)[0], successful=good)
        if good is not None or left_open(heard.found, hit.last):
            return Ambiguous(_outcomes(job), "confirm_prompt")
    return None


def _outcomes(job: JobName) -> tuple[Choice, ...]:
    return (
        Choice(f"{job}: SUCC", Confirm(job, successful=True)),
        Choice(f"{job}: ABEND", Confirm(job, successful=False)),
    )


def _confirm_typed(heard: Heard) -> Request:
    if heard.job is None:
        return Ambiguous((), "confirm_prompt", "job")
    folded = fold(heard.tail)
    good, bad = _SUCCESS.match(folded), _ABEND.match(folded)
    match = good or bad
    if not match:
        return Ambiguous(_outcomes(heard.job), "confirm_prompt")
    reason = reasons.after_command(heard.tail[match.end() :], folded[match.end() :])
    return Confirm(heard.job, reason=reason, successful=bool(good))


def watch(heard: Heard) -> Request:
    return Watch(heard.job) if heard.job else Ambiguous((), "watch", "job")


def unwatch(heard: Heard) -> Request:
    return Unwatch(heard.job)


def _changing(intent: str) -> Callable[[Heard], Request]:
    return lambda heard: change(intent, heard)


BUILDERS: dict[str, Callable[[Heard], Request]] = {
    **{intent: _changing(intent) for intent in CHANGES},
    "submit": submit,
    "confirm_prompt": confirm,
    "reply_prompt": reply_typed,
    "watch": watch,
    "unwatch": unwatch,
}
