"""The actions of the scheduler's face. Each is sent once, and makes what is kept of the plan old."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

import structlog
from pydantic import TypeAdapter

from tws.client import acts, prompts
from tws.client.ages import TOUCHED
from tws.client.dialect import in_path
from tws.client.looking import Looking
from tws.client.orders import Order
from tws.client.signs import shows, stream_shows
from tws.client.transport import Question
from tws.errors import OutcomeUnknown
from tws.models import Job, JobStream, JobStreamQuery, Prompt, Signed, Workstation
from tws.records import RerunOptions
from tws.scheduler import MAX_PAGE, JobVerb

Look = Callable[[], Awaitable[bool]]
"""A look at the plan: whether it shows that an action was done."""
_log = structlog.get_logger(__name__)
_WHOLE = TypeAdapter(dict[str, object])
_PLAIN = RerunOptions()


class Actions(Looking):
    async def rerun(self, job: Job, signed: Signed, options: RerunOptions = _PLAIN) -> None:
        await self._send_for("rerun", job, acts.rerun(job, signed, options, v2=await self._speaks_v2()))

    async def cancel(self, job: Job, signed: Signed) -> None:
        await self._act("cancel", job, signed)

    async def cancel_pending(self, job: Job, signed: Signed) -> None:
        await self._act("cancel_pending", job, signed)

    async def hold(self, job: Job, signed: Signed) -> None:
        await self._act("hold", job, signed)

    async def release(self, job: Job, signed: Signed) -> None:
        await self._act("release", job, signed)

    async def release_dependencies(self, job: Job, signed: Signed) -> None:
        await self._act("release_dependencies", job, signed)

    async def kill(self, job: Job, signed: Signed) -> None:
        await self._act("kill", job, signed)

    async def confirm(self, job: Job, signed: Signed, *, successful: bool) -> None:
        await self._act("confirm_succ" if successful else "confirm_abend", job, signed)

    async def change_priority(self, job: Job, signed: Signed, *, priority: int) -> None:
        acts.within("priority", priority, acts.HIGHEST_PRIORITY)
        whole = None if await self._speaks_v2() else await self._with_priority(job, priority)
        await self._send_for("change_priority", job, acts.priority_of(job, signed, priority, whole))

    async def _with_priority(self, job: Job, priority: int) -> dict[str, object]:
        """V1 takes the whole job back: it is read as it stands now."""
        whole = await self._transport.ask(_WHOLE, Question(f"/plan/current/job/{in_path(job.id)}"))
        return {**whole, "priority": priority}

    async def reply_prompt(self, prompt: Prompt, signed: Signed, *, yes: bool) -> None:
        v2, answer = await self._has_v2_prompts(), "YES" if yes else "NO"

        async def seen() -> bool:
            return await prompts.status(self._transport, prompt.id, v2=v2) == answer

        await self._send_and_look(acts.reply(prompt, signed, yes=yes, v2=v2), seen)

    async def hold_stream(self, stream: JobStream, signed: Signed) -> None:
        await self._on_stream("hold", stream, signed)

    async def release_stream(self, stream: JobStream, signed: Signed) -> None:
        await self._on_stream("release", stream, signed)

    async def cancel_stream(self, stream: JobStream, signed: Signed, *, pending: bool = False) -> None:
        await self._on_stream("cancel-pending" if pending else "cancel", stream, signed)

    async def link(self, workstation: Workstation, signed: Signed) -> None:
        await self._on_station("link", workstation, signed, lambda w: w.linked)

    async def unlink(self, workstation: Workstation, signed: Signed) -> None:
        await self._on_station("unlink", workstation, signed, lambda w: not w.linked)

    async def start(self, workstation: Workstation, signed: Signed) -> None:
        await self._on_station("start", workstation, signed, lambda w: w.running)

    async def stop(self, workstation: Workstation, signed: Signed) -> None:
        await self._on_station("stop", workstation, signed, lambda w: not w.running)

    async def change_limit(self, workstation: Workstation, signed: Signed, *, limit: int) -> None:
        acts.within("limit", limit, acts.HIGHEST_LIMIT)
        order = acts.limit_of(workstation, signed, limit, v2=await self._speaks_v2())
        await self._send_to_station(order, workstation, lambda w: w.limit == limit)

    async def change_fence(self, workstation: Workstation, signed: Signed, *, fence: int) -> None:
        acts.within("fence", fence, acts.HIGHEST_PRIORITY)
        v2 = await self._speaks_v2()
        order = acts.fence_of(workstation, signed, fence, v2=v2, v10_2=self._is_10_2())
        await self._send_to_station(order, workstation, lambda w: w.fence == fence)

    async def settled(self, before: Job, verb: JobVerb) -> bool:
        return await self._is_seen(lambda: self._job_shows(verb, before))

    async def _act(self, verb: acts.Verb, job: Job, signed: Signed) -> None:
        await self._send_for(verb, job, acts.on_job(verb, job, signed, v2=await self._speaks_v2()))

    async def _send_for(self, verb: JobVerb, job: Job, order: Order) -> None:
        await self._send_and_look(order, lambda: self._job_shows(verb, job))

    async def _job_shows(self, verb: JobVerb, before: Job) -> bool:
        return shows(verb, before, await (await self._dialect()).job(before.id))

    async def _on_stream(self, verb: acts.StreamVerb, stream: JobStream, signed: Signed) -> None:
        async def seen() -> bool:
            named = JobStreamQuery(stream.name, stream.workstation, stream.folder)
            found = (await (await self._dialect()).job_streams(named, 0, MAX_PAGE)).items
            return any(s.id == stream.id and stream_shows(verb, stream, s) for s in found)

        await self._send_and_look(acts.on_stream(verb, stream, signed, v2=await self._speaks_v2()), seen)

    async def _on_station(
        self, verb: acts.StationVerb, station: Workstation, signed: Signed, wanted: Callable[[Workstation], bool]
    ) -> None:
        order = acts.on_workstation(verb, station, signed, v2=await self._speaks_v2())
        await self._send_to_station(order, station, wanted)

    async def _send_to_station(self, order: Order, station: Workstation, wanted: Callable[[Workstation], bool]) -> None:
        async def seen() -> bool:
            found = (await (await self._dialect()).workstations(station.key, 0, MAX_PAGE)).items
            return any(w.id == station.id and wanted(w) for w in found)

        await self._send_and_look(order, seen)

    async def _send_and_look(self, order: Order, seen: Look) -> None:
        """Where the answer is lost, the plan is read: it may show that the action was done."""
        try:
            await self._send(order)
        except OutcomeUnknown as unknown:
            if not await self._is_seen(seen):
                raise OutcomeUnknown(f"{unknown}. The plan does not show it (yet)", status=unknown.status) from unknown
            _log.warning("answer_lost_but_done", what=order.what)

    async def _is_seen(self, seen: Look) -> bool:
        return bool(await self._looked_for(seen))

    async def _send(self, order: Order) -> None:
        try:
            await self._transport.order(order)
        finally:
            self._cache.forget(TOUCHED)

    def _is_10_2(self) -> bool:
        numbers = [int(n) for n in re.findall(r"\d+", self._version)[:2]]
        return numbers >= [10, 2]
