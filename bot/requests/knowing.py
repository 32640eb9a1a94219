"""What the team knows, teaches and reviews."""

from __future__ import annotations

from dataclasses import dataclass

from bot.requests.fields import Window, asked


@dataclass(frozen=True, slots=True)
class AskKnowledge:
    """A question to documents and the team's memories."""

    text: str


@dataclass(frozen=True, slots=True)
class Teach:
    """Proposes a memory; `subject` is the job it is about, where one was named."""

    text: str = asked(longest=4000)
    subject: str = ""


@dataclass(frozen=True, slots=True)
class TellFix:
    """What fixed an incident, in the words of one who was there."""

    incident: str
    text: str = asked(longest=4000)


@dataclass(frozen=True, slots=True)
class Feedback:
    """Whether an answer helped."""

    good: bool
    text: str = asked()


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    pass


@dataclass(frozen=True, slots=True)
class EditMemory:
    """Opens a memory for edit before it is approved."""

    memory: str
    version: int


@dataclass(frozen=True, slots=True)
class DecideMemory:
    """A reviewer approves or rejects; `text` replaces the memory's where it is not empty."""

    memory: str
    version: int
    approve: bool
    reason: str = asked()
    text: str = asked(longest=4000)


@dataclass(frozen=True, slots=True)
class AgentsStatus:
    pass


@dataclass(frozen=True, slots=True)
class AskAgent:
    agent: str
    text: str


@dataclass(frozen=True, slots=True)
class AuditReport:
    """Of one job or one person only, where they are named."""

    window: Window | None = None
    job: str = ""
    person: str = ""
