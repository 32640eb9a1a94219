"""What a job looks like after an action that was done, for those whose answer was lost."""

from __future__ import annotations

from tws.models import CommonStatus, Job


def shows(verb: str, before: Job, after: Job) -> bool:
    """Whether the plan shows that it was done. Never true where it looks as before."""
    if after.id != before.id or (after.status, after.runs) == (before.status, before.runs):
        return False
    status = after.status.common
    match verb:
        case "rerun":
            return bool(_runs(after) - _runs(before))
        case "hold":
            return status is CommonStatus.HELD
        case "release" | "release-all-dependencies":
            return status not in (CommonStatus.HELD, before.status.common)
        case "cancel":
            return status is CommonStatus.CANCELED
        case "kill" | "confirm-abend":
            return status is CommonStatus.ERROR
        case "confirm-succ":
            return status is CommonStatus.SUCCESSFUL
    return False


def _runs(job: Job) -> set[tuple[str, int | None]]:
    return {(run.id, run.number) for run in job.runs}
