"""What somebody wants to hear of later."""

from __future__ import annotations

from dataclasses import dataclass

from tws.names import JobName


@dataclass(frozen=True, slots=True)
class Watch:
    """Tell me when this job's run ends."""

    job: JobName
    job_id: str = ""


@dataclass(frozen=True, slots=True)
class Unwatch:
    """Without a job: all of mine here."""

    job: JobName | None = None


@dataclass(frozen=True, slots=True)
class ListWatches:
    """What the person watches, wherever it was asked for."""


@dataclass(frozen=True, slots=True)
class ScheduleSummary:
    """A health summary to this channel: `cron` has five fields in the channel's zone; empty lists them."""

    cron: str = ""
    stop: bool = False
