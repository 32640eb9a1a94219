"""What a person can ask for, as frozen typed values. Slash commands, buttons and free text all end in one of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.requests.changing import (
    Cancel,
    Change,
    Confirm,
    DecideOrder,
    Hold,
    Kill,
    Release,
    ReplyPrompt,
    Rerun,
    RerunSuccessors,
    SendOrder,
    Submit,
    Verb,
    WithdrawOrder,
    YesNo,
)
from bot.requests.conversing import LeaveIt, ListEnds, UseEngine
from bot.requests.fields import PAGE, Window, asked
from bot.requests.knowing import (
    AgentsStatus,
    AskAgent,
    AskKnowledge,
    AuditReport,
    DecideMemory,
    EditMemory,
    Feedback,
    ReviewQueue,
    Teach,
    TellFix,
)
from bot.requests.reading import (
    CriticalJobs,
    Dependencies,
    ExplainFailure,
    FailedJobs,
    JobHistory,
    JobStatus,
    JobStreamStatus,
    LateJobs,
    ListJobs,
    ListPrompts,
    ShowJobLog,
    ShowPlan,
    Side,
    SystemHealth,
    WorkstationStatus,
)
from bot.requests.watching import ListWatches, ScheduleSummary, Unwatch, Watch

__all__ = [
    "PAGE",
    "AgentsStatus",
    "Ambiguous",
    "AskAgent",
    "AskKnowledge",
    "AuditReport",
    "Cancel",
    "Change",
    "Choice",
    "Confirm",
    "CriticalJobs",
    "DecideMemory",
    "DecideOrder",
    "Dependencies",
    "EditMemory",
    "ExplainFailure",
    "FailedJobs",
    "Feedback",
    "Greeting",
    "Help",
    "Hold",
    "JobHistory",
    "JobStatus",
    "JobStreamStatus",
    "Kill",
    "LateJobs",
    "LeaveIt",
    "ListEnds",
    "ListJobs",
    "ListPrompts",
    "ListWatches",
    "NotYet",
    "OffTopic",
    "Release",
    "ReplyPrompt",
    "Request",
    "Rerun",
    "RerunSuccessors",
    "ReviewQueue",
    "ScheduleSummary",
    "SendOrder",
    "ShowJobLog",
    "ShowPlan",
    "Side",
    "Submit",
    "SystemHealth",
    "Teach",
    "TellFix",
    "Unsafe",
    "Unwatch",
    "UseEngine",
    "Verb",
    "Watch",
    "WhoAmI",
    "Window",
    "WithdrawOrder",
    "WorkstationStatus",
    "YesNo",
    "asked",
]


@dataclass(frozen=True, slots=True)
class Help:
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Greeting:
    said: Literal["hello", "thanks", "bye", "ok"] = "hello"


@dataclass(frozen=True, slots=True)
class WhoAmI:
    pass


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to read an ambiguous question: what a button says and the request it makes."""

    label: str
    request: Request


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Cannot be told apart without asking: `missing` names the slot that is needed (job, job_stream), or is empty."""

    choices: tuple[Choice, ...] = ()
    intent: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class NotYet:
    """Understood, but no skill of this release does it; `intent` is DESIGN's name for it, e.g. rerun."""

    intent: str


@dataclass(frozen=True, slots=True)
class OffTopic:
    pass


@dataclass(frozen=True, slots=True)
class Unsafe:
    """Asks for harm, secrets, or to get round a control."""


Request = (
    JobStatus
    | FailedJobs
    | ListJobs
    | ListPrompts
    | ShowJobLog
    | JobStreamStatus
    | WorkstationStatus
    | SystemHealth
    | ShowPlan
    | ExplainFailure
    | Dependencies
    | JobHistory
    | CriticalJobs
    | LateJobs
    | Change
    | Rerun
    | RerunSuccessors
    | Cancel
    | Hold
    | Release
    | Kill
    | Confirm
    | ReplyPrompt
    | Submit
    | YesNo
    | SendOrder
    | WithdrawOrder
    | DecideOrder
    | Watch
    | Unwatch
    | ListWatches
    | AskKnowledge
    | Teach
    | TellFix
    | Feedback
    | ReviewQueue
    | EditMemory
    | DecideMemory
    | AgentsStatus
    | AskAgent
    | ScheduleSummary
    | AuditReport
    | LeaveIt
    | ListEnds
    | UseEngine
    | Help
    | Greeting
    | WhoAmI
    | Ambiguous
    | NotYet
    | OffTopic
    | Unsafe
)
