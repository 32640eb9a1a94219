"""Dependencies on how a job ends, and joins of several dependencies (sections 4.5, 4.6 and 6.1 of the contract).

The contract does not tell what becomes of those behind a suppressed job: here they need not wait for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from tws.simulator.definitions import Condition, JobDef, Join
from tws.simulator.timeline import NEVER, SUCC, JobInstance, Run

SUPPR = "SUPPR"
STATUSES = frozenset({SUCC, "ABEND", "FAIL", SUPPR})
"""Words of a condition that are no output conditions (`ConditionStatus`)."""


def outputs_met(definition: JobDef, run: Run) -> frozenset[str]:
    """Output conditions of a run that ended well: one of them, which changes from day to day."""
    names = definition.conditions
    return frozenset({names[run.job_number % len(names)]} if names and run.return_code == 0 else ())


def ended(job: JobInstance) -> float:
    """When it first came to an end, for better or worse: conditions are looked at then, and not again."""
    return min(job.done, job.fell)


def is_met(condition: Condition, job: JobInstance) -> bool:
    """Of a job that has ended; one that was cancelled lets all go."""
    at = ended(job)
    if at == NEVER:
        return False
    return job.is_canceled(at) or bool(words(job, at) & set(condition.words))


def words(job: JobInstance, at: float) -> frozenset[str]:
    if job.skipped <= at:
        return frozenset({SUPPR})
    run = job.last_run(at)
    if job.fell <= at or run is None:
        return frozenset({run.word(at)} if run else ())
    return outputs_met(job.definition, run) | {SUCC}


def joined(join: Join, done: Sequence[float]) -> float:
    """When enough of its members are done."""
    return sorted(done)[join.quantity - 1]
