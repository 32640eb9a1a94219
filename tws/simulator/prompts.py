"""Prompts of the plan: questions that hold a job or a job stream until somebody answers."""

from __future__ import annotations

from dataclasses import dataclass

from tws.simulator.plan import Plan
from tws.simulator.timeline import JobInstance, StreamInstance


@dataclass(frozen=True, slots=True)
class Prompt:
    number: int
    text: str
    stream: StreamInstance
    job: JobInstance | None
    asked: float
    answered: float
    refused: float

    @property
    def id(self) -> str:
        return (self.job or self.stream).prompt_id

    def status(self, now: float) -> str:
        if self.refused <= now:
            return "ANSWERED_NO"
        return "ANSWERED_YES" if self.answered <= now else "ASKED" if self.asked <= now else "NOT_ASKED"


def prompts_of(plan: Plan) -> list[Prompt]:
    found: list[Prompt] = []
    for stream in plan.streams:
        if text := stream.definition.prompt:
            found.append(Prompt(len(found) + 1, text, stream, None, stream.asked, stream.answered, stream.refused))
        for job in stream.jobs:
            if text := job.definition.prompt:
                found.append(Prompt(len(found) + 1, text, stream, job, job.asked, job.answered, job.refused))
    return found
