"""Orders, and the clicks that they need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.requests.fields import Window, asked
from tws.names import JobName


class Verb(StrEnum):
    """What may be ordered; the words are the intents' names."""

    RERUN = "rerun"
    RERUN_SUCCESSORS = "rerun_successors"
    CANCEL = "cancel"
    HOLD = "hold"
    RELEASE = "release"
    KILL = "kill"
    CONFIRM_SUCCESS = "confirm_success"
    CONFIRM_ABEND = "confirm_abend"
    SUBMIT = "submit"


@dataclass(frozen=True, slots=True)
class Change:
    """Asks to change a job. Nothing is sent to the scheduler yet: the answer is an order to confirm.

    With a `window` the run of that time is meant.
    """

    job: JobName
    job_id: str = ""
    reason: str = ""
    window: Window | None = None
    instead: bool = False
    """Of the order that was asked for before it, which was said to be wrong."""


@dataclass(frozen=True, slots=True)
class Rerun(Change):
    pass


@dataclass(frozen=True, slots=True)
class RerunSuccessors(Change):
    """A rerun of the job and of what ran behind it."""


@dataclass(frozen=True, slots=True)
class Cancel(Change):
    pass


@dataclass(frozen=True, slots=True)
class Hold(Change):
    pass


@dataclass(frozen=True, slots=True)
class Release(Change):
    pass


@dataclass(frozen=True, slots=True)
class Kill(Change):
    pass


@dataclass(frozen=True, slots=True)
class Confirm(Change):
    """Tells the scheduler how a job ended (conman confirm)."""

    successful: bool = True


@dataclass(frozen=True, slots=True)
class Submit:
    """Asks to put a job stream or a job of the database into the plan. One of the two is named.

    `workstation` is where it is defined; empty where the plan has to tell.
    """

    job_stream: str = ""
    job: JobName | None = None
    workstation: str = ""
    reason: str = ""
    alias: str = ""
    """Its name in the plan; its own where empty."""
    begins: datetime | None = None
    """When the job stream is to begin; now where None. A job takes none."""
    variables: tuple[tuple[str, str], ...] = ()
    """Names and values."""
    instead: bool = False
    """As of a `Change`."""


@dataclass(frozen=True, slots=True)
class ReplyPrompt:
    """A yes or no to a prompt of the scheduler; by its number or name, or by the job that waits for it."""

    prompt: str = ""
    yes: bool = True
    job: JobName | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class YesNo:
    """A bare yes or no in words: to the open question of this thread."""

    yes: bool
    form: str = ""
    """The order whose form was shown right before it; empty where something else was."""


@dataclass(frozen=True, slots=True)
class SendOrder:
    """The requester confirms an order, with a reason; of a submission with what it is given, as it was typed."""

    order: str
    reason: str = asked()
    options: bool = False
    """The form asked for what follows, so that nothing typed is none; a yes in words leaves all as it was."""
    alias: str = asked()
    begins: str = asked()
    variables: str = asked(longest=2000)


@dataclass(frozen=True, slots=True)
class WithdrawOrder:
    order: str


@dataclass(frozen=True, slots=True)
class DecideOrder:
    """A second person approves or refuses an order."""

    order: str
    approve: bool
    reason: str = asked()
