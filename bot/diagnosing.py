"""From a run to its diagnosis: reads the log, off the loop where it is long."""

from __future__ import annotations

import asyncio

import structlog

from knowledge.failures import Diagnosis, diagnose
from tws.errors import NoJobLog, SchedulerError
from tws.models import Job, JobRun
from tws.scheduler import MAX_PAGE, PastPlan, Scheduler

log = structlog.get_logger()


async def diagnosis_of(
    plan: Scheduler | PastPlan, job: Job, run: JobRun, language: str
) -> tuple[Diagnosis, tuple[str, ...]]:
    """With the lines it was drawn from; a run whose log cannot be had is diagnosed from its return code."""
    try:
        lines = (await plan.job_log(job, run, lines=MAX_PAGE)).lines
    except NoJobLog:
        lines = ()
    except SchedulerError as fault:
        log.warning("log_unread", job=job.key, detail=str(fault))
        lines = ()
    found = await asyncio.to_thread(diagnose, lines, return_code=run.return_code, language=language)
    return found, lines
