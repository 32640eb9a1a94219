"""Ways to read a doubtful text, as buttons in the person's language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from bot.requests import (
    AgentsStatus,
    Ambiguous,
    AskKnowledge,
    AuditReport,
    Cancel,
    Change,
    Choice,
    Confirm,
    CriticalJobs,
    Dependencies,
    ExplainFailure,
    FailedJobs,
    Help,
    Hold,
    JobHistory,
    JobStatus,
    JobStreamStatus,
    Kill,
    LateJobs,
    ListJobs,
    Release,
    ReplyPrompt,
    Request,
    Rerun,
    ShowJobLog,
    ShowPlan,
    Submit,
    SystemHealth,
    Unwatch,
    Watch,
    WorkstationStatus,
    YesNo,
)

MOST = 5
"""Buttons in one row."""
OF_JOB = (JobStatus, ShowJobLog, ExplainFailure, Dependencies, JobHistory)
"""Questions about one job."""
ORDERS = (Rerun, Cancel, Hold, Release, Kill, Submit)
ACTING = (Change, ReplyPrompt, Submit, YesNo)
"""What the scheduler may be told to do: read from clear words only."""
_ASKABLE = 300
"""Characters of a question that a button carries."""
_NAMES: dict[type, str] = {
    JobStatus: "job_status",
    ShowJobLog: "job_log",
    ExplainFailure: "explain_failure",
    Dependencies: "dependencies",
    JobHistory: "job_history",
    Watch: "watch",
    Unwatch: "unwatch",
    Rerun: "rerun",
    Cancel: "cancel",
    Hold: "hold",
    Release: "release",
    Kill: "kill",
    Submit: "submit",
    FailedJobs: "failed_jobs",
    ListJobs: "list_jobs",
    LateJobs: "late_jobs",
    CriticalJobs: "critical_jobs",
    SystemHealth: "system_health",
    ShowPlan: "plan_info",
    JobStreamStatus: "job_stream_status",
    WorkstationStatus: "workstations",
    AgentsStatus: "agents",
    AuditReport: "audit_report",
    AskKnowledge: "knowledge_question",
    Help: "help",
}


@lru_cache(maxsize=1)
def labels() -> dict[str, dict[str, str]]:
    """What buttons say, by language."""
    path = Path(__file__).parent / "vocabulary" / "labels.toml"
    return tomllib.loads(path.read_text("utf-8"))


def choice(request: Request, language: str) -> Choice | None:
    """The button of a request; None for one that no button may carry."""
    name = _name(request)
    if not name or (isinstance(request, AskKnowledge) and len(request.text) > _ASKABLE):
        return None
    about = next((str(value) for part in ("job", "job_stream", "prompt") if (value := getattr(request, part, ""))), "")
    return Choice(labels()[language][name].format(job=about).strip(), request)


def _name(request: Request) -> str:
    if isinstance(request, Confirm):
        return "confirm_success" if request.successful else "confirm_abend"
    if isinstance(request, ReplyPrompt):
        return "prompt_yes" if request.yes else "prompt_no"
    return _NAMES.get(type(request), "")


def either(requests: Iterable[Request], intent: str, language: str) -> Ambiguous:
    """Asks which of these is meant."""
    found = (choice(r, language) for r in dict.fromkeys(requests))
    return Ambiguous(tuple(c for c in found if c)[:MOST], intent)


def agents(language: str) -> Ambiguous:
    """`agents` alone may be those of the scheduler or those of the bot."""
    said = labels()[language]
    return Ambiguous((Choice(said["workstations"], WorkstationStatus()), Choice(said["agents"], AgentsStatus())))
