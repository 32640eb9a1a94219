"""slack-bolt in front: signature, ssl_check, url_verification, own events. Behind it everything is taken in and acked.

Work is queued by a middleware, before the ack: a listener of bolt would run after it, as a task nobody keeps or
waits for. It answers whatever comes, so bolt never says 404, which Slack would deliver again and count as failed.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.settings import SlackSettings

Take = Callable[[Mapping[str, Any]], Awaitable[BoltResponse]]
_BOLT_READS = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN", "SLACK_VERIFICATION_TOKEN")


@dataclass(slots=True)
class Identity:
    """Who we are, from one auth.test at start."""

    team: str = ""
    user: str = ""
    bot: str = ""


def bolt(settings: SlackSettings, identity: Identity, take: Take) -> AsyncApp:
    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=settings.bot_token,
            bot_id=identity.bot,
            bot_user_id=identity.user,
        )

    async def take_in(body: dict[str, Any]) -> BoltResponse:
        return await take(body)

    with _without_oauth():
        app = AsyncApp(
            name="resync",
            signing_secret=settings.signing_secret,
            authorize=authorize,
            client=AsyncWebClient(base_url=settings.api_url),
        )
    app.use(take_in)
    return app


@contextmanager
def _without_oauth() -> Iterator[None]:
    """AsyncApp turns OAuth on, and drops the token, where it finds these in the environment."""
    hidden = {key: os.environ.pop(key) for key in _BOLT_READS if key in os.environ}
    try:
        yield
    finally:
        os.environ.update(hidden)
