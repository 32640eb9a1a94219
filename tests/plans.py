"""Small plans for tests, in the words of the models."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tws.fake import FakeScheduler
from tws.models import (
    CommonStatus,
    Job,
    JobRun,
    JobStream,
    JobStreamCounts,
    PlanInfo,
    Status,
    Workstation,
)

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
"""22:30 of 1 March in São Paulo."""

FAILED = Status(CommonStatus.ERROR, "ABEND")
DONE = Status(CommonStatus.SUCCESSFUL, "SUCC")
RUNNING = Status(CommonStatus.RUNNING, "EXEC")
WAITING = Status(CommonStatus.WAITING, "HOLD", "HOLD_WAITING_FOR_PREDECESSOR")


def clock() -> datetime:
    return NOW


def job(name: str, status: Status = DONE, *, ago: int = 60, stream: str = "PAYROLL", **more: object) -> Job:
    """`ago`: minutes since it ended, or began if it still runs. A waiting job has no run."""
    at = NOW - timedelta(minutes=ago)
    over = status.common in (CommonStatus.ERROR, CommonStatus.SUCCESSFUL)
    code = {CommonStatus.ERROR: 12, CommonStatus.SUCCESSFUL: 0}.get(status.common)
    started = at - timedelta(minutes=5) if over else at
    run = JobRun(f"run-{name}", 1001, status, code, started, at if over else None, workstation="/AGT01")
    runs = () if status.common is CommonStatus.WAITING else (run,)
    fields: dict[str, object] = {"runs": runs, **more}
    return Job(f"id-{stream}-{name}", name, "/AGT01", stream, f"js-{stream}", "/MDM", "/FIN/", status, **fields)  # type: ignore[arg-type]


def workstation(
    name: str, *, linked: bool = True, running: bool = True, limit: int = 10, fence: int = 0
) -> Workstation:
    return Workstation(f"id-{name}", name, "/", "AGENT", linked, running, limit, fence, os="LINUX")


def night() -> FakeScheduler:
    """A small night: payroll runs, two jobs have failed, one agent is away."""
    jobs = (
        job("FINANCE_PAYROLL", RUNNING, ago=12, critical=True, deadline=NOW + timedelta(hours=2)),
        job("FINANCE_EXTRACT", DONE, ago=40),
        job("CARDS_SETTLE", FAILED, ago=20, stream="CARDS"),
        job("DWH_LOAD", FAILED, ago=300, stream="DWH"),
        job("FINANCE_REPORT", WAITING, waits_for=1),
        job("BACKUP", DONE, ago=200, stream="MORNING", scheduled=NOW - timedelta(hours=2)),
        job("BACKUP", WAITING, stream="EVENING"),
    )
    streams = (
        JobStream(
            "js-PAYROLL", "PAYROLL", "/MDM", "/FIN/", Status(CommonStatus.RUNNING, "EXEC"), JobStreamCounts(3, 1, 1)
        ),
    )
    log = tuple(f"line {n}" for n in range(1, 101))
    return FakeScheduler(
        jobs,
        streams,
        (workstation("MDM"), workstation("AGT01"), workstation("AGT07", linked=False, running=False)),
        {"run-CARDS_SETTLE": log, "run-FINANCE_PAYROLL": log[:3]},
        PlanInfo(360, NOW - timedelta(hours=3), NOW + timedelta(hours=21), master="MDM"),
    )
