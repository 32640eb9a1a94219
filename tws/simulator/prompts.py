"""Prompts of the plan: questions that hold a job or a job stream until somebody answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tws.simulator.plan import Plan
from tws.simulator.timeline import JobInstance, RestartPrompt, StreamInstance

AD_HOC, PREDEFINED, RESTART = "Ad Hoc Prompt", "Predefined Prompt", "Restart Prompt"
"""As `PromptType` of V2; a restart prompt is a recovery prompt."""


@dataclass(frozen=True, slots=True)
class Prompt:
    number: int
    id: str
    text: str
    stream: StreamInstance
    job: JobInstance | None
    asked: float
    answered: float
    refused: float
    kind: str = AD_HOC
    name: str = ""

    def status(self, now: float) -> str:
        if self.refused <= now:
            return "ANSWERED_NO"
        return "ANSWERED_YES" if self.answered <= now else "ASKED" if self.asked <= now else "NOT_ASKED"


def prompts_of(plan: Plan, now: float) -> list[Prompt]:
    """All that the plan holds, and the recovery prompts that were asked up to now, which come last."""
    asking: dict[str, JobInstance | StreamInstance] = {}
    for item in _askers(plan):
        first = asking.setdefault(item.prompt_id, item)
        if item.asked < first.asked:
            asking[item.prompt_id] = item
    found = [_prompt(number, item) for number, item in enumerate(asking.values(), 1)]
    restarts = ((r, job) for stream in plan.streams for job in stream.jobs for r in job.restarts if r.asked <= now)
    for number, (restart, job) in enumerate(sorted(restarts, key=lambda pair: pair[0].asked), len(found) + 1):
        found.append(_restart(number, restart, job))
    return found


def _askers(plan: Plan) -> Iterator[JobInstance | StreamInstance]:
    for stream in plan.streams:
        if stream.definition.prompt:
            yield stream
        yield from (job for job in stream.jobs if job.definition.prompt)


def _prompt(number: int, item: JobInstance | StreamInstance) -> Prompt:
    job = item if isinstance(item, JobInstance) else None
    stream = item.stream if isinstance(item, JobInstance) else item
    text, named = item.definition.prompt, item.definition.named
    told = Prompt(number, item.prompt_id, text, stream, job, item.asked, item.answered, item.refused)
    return replace(told, kind=PREDEFINED, name=named.name) if named else told


def _restart(number: int, asked: RestartPrompt, job: JobInstance) -> Prompt:
    identifier = job.restart_id(asked.run)
    return Prompt(number, identifier, asked.text, job.stream, job, asked.asked, asked.answered, asked.refused, RESTART)
