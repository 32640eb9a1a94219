"""Which jobs of the scheduler in memory fit a query."""

from __future__ import annotations

import re
from collections.abc import Callable

from tws.models import Job, JobQuery, JobRun


def fits(job: Job, query: JobQuery) -> bool:
    named = (
        (job.name, query.name),
        (job.job_stream, query.job_stream),
        (job.workstation, query.workstation),
        (job.folder, query.folder),
    )
    return (
        all(like(value, pattern) for value, pattern in named)
        and (not query.statuses or job.status.common in query.statuses)
        and (query.critical is None or job.critical is query.critical)
        and (query.late is None or job.late is query.late)
        and _in_time(job, query)
    )


def _in_time(job: Job, query: JobQuery) -> bool:
    bounds: tuple[tuple[object, object, Callable[[JobRun], object]], ...] = (
        (query.ended_since, query.ended_until, lambda run: run.ended),
        (query.started_since, query.started_until, lambda run: run.started),
    )
    run = job.last_run
    for since, until, read in bounds:
        if since is None and until is None:
            continue
        at = read(run) if run else None
        if at is None or (since and at < since) or (until and at > until):  # type: ignore[operator]
            return False
    return True


def like(value: str, pattern: str) -> bool:
    """The product's wildcards; a name without folder also fits the end of a path."""
    if not pattern:
        return True
    expression = "".join(".*" if c in "@*" else "." if c == "?" else re.escape(c) for c in pattern)
    return bool(re.fullmatch(expression, value) or re.fullmatch(f".*/{expression}", value))
