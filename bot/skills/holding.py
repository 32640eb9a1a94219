"""What really holds a job that waits: back along its open links to those that do not wait for another."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.context import Context
from bot.reply import Block, Button, Text, Tone
from bot.requests import Release, ReplyPrompt, Rerun
from bot.skills.blocks import LABEL, button, buttons, named_log_button, short
from bot.skills.waits import RESTS, expected_end, planned
from bot.skills.workstation_status import problem_of
from bot.words import Words
from tws.models import CommonStatus, Dependency, Job, Prompt
from tws.names import JobName

MOST = 60
"""Jobs whose links are read for one answer."""
TOLD = 5
ACTED = 2
"""Roots that get buttons."""
WAY = 4
"""Jobs of one way that are told."""
_WORST = ("failed", "prompt", "held", "station", "resource", "file", "other", "stream", "running", "time", "waits")
"""Kinds, those that need somebody's hand first."""


@dataclass(frozen=True, slots=True)
class Root:
    """One end of the way back."""

    kind: str
    job: Job
    """What failed, runs or rests; of a link to something else, the job that waits for it."""
    name: str = ""
    """Of the prompt, resource, file or job stream; what is wrong with the workstation."""
    prompt: Prompt | None = None
    via: tuple[str, ...] = ()
    """The jobs between it and the one that was asked about, the nearest to the root first."""


@dataclass(frozen=True, slots=True)
class _Step:
    job: Job
    via: tuple[str, ...] = ()


async def roots_of(job: Job, context: Context) -> tuple[Root, ...]:
    """The worst first; empty for a job that has begun or is over. The way is cut after `MOST` jobs."""
    if job.runs or job.status.common not in RESTS:
        return ()
    seen, level, found, read = {job.id}, [_Step(job)], list[Root](), 0
    while level and read < MOST:
        read += len(level)
        ends, onward = await _one_level(level, context)
        found += ends
        level = [step for step in onward if step.job.id not in seen][: MOST - read]
        seen.update(step.job.id for step in level)
    told = [root for root in _each_once(found) if root.kind != "waits" or root.job.id != job.id]
    return tuple(sorted(told, key=lambda root: _WORST.index(root.kind)))


async def _one_level(level: Sequence[_Step], context: Context) -> tuple[list[Root], list[_Step]]:
    """The roots that are met here, and the jobs to go on with, each once."""
    links = await asyncio.gather(*(_open_links(step.job, context) for step in level))
    ends, onward = list[Root](), dict[str, _Step]()
    for step, before in zip(level, links, strict=True):
        own, jobs = await _parted(step, before, context)
        ends += own
        for one in jobs:
            onward.setdefault(one.job.id, one)
    return ends, list(onward.values())


async def _parted(step: _Step, before: Sequence[Dependency], context: Context) -> tuple[list[Root], list[_Step]]:
    """What holds one job by itself, and the jobs that it waits for and that wait themselves.

    A resource, or a prompt that nobody was asked yet, holds only a job that waits for nothing else.
    """
    via, hard, soft, onward = (step.job.name, *step.via), list[Root](), list[Root](), list[_Step]()
    for link in before:
        if link.job is None:
            root = await _of_thing(link, step, context)
            (soft if root.kind == "resource" or (root.kind == "prompt" and not root.prompt) else hard).append(root)
        elif link.job.status.common in RESTS and not _is_held(link.job):
            onward.append(_Step(link.job, via))
        else:
            hard.append(await _of_job(_Step(link.job, via), context))
    if not onward and not any(link.job for link in before) and (due := _due(step.job, context)):
        return [*hard, Root("time", step.job, context.words.when(due), via=step.via)], []
    if not hard and not onward:
        return soft or [await _resting(step, context)], []
    return hard, onward


def _due(job: Job, context: Context) -> datetime | None:
    """Its own time or its stream's, where that is still to come."""
    due = planned(job)
    return due if due and due > context.services.clock() else None


async def _of_thing(link: Dependency, step: _Step, context: Context) -> Root:
    kind = {"job_stream": "stream"}.get(link.kind, link.kind if link.kind in _WORST else "other")
    prompt = await _prompt(link, step.job, context) if kind == "prompt" else None
    return Root(kind, step.job, link.name or link.job_stream, prompt, step.via)


async def _of_job(step: _Step, context: Context) -> Root:
    kind = {CommonStatus.ERROR: "failed", CommonStatus.RUNNING: "running"}.get(step.job.status.common)
    return Root(kind, step.job, via=step.via) if kind else await _resting(step, context)


