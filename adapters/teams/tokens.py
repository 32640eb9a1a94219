"""The token that our posts carry: learn.microsoft.com/azure/bot-service/rest-api/
bot-framework-rest-connector-authentication, "Authenticate requests from your bot to the Bot Connector service"."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from adapters.teams.faults import ConnectorAway, TokenRefused
from adapters.teams.settings import TeamsSettings
from adapters.teams.wire import FAILED, fetch
from tws.clock import Clock

_EARLY = timedelta(minutes=5)
_ANSWER_BYTES = 100_000


class Tokens:
    """One token for all posts, fetched before it ends."""

    def __init__(self, settings: TeamsSettings, session: aiohttp.ClientSession, clock: Clock) -> None:
        self._settings, self._session, self._clock = settings, session, clock
        self._token, self._until = "", datetime.min
        self._lock = asyncio.Lock()

    async def fresh(self) -> str:
        """Raises TokenRefused, or ConnectorAway where the login endpoint is not reached."""
        async with self._lock:
            if not self._token or self._clock() >= self._until - _EARLY:
                await self._fetch()
            return self._token

    def drop(self, token: str) -> None:
        """Teams did not take it: the next post fetches another."""
        if token == self._token:
            self._token = ""

    async def _fetch(self) -> None:
        settings = self._settings
        url = f"{settings.login_url.rstrip('/')}/{settings.tenant_id}/oauth2/v2.0/token"
        form = {
            "grant_type": "client_credentials",
            "client_id": settings.app_id,
            "client_secret": settings.app_password,
            "scope": settings.scope,
        }
        try:
            status, answer = await fetch(self._session, url, _ANSWER_BYTES, form)
        except FAILED as error:
            raise ConnectorAway(f"login endpoint: {type(error).__name__}") from error
        self._keep(status, answer)

    def _keep(self, status: int, answer: Mapping[str, Any]) -> None:
        token, seconds = answer.get("access_token"), answer.get("expires_in")
        if status >= 500 or status == 429:
            raise ConnectorAway(f"login endpoint: {status}")
        if status != 200 or not isinstance(token, str) or not token:
            raise TokenRefused(str(answer.get("error") or status)[:100])
        lasts = float(seconds) if isinstance(seconds, int | str) and str(seconds).isdigit() else 0.0
        self._token, self._until = token, self._clock() + timedelta(seconds=max(lasts, 600.0))
