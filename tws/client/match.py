"""Questions answered on this side, where the engine's filters cannot say them exactly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import TypeVar

from tws.client.wire import folder_of
from tws.models import Job, JobQuery, JobRun, JobStream, JobStreamQuery, Page

T = TypeVar("T")


def fits_state(job: Job, query: JobQuery) -> bool:
    """Status, times and lateness, all of the job as it stands now: of its last run, never of an older one."""
    if query.statuses and job.status.common not in query.statuses:
        return False
    if query.late is not None and job.late is not query.late:
        return False
    return not has_window(query) or _in_windows(_current(job), query)


def _current(job: Job) -> JobRun | None:
    """None where the job waits to run again: an engine before 10.1 (V1) does not tell of the run before."""
    return next((run for run in job.runs if run.last), None)


def has_window(query: JobQuery) -> bool:
    windows = (query.started_since, query.started_until, query.ended_since, query.ended_until)
    return any(w is not None for w in windows)


def _in_windows(run: JobRun | None, query: JobQuery) -> bool:
    return run is not None and (
        _between(run.started, query.started_since, query.started_until)
        and _between(run.ended, query.ended_since, query.ended_until)
    )


def _between(at: datetime | None, since: datetime | None, until: datetime | None) -> bool:
    if since is None and until is None:
        return True
    return at is not None and (since is None or at >= since) and (until is None or at <= until)


def fits_place(job: Job, query: JobQuery) -> bool:
    """Names, folder and workstation. In a full key the workstation is the job stream's."""
    stations = [job.workstation, *([job.job_stream_workstation] if query.job_stream else [])]
    return (
        like(query.name, job.name)
        and like(query.job_stream, job.job_stream)
        and like_folder(query.folder, job.folder)
        and any(like_path(query.workstation, s) for s in stations)
        and (query.critical is None or job.critical is query.critical)
    )


def stream_fits(stream: JobStream, query: JobStreamQuery) -> bool:
    return (
        (not query.statuses or stream.status.common in query.statuses)
        and like(query.name, stream.name)
        and like_folder(query.folder, stream.folder)
        and like_path(query.workstation, stream.workstation)
    )


def like(pattern: str, name: str) -> bool:
    return not pattern or bool(_compiled(pattern).match(name))


def like_path(pattern: str, path: str) -> bool:
    """A workstation; without a folder in the pattern, in every folder."""
    return like(pattern, path if "/" in pattern else path.rpartition("/")[2])


def like_folder(pattern: str, folder: str) -> bool:
    if not pattern:
        return True
    return like(pattern, folder) or like(pattern, folder.rstrip("/")) or like(folder_of(pattern), folder)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    wild = {"@": ".*", "*": ".*", "?": "."}
    return re.compile("".join(wild.get(c) or re.escape(c) for c in pattern) + r"\Z", re.DOTALL)


def sliced(found: Sequence[T], offset: int, limit: int, *, complete: bool = True) -> Page[T]:
    """One page of what was found; the total is known where everything was looked at."""
    items = tuple(found[offset : offset + limit])
    more = len(found) > offset + limit or not complete
    return Page(items, offset, len(found) if complete else None, more)