async def _open_links(job: Job, context: Context) -> list[Dependency]:
    """Of a whole job stream its last jobs, where the plan tells them."""
    near = [link for link in await context.scheduler.predecessors(job) if not link.met]
    streams = {link.job_stream for link in near if link.kind == "job_stream"}
    if not streams:
        return near
    wider = await context.scheduler.predecessors(job, depth=2)
    inside = [d for d in wider if d.distance == 2 and d.job and not d.met and d.job_stream in streams]
    told = {d.job_stream for d in inside}
    return [link for link in near if link.kind != "job_stream" or link.job_stream not in told] + inside


def _is_held(job: Job) -> bool:
    return job.priority == 0 or job.status.reason == "HOLD_PRIORITY_ZERO"


async def _prompt(link: Dependency, job: Job, context: Context) -> Prompt | None:
    asked = await context.scheduler.prompts(job=job)
    named = [p for p in asked if link.name in (p.name, str(p.number), p.text)]
    return named[0] if named else asked[0] if len(asked) == 1 else None


async def _resting(step: _Step, context: Context) -> Root:
    """Why a job that waits for no other does not start."""
    job = step.job
    if _is_held(job):
        return Root("held", job, via=step.via)
    if due := _due(job, context):
        return Root("time", job, context.words.when(due), via=step.via)
    if problem := await _of_station(job, context):
        return Root("station", job, problem, via=step.via)
    return Root("waits", job, context.words.reason(job.status), via=step.via)


async def _of_station(job: Job, context: Context) -> str:
    stations = (await context.scheduler.workstations(job.workstation.rpartition("/")[2], limit=5)).items
    mine = [s for s in stations if s.key == job.workstation] or list(stations)
    return problem_of(mine[0], context.words) if mine else ""


def _each_once(found: Sequence[Root]) -> list[Root]:
    each: dict[tuple[str, str, str], Root] = {}
    for root in found:
        each.setdefault((root.kind, root.job.id, root.name), root)
    return list(each.values())


def told(roots: Sequence[Root], job: Job, context: Context) -> list[Block]:
    """What holds the job, in lines, and what can be done about it."""
    if not roots:
        return []
    words, left = context.words, len(roots) - TOLD
    lines = [words("holding.title", job=job.name), *(f"• {_line(root, job, words)}" for root in roots[:TOLD])]
    lines += [words("relations.more", count=left)] if left > 0 else []
    tone = Tone.BAD if roots[0].kind == "failed" else Tone.WARN
    row = buttons(*(b for root in roots[:ACTED] for b in _actions(root, context)))
    return [Text("\n".join(lines), tone), *([row] if row else [])]


def _line(root: Root, job: Job, words: Words) -> str:
    run, via = root.job.last_run, [name for name in root.via if name != job.name]
    end = expected_end(root.job, words.now)
    key = "running_until" if root.kind == "running" and end else root.kind
    said = words(
        f"holding.{key}",
        job=root.job.name,
        name=root.prompt.text or root.name if root.prompt else root.name,
        status=words.status(root.job.status) if root.kind == "waits" else root.job.status.internal,
        when=words.when(end or (run.ended if run else None)),
        station=short(root.job.workstation),
    )
    return f"{said} ({words('holding.via', jobs=_way(via))})" if via else said


def _way(via: Sequence[str]) -> str:
    """The jobs of a long way are not all told."""
    return " → ".join(via if len(via) <= WAY else (*via[: WAY - 1], "…", via[-1]))


def _actions(root: Root, context: Context) -> list[Button | None]:
    words, job, name = context.words, root.job, JobName(root.job.name)
    if root.kind == "failed":
        rerun = button(words("button.rerun_of", job=job.name)[:LABEL], Rerun(name, job.id))
        return [named_log_button(context, job), rerun]
    if root.kind == "held":
        return [button(words("button.release_of", job=job.name)[:LABEL], Release(name, job.id))]
    if root.prompt:
        return prompt_buttons(root.prompt, words)
    return [named_log_button(context, job)] if root.kind == "running" else []


def prompt_buttons(prompt: Prompt, words: Words) -> list[Button | None]:
    """Yes and No of one prompt; each brings the order's form."""
    label = str(prompt.number) if prompt.number is not None else prompt.name or prompt.text
    return [
        button(
            words("button.answer", answer=words(f"word.{answer}").capitalize(), prompt=label)[:LABEL],
            ReplyPrompt(prompt.id, answer == "yes"),
        )
        for answer in ("yes", "no")
    ]
