"""The actions of the scheduler's face. Each is sent once, and makes what is kept of the plan old."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from pydantic import TypeAdapter

from tws.client import acts, submits
from tws.client.ages import TOUCHED
from tws.client.core import Core
from tws.client.dialect import in_path
from tws.client.orders import Order
from tws.client.signs import shows
from tws.client.transport import Question
from tws.errors import OutcomeUnknown, SchedulerError
from tws.models import Job, JobStream, Prompt, Signed, Workstation
from tws.records import RerunOptions, Submission

T = TypeVar("T")
LOOKS = (1.0, 3.0)
"""Pauses in seconds before each look at the plan, after an answer was lost: the plan follows with some delay."""
_log = structlog.get_logger(__name__)
_WHOLE = TypeAdapter(dict[str, object])
_PLAIN = RerunOptions()


class Actions(Core):
    async def rerun(self, job: Job, signed: Signed, options: RerunOptions = _PLAIN) -> None:
        await self._send_for("rerun", job, acts.rerun(job, signed, options, v2=await self._speaks_v2()))

    async def cancel(self, job: Job, signed: Signed) -> None:
        await self._act("cancel", job, signed)

    async def cancel_pending(self, job: Job, signed: Signed) -> None:
        await self._act("cancel-pending", job, signed)

    async def hold(self, job: Job, signed: Signed) -> None:
        await self._act("hold", job, signed)

    async def release(self, job: Job, signed: Signed) -> None:
        await self._act("release", job, signed)

    async def release_dependencies(self, job: Job, signed: Signed) -> None:
        await self._act("release-all-dependencies", job, signed)

    async def kill(self, job: Job, signed: Signed) -> None:
        await self._act("kill", job, signed)

    async def confirm(self, job: Job, signed: Signed, *, successful: bool) -> None:
        await self._act("confirm-succ" if successful else "confirm-abend", job, signed)

    async def change_priority(self, job: Job, signed: Signed, *, priority: int) -> None:
        acts.within("priority", priority, acts.HIGHEST_PRIORITY)
        whole = None if await self._speaks_v2() else await self._with_priority(job, priority)
        await self._send(acts.priority_of(job, signed, priority, whole))

    async def _with_priority(self, job: Job, priority: int) -> dict[str, object]:
        """V1 takes the whole job back: it is read as it stands now."""
        whole = await self._transport.ask(_WHOLE, Question(f"/plan/current/job/{in_path(job.id)}"))
        return {**whole, "priority": priority}

    async def reply_prompt(self, prompt: Prompt, signed: Signed, *, yes: bool) -> None:
        await self._send(acts.reply(prompt, signed, yes=yes, v2=await self._has_v2_prompts()))

    async def hold_stream(self, stream: JobStream, signed: Signed) -> None:
        await self._send(acts.on_stream("hold", stream, signed, v2=await self._speaks_v2()))

    async def release_stream(self, stream: JobStream, signed: Signed) -> None:
        await self._send(acts.on_stream("release", stream, signed, v2=await self._speaks_v2()))

    async def cancel_stream(self, stream: JobStream, signed: Signed, *, pending: bool = False) -> None:
        verb: acts.StreamVerb = "cancel-pending" if pending else "cancel"
        await self._send(acts.on_stream(verb, stream, signed, v2=await self._speaks_v2()))

    async def link(self, workstation: Workstation, signed: Signed) -> None:
        await self._send(acts.on_workstation("link", workstation, signed, v2=await self._speaks_v2()))

    async def unlink(self, workstation: Workstation, signed: Signed) -> None:
        await self._send(acts.on_workstation("unlink", workstation, signed, v2=await self._speaks_v2()))

    async def start(self, workstation: Workstation, signed: Signed) -> None:
        await self._send(acts.on_workstation("start", workstation, signed, v2=await self._speaks_v2()))

    async def stop(self, workstation: Workstation, signed: Signed) -> None:
        await self._send(acts.on_workstation("stop", workstation, signed, v2=await self._speaks_v2()))

    async def change_limit(self, workstation: Workstation, signed: Signed, *, limit: int) -> None:
        acts.within("limit", limit, acts.HIGHEST_LIMIT)
        await self._send(acts.limit_of(workstation, signed, limit, v2=await self._speaks_v2()))

    async def change_fence(self, workstation: Workstation, signed: Signed, *, fence: int) -> None:
        acts.within("fence", fence, acts.HIGHEST_PRIORITY)
        v2 = await self._speaks_v2()
        await self._send(acts.fence_of(workstation, signed, fence, v2=v2, v10_2=self._is_10_2()))

    async def submit_stream(self, wanted: Submission, signed: Signed) -> str:
        if await self._speaks_v2():
            return await self._submitted(lambda: submits.stream_v2(self._transport, wanted, signed))
        return await self._submitted(lambda: submits.stream_v1(self._transport, wanted, signed, self._clock()))

    async def submit_job(self, wanted: Submission, signed: Signed) -> str:
        by = submits.job_v2 if await self._speaks_v2() else submits.job_v1
        return await self._submitted(lambda: by(self._transport, wanted, signed))

    async def _act(self, verb: acts.Verb, job: Job, signed: Signed) -> None:
        await self._send_for(verb, job, acts.on_job(verb, job, signed, v2=await self._speaks_v2()))

    async def _send_for(self, verb: str, job: Job, order: Order) -> None:
        """Where the answer is lost, the plan is read: it may show that the action was done."""
        try:
            await self._send(order)
        except OutcomeUnknown as unknown:
            if not await self._is_seen(verb, job):
                raise OutcomeUnknown(f"{unknown}. The plan does not show it (yet)", status=unknown.status) from unknown
            _log.warning("answer_lost_but_done", what=order.what)

    async def _is_seen(self, verb: str, job: Job) -> bool:
        for pause in LOOKS:
            await self._sleep(pause)
            try:
                after = await (await self._dialect()).job(job.id)
            except SchedulerError:
                continue
            if shows(verb, job, after):
                return True
        return False

    async def _send(self, order: Order) -> None:
        try:
            await self._transport.order(order)
        finally:
            self._cache.forget(TOUCHED)

    async def _submitted(self, send: Callable[[], Awaitable[T]]) -> T:
        try:
            return await send()
        finally:
            self._cache.forget((*TOUCHED, "names"))

    def _is_10_2(self) -> bool:
        numbers = [int(n) for n in re.findall(r"\d+", self._version)[:2]]
        return numbers >= [10, 2]
