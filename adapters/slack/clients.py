"""Web API clients over one shared session, with the retries that are safe for what they do."""

from __future__ import annotations

import aiohttp
from aiohttp import ClientConnectorError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.pace import Sleep
from adapters.slack.settings import SlackSettings

_LONGEST_WAIT = 60.0


class WaitAsTold(AsyncRateLimitErrorRetryHandler):
    """429: wait Retry-After, then once more (docs.slack.dev/apis/web-api/rate-limits). Slack did nothing yet."""

    def __init__(self, sleep: Sleep, times: int = 3) -> None:
        super().__init__(max_retry_count=times)
        self._sleep = sleep

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> None:
        told = {key.lower(): value for key, value in (response.headers if response else {}).items()}
        await self._sleep(min(_seconds(told.get("retry-after")), _LONGEST_WAIT))
        state.next_attempt_requested = True
        state.increment_current_attempt()


def _seconds(header: list[str] | str | None) -> float:
    value = header[0] if isinstance(header, list) and header else header
    return float(value) if isinstance(value, str) and value.strip().isdigit() else 1.0


def reads(settings: SlackSettings, session: aiohttp.ClientSession, sleep: Sleep) -> AsyncWebClient:
    """Asking twice does no harm."""
    handlers = [AsyncConnectionErrorRetryHandler(), AsyncServerErrorRetryHandler(), WaitAsTold(sleep)]
    return _client(settings.bot_token, settings, session, handlers)


def posts(settings: SlackSettings, session: aiohttp.ClientSession, sleep: Sleep) -> AsyncWebClient:
    """Repeated only where Slack cannot have posted: never connected, or told to wait. Not after a 5xx."""
    never_connected = AsyncConnectionErrorRetryHandler(error_types=[ClientConnectorError])
    return _client(settings.bot_token, settings, session, [never_connected, WaitAsTold(sleep)])


def cards(settings: SlackSettings, session: aiohttp.ClientSession) -> AsyncWebClient:
    """For what nobody waits for: told to wait, it fails, and delivery tries again while no lease runs out."""
    never_connected = AsyncConnectionErrorRetryHandler(error_types=[ClientConnectorError])
    return _client(settings.bot_token, settings, session, [never_connected])


def sockets(settings: SlackSettings, session: aiohttp.ClientSession, sleep: Sleep) -> AsyncWebClient:
    """For apps.connections.open, which takes the app token."""
    return _client(settings.app_token, settings, session, [AsyncConnectionErrorRetryHandler(), WaitAsTold(sleep)])


def _client(
    token: str, settings: SlackSettings, session: aiohttp.ClientSession, handlers: list[AsyncRetryHandler]
) -> AsyncWebClient:
    return AsyncWebClient(
        token=token,
        base_url=settings.api_url,
        timeout=settings.api_seconds,
        session=session,
        retry_handlers=handlers,
    )
