"""What a job looks like after an action that was done: for those who wait for it, or whose answer was lost."""

from __future__ import annotations

from tws.client.acts import StreamVerb
from tws.models import CommonStatus, Job, JobStream
from tws.scheduler import JobVerb


def shows(verb: JobVerb, before: Job, after: Job) -> bool:
    """Whether the plan shows that it was done. Never true where it looks as before."""
    if after.id != before.id or _face(after) == _face(before):
        return False
    status = after.status.common
    match verb:
        case "rerun":
            return bool(_runs(after) - _runs(before))
        case "hold":
            return status is CommonStatus.HELD
        case "release" | "release_dependencies":
            return status not in (CommonStatus.HELD, before.status.common)
        case "cancel":
            return status is CommonStatus.CANCELED
        case "cancel_pending":
            return status is CommonStatus.CANCELED or after.status.internal == "CANCLP"
        case "change_priority":
            return after.priority != before.priority
        case "kill" | "confirm_abend":
            return status is CommonStatus.ERROR
        case "confirm_succ":
            return status is CommonStatus.SUCCESSFUL
    return False


def stream_shows(verb: StreamVerb, before: JobStream, after: JobStream) -> bool:
    now = after.status.common
    match verb:
        case "hold":
            return now is CommonStatus.HELD
        case "release":
            return before.status.common is CommonStatus.HELD is not now
        case "cancel":
            return now is CommonStatus.CANCELED
    return now is CommonStatus.CANCELED or after.status.internal == "CANCLP"


def _face(job: Job) -> tuple[object, ...]:
    return job.status, job.runs, job.priority


def _runs(job: Job) -> set[tuple[str, int | None]]:
    return {(run.id, run.number) for run in job.runs}
