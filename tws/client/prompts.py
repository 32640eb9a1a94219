"""The prompts of the plan by V2 (10.2 and later) and by V1."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from pydantic import TypeAdapter

from tws.client.dialect import in_path
from tws.client.side_by_side import side_by_side
from tws.client.transport import Question, Transport
from tws.client.wire_v1 import JobWire1, PromptWire1, StreamWire1
from tws.client.wire_v2 import PromptWire, SheetWire
from tws.errors import NotInPlan
from tws.models import Job, Prompt
from tws.scheduler import MAX_PAGE

LIST = "/api/v2/plan/prompt"
_SHEET = TypeAdapter(SheetWire[PromptWire])
_ONE, _ONE_V1 = TypeAdapter(PromptWire), TypeAdapter(PromptWire1)
_LIST_V1 = TypeAdapter(tuple[PromptWire1, ...])
_JOB, _STREAM = TypeAdapter(JobWire1), TypeAdapter(StreamWire1)
_WORDS = {"ANSWERED_YES": "YES", "ANSWERED_NO": "NO", "INACT": "NOT_ASKED"}


async def has_prompts(transport: Transport) -> bool:
    """Engines before 10.2 have no prompts in V2."""
    try:
        await transport.ask(_SHEET, Question(LIST, {"limit": 1}))
    except NotInPlan:
        return False
    return True


async def by_v2(transport: Transport, job: Job | None, *, asked_only: bool) -> tuple[Prompt, ...]:
    sheet = await transport.ask(_SHEET, Question(LIST, {"limit": MAX_PAGE}))
    wires = (w for w in sheet.results if _holds(job, w.jobId, w.jobStreamId))
    return _wanted((_prompt_of(w) for w in wires), asked_only=asked_only)


async def by_v1(transport: Transport, job: Job | None, *, asked_only: bool) -> tuple[Prompt, ...]:
    """V1 names the job by its id only: the names are asked for, one by one."""
    asked = Question(
        "/plan/current/prompt/query",
        body={"filters": {"promptInPlanFilter": {}}},
        headers={"How-Many": str(MAX_PAGE)},
    )
    wires = [w for w in await transport.ask(_LIST_V1, asked) if not asked_only or _word(w.status) == "ASKED"]
    own = [w for w in wires if _holds(job, w.jobId, w.jobStreamId)]
    named = await side_by_side(partial(_named, transport), own or wires)
    return tuple(p for p in named if own or _names(job, p))


async def status(transport: Transport, prompt_id: str, *, v2: bool) -> str:
    """Of one prompt, asked for by its id. Raises NotInPlan."""
    if v2:
        return _word((await transport.ask(_ONE, Question(f"{LIST}/{in_path(prompt_id)}"))).status)
    return _word((await transport.ask(_ONE_V1, Question(f"/plan/current/prompt/{in_path(prompt_id)}"))).status)


def _names(job: Job | None, prompt: Prompt) -> bool:
    """By names, where the job comes from V2 and has another id than in V1."""
    return job is None or (prompt.job_stream == job.job_stream and prompt.job in ("", job.name))


def _holds(job: Job | None, job_id: str, stream_id: str) -> bool:
    """A prompt holds its job, or every job of its job stream."""
    return job is None or job_id == job.id or (not job_id and stream_id == job.job_stream_id)


def _wanted(prompts: Iterable[Prompt], *, asked_only: bool) -> tuple[Prompt, ...]:
    return tuple(p for p in prompts if not asked_only or p.status == "ASKED")


def _word(status: str) -> str:
    return _WORDS.get(status, status)


def _prompt_of(wire: PromptWire) -> Prompt:
    return Prompt(
        id=wire.id,
        number=wire.number,
        name=wire.name,
        text=wire.text,
        status=_word(wire.status),
        job=wire.jobKey.rpartition(".")[2],
        job_stream=wire.jobStreamKey.rpartition("/")[2],
        asked=wire.timeAsked,
    )


async def _named(transport: Transport, wire: PromptWire1) -> Prompt:
    name, status = wire.promptInPlanKey.name, _word(wire.status)
    prompt = Prompt(wire.id, wire.number, name, wire.text, status, asked=wire.timeAsked)
    if wire.jobId:
        job = await transport.ask(_JOB, Question(f"/plan/current/job/{in_path(wire.jobId)}"))
        return replace(prompt, job=job.name, job_stream=job.jobStreamInPlan.name)
    if wire.jobStreamId:
        stream = await transport.ask(_STREAM, Question(f"/plan/current/jobstream/{in_path(wire.jobStreamId)}"))
        return replace(prompt, job_stream=stream.key.name)
    return prompt
