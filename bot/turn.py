"""What comes in: one person's words, button press or form, from one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Platform = Literal["slack", "teams", "web", "terminal"]


@dataclass(frozen=True, slots=True)
class Person:
    """Who speaks, as the adapter proved it. `id` is the platform's own and never a display name."""

    id: str
    name: str = ""
    timezone: str = "UTC"
    """IANA name; times are shown in it."""
    locale: str = ""
    """BCP 47 tag of the profile, e.g. pt-BR; empty where unknown."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the answer belongs: a channel and, in it, a thread."""

    platform: Platform
    channel: str
    thread: str = ""
    team: str = ""
    direct: bool = False

    @property
    def address(self) -> str:
        """As the settings, the access file and the ledger name it: `slack:C0OPS`."""
        return f"{self.platform}:{self.channel}"


@dataclass(frozen=True, slots=True)
class Press:
    """A button of an earlier reply. `payload` is what `bot.payload.encode` wrote; check it, it may be forged."""

    payload: str


@dataclass(frozen=True, slots=True)
class Form:
    """A press of a button of `bot.reply.Ask`, with what stood in its fields (`Field.name` to text). Check both."""

    payload: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    id: str
    """The platform's event id: the same event delivered again has the same id."""
    person: Person
    place: Place
    said: str | Press | Form
    at: datetime
    command: bool = False
    """True for a slash command: `said` is then `failed-jobs 4h`, without the /resync."""
