"""The actions of the scheduler in memory: noted, and told to whoever moves the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tws.errors import SchedulerError
from tws.models import Job, JobStream, Prompt, Signed, Workstation
from tws.records import AdHocJob, RerunOptions, Submission
from tws.scheduler import JobVerb

_PLAIN = RerunOptions()


@dataclass(kw_only=True)
class FakeActions:
    actions: list[tuple[str, str, Signed]] = field(default_factory=list)
    on_action: Callable[[str, Job], None] | None = None
    fault: SchedulerError | None = None
    action_fault: SchedulerError | None = None
    settles: bool = True
    """Whether the plan shows an action in time."""
    calls: Counter[str] = field(default_factory=Counter)

    async def rerun(self, job: Job, signed: Signed, options: RerunOptions = _PLAIN) -> None:
        self._act("rerun_with_successors" if options.with_successors else "rerun", job, signed)

    async def cancel(self, job: Job, signed: Signed) -> None:
        self._act("cancel", job, signed)

    async def cancel_pending(self, job: Job, signed: Signed) -> None:
        self._act("cancel_pending", job, signed)

    async def hold(self, job: Job, signed: Signed) -> None:
        self._act("hold", job, signed)

    async def release(self, job: Job, signed: Signed) -> None:
        self._act("release", job, signed)

    async def release_dependencies(self, job: Job, signed: Signed) -> None:
        self._act("release_dependencies", job, signed)

    async def change_priority(self, job: Job, signed: Signed, *, priority: int) -> None:
        self._act(f"priority_{priority}", job, signed)

    async def kill(self, job: Job, signed: Signed) -> None:
        self._act("kill", job, signed)

    async def confirm(self, job: Job, signed: Signed, *, successful: bool) -> None:
        self._act("confirm_succ" if successful else "confirm_abend", job, signed)

    async def reply_prompt(self, prompt: Prompt, signed: Signed, *, yes: bool) -> None:
        self._order("reply_yes" if yes else "reply_no", prompt.id, signed)

    async def hold_stream(self, stream: JobStream, signed: Signed) -> None:
        self._order("hold_stream", stream.id, signed)

    async def release_stream(self, stream: JobStream, signed: Signed) -> None:
        self._order("release_stream", stream.id, signed)

    async def cancel_stream(self, stream: JobStream, signed: Signed, *, pending: bool = False) -> None:
        self._order("cancel_pending_stream" if pending else "cancel_stream", stream.id, signed)

    async def link(self, workstation: Workstation, signed: Signed) -> None:
        self._order("link", workstation.id, signed)

    async def unlink(self, workstation: Workstation, signed: Signed) -> None:
        self._order("unlink", workstation.id, signed)

    async def start(self, workstation: Workstation, signed: Signed) -> None:
        self._order("start", workstation.id, signed)

    async def stop(self, workstation: Workstation, signed: Signed) -> None:
        self._order("stop", workstation.id, signed)

    async def change_limit(self, workstation: Workstation, signed: Signed, *, limit: int) -> None:
        self._order(f"limit_{limit}", workstation.id, signed)

    async def change_fence(self, workstation: Workstation, signed: Signed, *, fence: int) -> None:
        self._order(f"fence_{fence}", workstation.id, signed)

    async def submit_stream(self, wanted: Submission, signed: Signed) -> str:
        self._order("submit_stream", wanted.name, signed)
        return wanted.alias or wanted.name

    async def submit_job(self, wanted: Submission, signed: Signed) -> str:
        self._order("submit_job", wanted.name, signed)
        return wanted.alias or wanted.name

    async def submit_command(self, wanted: AdHocJob, signed: Signed) -> str:
        self._order("submit_command", wanted.command, signed)
        return wanted.alias or wanted.command

    async def settled(self, before: Job, verb: JobVerb) -> bool:
        self._called("settled")
        return self.settles

    def _called(self, name: str) -> None:
        self.calls[name] += 1
        if self.fault is not None:
            raise self.fault

    def _act(self, verb: str, job: Job, signed: Signed) -> None:
        self._order(verb, job.id, signed)
        if self.on_action is not None:
            self.on_action(verb, job)

    def _order(self, verb: str, target: str, signed: Signed) -> None:
        self._called(verb)
        if self.action_fault is not None:
            raise self.action_fault
        self.actions.append((verb, target, signed))
