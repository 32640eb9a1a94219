"""What the adapter is told, and what it says when Slack refuses it."""

from __future__ import annotations

from dataclasses import dataclass, field

from adapters.slack import limits


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """Tokens stay out of repr(). Give `signing_secret` for HTTP, `app_token` (xapp-) for Socket Mode, or both."""

    bot_token: str = field(repr=False)
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api_url: str = "https://slack.com/api/"
    command: str = "/resync"
    path: str = "/slack/events"
    most_tasks: int = 200
    drain_seconds: float = 10.0
    api_seconds: int = 10
    posts_a_second: float = limits.POSTS_A_SECOND

    def __post_init__(self) -> None:
        if not self.bot_token:
            raise ValueError("Slack needs a bot token (xoxb-…).")
        if not (self.signing_secret or self.app_token):
            raise ValueError("Slack needs a signing secret (HTTP) or an app token (xapp-…, Socket Mode).")


class SlackRefused(Exception):
    """Slack did not accept a token at start; `reason` is Slack's own word, such as invalid_auth."""

    def __init__(self, method: str, reason: str) -> None:
        super().__init__(f"Slack refused {method}: {reason}. Check the token and that the app is installed.")
        self.method = method
        self.reason = reason
