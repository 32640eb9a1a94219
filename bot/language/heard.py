"""All that a request is built from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.language.entities import Entities
from bot.language.features import Features
from tws.names import JobName


@dataclass(frozen=True, slots=True)
class Heard:
    text: str
    """What was said, or what stands after a slash command's name."""
    found: Entities
    read: Features
    now: datetime
    job: JobName | None = None
    """Named in the text, or else the one that the thread speaks of."""
    tail: str = ""
    """Of a change: the reason. Of a slash command for one job: all that follows the job."""
    typed: bool = False
    """Whether a slash command was typed."""

    @property
    def jobs(self) -> tuple[JobName, ...]:
        """Every job that the text names, each once."""
        return tuple(dict.fromkeys(map(JobName.parse, self.found.of("job"))))
