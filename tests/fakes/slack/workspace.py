"""What the fake Slack knows: people, channels, what was posted, and what it found wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from adapters.slack import limits
from tests.fakes.slack.lint import texts
from tests.fakes.slack.shown import lines, plain
from tws.clock import Clock

Json = dict[str, Any]

BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-fake", "xapp-fake", "signing-secret"
TEAM, BOT, BOT_ID = "T1", "UBOT", "BBOT"


@dataclass(slots=True)
class Post:
    """A message as it stands now. `to` is set on one that a single person sees."""

    channel: str
    ts: str
    text: str
    blocks: list[Json]
    thread: str = ""
    to: str = ""
    past: list[str] = field(default_factory=list)
    """What it showed before each edit, the oldest first."""

    @property
    def edits(self) -> int:
        return len(self.past)

    @property
    def words(self) -> str:
        """Every text in it as it was sent, escapes and all."""
        return "\n".join([self.text, *texts(self.blocks)])

    @property
    def shown(self) -> str:
        """What a person reads."""
        return "\n".join(lines(self.blocks)) if self.blocks else plain(self.text)

    def edit(self, text: str, blocks: list[Json]) -> None:
        self.past.append(self.shown)
        self.text, self.blocks = text, blocks


@dataclass(slots=True)
class ResponseUrl:
    channel: str
    user: str
    until: float
    message: str = ""
    uses: int = 0


@dataclass
class Workspace:
    clock: Clock
    people: dict[str, Json] = field(default_factory=dict)
    channels: set[str] = field(default_factory=lambda: {"C1", "C2", "D1"})
    """Those the bot is in."""
    closed: dict[str, str] = field(default_factory=lambda: {"C8": "is_archived", "C9": "not_in_channel"})
    """Others, and what Slack says of a post there."""
    posts: list[Post] = field(default_factory=list)
    homes: dict[str, Json] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    """What a careful operator of Slack would complain about: late acks, refused blocks, posts too fast."""
    urls: dict[str, ResponseUrl] = field(default_factory=dict)
    triggers: dict[str, float] = field(default_factory=dict)
    faults: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    """By method: (status, Retry-After) to answer instead, one at a time. 520 breaks off after posting."""
    drafts: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """What a person typed: by person, message and input."""
    _number: int = 0
    _allowance: dict[str, tuple[float, float]] = field(default_factory=dict)

    def now(self) -> float:
        return self.clock().timestamp()

    def number(self) -> int:
        self._number += 1
        return self._number

    def ts(self) -> str:
        return f"{int(self.now())}.{self.number():06d}"

    def too_fast(self, channel: str) -> bool:
        """A burst, then one a second, a channel (docs.slack.dev/apis/web-api/rate-limits)."""
        now = self.now()
        left, since = self._allowance.get(channel, (float(limits.POST_BURST), now))
        left = min(float(limits.POST_BURST), left + (now - since) * limits.POSTS_A_SECOND)
        self._allowance[channel] = (left - 1 if left >= 1 - 1e-6 else left, now)
        return left < 1 - 1e-6

    def trigger(self) -> str:
        made = f"trigger.{self.number()}"
        self.triggers[made] = self.now() + limits.ACK_SECONDS
        return made

    def direct(self, user: str) -> str:
        """The channel of this person's direct messages with the bot."""
        made = "D" + user[1:]
        self.channels.add(made)
        return made

    def find(self, ts: str) -> Post | None:
        return next((post for post in self.posts if post.ts == ts), None)
