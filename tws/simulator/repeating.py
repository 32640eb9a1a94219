"""Runs of a job that repeats (`every`, section 6.4 of the contract): each is an entry of its own in the plan.

The next one comes into the plan when the one before has ended well, and waits there for its time. The contract does
not tell when the successors may go: here when the last run of the window has ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tws.simulator.timeline import EVERY, NEVER, SUCC, Run

if TYPE_CHECKING:
    from tws.simulator.life import Life


def finish_or_repeat(life: Life, run: Run) -> None:
    """After a run that ended well."""
    every, until = life.job.definition.every, life.job.until
    due = max(run.ready + every * 60, run.end) if every else NEVER
    if until is None or due >= until or life.is_cancelled:
        life.finish(run.end)
        return
    life.entered, life.round_due = run.end, due
    life.want(due, EVERY)


def waiting(life: Life) -> Sequence[Run]:
    """The run that was never launched, if there is one."""
    if life.entered == NEVER:
        return ()
    never = Run(len(life.runs) + 1, 0, NEVER, NEVER, NEVER, NEVER, SUCC, kind=EVERY)
    return (replace(never, entered=life.entered, due=life.round_due),)
