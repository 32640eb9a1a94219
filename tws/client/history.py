"""Runs of a job in earlier plans, from the engine's database (V1 only; contract, 3.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import structlog
from pydantic import TypeAdapter

from tws.client.ranges import told
from tws.client.transport import Question, Transport
from tws.client.wire_v1 import HistoryWire
from tws.client.words import tell_once
from tws.errors import NotInPlan, SchedulerForbidden, SchedulerRefused, UnreadableAnswer
from tws.models import CommonStatus, Job, JobRun, Status

BACK = timedelta(days=90)
MOST = 1_000
_ROWS = TypeAdapter(tuple[HistoryWire, ...])
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_STATUSES = {
    "SUCCESSFUL": Status(CommonStatus.SUCCESSFUL, "SUCC"),
    "ABEND": Status(CommonStatus.ERROR, "ABEND"),
    "ERROR": Status(CommonStatus.ERROR, "ABEND"),
    "CANCELED": Status(CommonStatus.CANCELED, "CANCL"),
}
_log = structlog.get_logger(__name__)


async def past_runs(transport: Transport, job: Job, now: datetime) -> tuple[JobRun, ...]:
    """Empty where the engine keeps no history or does not show it to the bot's user."""
    wanted = {
        "name": job.name,
        "jobstreamName": job.job_stream,
        "runDateRange": {"rangeStart": told(now - BACK), "rangeEnd": told(now)},
    }
    asked = Question(
        "/model/jobhistoryrun/query",
        body={"filters": {"jobHistoryRunFilter": wanted}},
        headers={"How-Many": str(MOST)},
    )
    try:
        rows = await transport.ask(_ROWS, asked)
    except (NotInPlan, SchedulerForbidden, SchedulerRefused, UnreadableAnswer) as error:
        _log.info("no_job_history", ids=error.message_ids, status=error.status)
        return ()
    return tuple(map(_run_of, rows))


def _run_of(wire: HistoryWire) -> JobRun:
    started, elapsed = wire.actualStartTime, wire.elapsedTime
    return JobRun(
        id="",
        number=wire.jobNumber,
        status=_status_of(wire.status),
        return_code=wire.returnCode,
        started=started,
        ended=started + elapsed if started and elapsed is not None else None,
        elapsed=elapsed,
        estimated=wire.estimatedDuration,
        workstation=wire.workstationName,
        kind=wire.rerunType or "REGULAR",
    )


def _status_of(word: str) -> Status:
    if word not in _STATUSES and word not in ("", "UNKNOWN"):
        tell_once("past run", word)
    return _STATUSES.get(word, Status(CommonStatus.UNKNOWN, word))


def newest_first(runs: Iterable[JobRun], limit: int) -> tuple[JobRun, ...]:
    """Each run once; the first word on it counts."""
    each: dict[tuple[object, ...], JobRun] = {}
    for run in runs:
        each.setdefault((run.number, run.started), run)
    ordered = sorted(each.values(), key=lambda r: r.started or _LONG_AGO, reverse=True)
    return tuple(ordered[: max(limit, 0)])
