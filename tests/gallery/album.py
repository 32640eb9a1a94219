"""What is to be drawn: a picture is one or more messages as they stood at that moment."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from tests.fakes.slack.clock import FakeClock
from tests.fakes.slack.workspace import Post
from tests.fakes.teams import Post as TeamsPost

Json = dict[str, Any]
LOOKS = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Picture:
    name: str
    """Of the file, without its look: `slack-incident`."""
    shows: str
    """The alternative text, one sentence."""
    messages: Sequence[Json] = ()
    """`{"at", "only", "blocks"}` for Slack, `{"at", "card"}` for Teams; none for the web, which is its own page."""

    @property
    def platform(self) -> str:
        return self.name.partition("-")[0]


@dataclass
class Album:
    clock: FakeClock
    pictures: list[Picture] = field(default_factory=list)

    def slack(self, name: str, shows: str, *posts: Post, zone: str = "America/Sao_Paulo") -> None:
        """Copies the posts, since later edits change them in place."""
        messages = [{"at": self._at(zone), "only": bool(p.to), "blocks": deepcopy(p.blocks)} for p in posts]
        self.pictures.append(Picture(f"slack-{name}", shows, messages))

    def teams(self, name: str, shows: str, *posts: TeamsPost) -> None:
        messages = [{"at": self._at("Europe/London"), "card": deepcopy(p.card)} for p in posts]
        self.pictures.append(Picture(f"teams-{name}", shows, messages))

    def _at(self, zone: str) -> str:
        return f"{self.clock().astimezone(ZoneInfo(zone)):%H:%M}"
