"""Parts of a job log, and a log that is read while it grows (section 4.1 of the contract)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from tws.simulator.joblog import RULE, LogWriter
from tws.simulator.snapshot import Snapshot
from tws.simulator.timeline import JobInstance, Run

EVERY = 0.25
"""Seconds between two looks at a log that grows."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Lines are counted from 1, over what is shown of the log."""

    first: int = 1
    last: int | None = None
    content_only: bool = False

    def of(self, lines: list[str]) -> list[str]:
        shown = content_of(lines) if self.content_only else lines
        return shown[self.first - 1 : self.last]


def content_of(lines: list[str]) -> list[str]:
    """Without header and footer, which stand between rules."""
    rules = [n for n, line in enumerate(lines) if line == RULE]
    if len(rules) < 2:
        return lines
    return lines[rules[1] + 1 : rules[-2] if len(rules) >= 4 else None]


def lines_of(snapshot: Snapshot, job: JobInstance, run: Run, wanted: Wanted) -> list[str]:
    return wanted.of(LogWriter(job, run, ZoneInfo(snapshot.plan.bank.timezone)).lines(snapshot.now))


async def growing(look: Callable[[], Snapshot], run_id: str, wanted: Wanted) -> AsyncIterator[list[str]]:
    """New lines, until the run has ended or is not in the plan any more."""
    sent = 0
    while True:
        snapshot = look()
        job, number = snapshot.plan.runs_by_id.get(run_id, (None, 0))
        if job is None or number > len(job.runs):
            return
        run = job.runs[number - 1]
        lines = lines_of(snapshot, job, run, wanted)
        if lines[sent:]:
            yield lines[sent:]
        sent = max(sent, len(lines))
        if run.end <= snapshot.now:
            return
        await asyncio.sleep(EVERY)
