"""Ways to read a doubtful text, as buttons in the person's language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from bot.requests import (
    AgentsStatus,
    Ambiguous,
    Cancel,
    Choice,
    Dependencies,
    ExplainFailure,
    Hold,
    JobHistory,
    JobStatus,
    Kill,
    Release,
    Request,
    Rerun,
    ShowJobLog,
    Watch,
    WorkstationStatus,
)

MOST = 5
"""Buttons in one row."""
OF_JOB = (JobStatus, ShowJobLog, ExplainFailure, Dependencies, JobHistory)
"""Questions about one job."""
ORDERS = (Rerun, Cancel, Hold, Release, Kill)
_NAMES: dict[type, str] = {
    JobStatus: "job_status",
    ShowJobLog: "job_log",
    ExplainFailure: "explain_failure",
    Dependencies: "dependencies",
    JobHistory: "job_history",
    Watch: "watch",
    Rerun: "rerun",
    Cancel: "cancel",
    Hold: "hold",
    Release: "release",
    Kill: "kill",
}


@lru_cache(maxsize=1)
def labels() -> dict[str, dict[str, str]]:
    """What buttons say, by language."""
    path = Path(__file__).parent / "vocabulary" / "labels.toml"
    return tomllib.loads(path.read_text("utf-8"))


def choice(request: Request, language: str) -> Choice | None:
    """The button of a request about one job; None for any other."""
    name = _NAMES.get(type(request))
    if name is None or not isinstance(request, (*OF_JOB, *ORDERS, Watch)):
        return None
    return Choice(labels()[language][name].format(job=request.job), request)


def either(requests: Iterable[Request], intent: str, language: str) -> Ambiguous:
    """Asks which of these is meant."""
    found = (choice(r, language) for r in dict.fromkeys(requests))
    return Ambiguous(tuple(c for c in found if c)[:MOST], intent)


def agents(language: str) -> Ambiguous:
    """`agents` alone may be those of the scheduler or those of the bot."""
    said = labels()[language]
    return Ambiguous((Choice(said["workstations"], WorkstationStatus()), Choice(said["agents"], AgentsStatus())))
