"""The one module that knows Microsoft's SDK (botbuilder-schema and the connector, both parts of botbuilder-core).

Imported when the adapter starts: it takes more than a second. Its clients are kept for each service URL, since
building one costs milliseconds; tokens come from `Tokens`, for the SDK's own would be fetched on the loop each turn.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Any

from botbuilder.schema import (  # type: ignore[import-untyped]
    Activity,
    Attachment,
    ChannelAccount,
    ConversationAccount,
)
from botframework.connector.aio import ConnectorClient  # type: ignore[import-untyped]
from botframework.connector.auth import AppCredentials  # type: ignore[import-untyped]
from msrest.exceptions import ClientException, DeserializationError  # type: ignore[attr-defined]

from adapters.teams import limits
from adapters.teams.faults import ConnectorAway, ConnectorRefused
from adapters.teams.render import Message
from adapters.teams.settings import TeamsSettings
from adapters.teams.tokens import Tokens

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
_MOST_CLIENTS = 32


class _Credentials(AppCredentials):  # type: ignore[misc]
    """Hands the SDK a token that was fetched before."""

    def __init__(self, app_id: str) -> None:
        super().__init__(app_id)
        self.token = ""

    def get_access_token(self, force_refresh: bool = False) -> str:
        return self.token


class Connector:
    """Posts to conversations over the Bot Connector REST API."""

    def __init__(self, settings: TeamsSettings, tokens: Tokens) -> None:
        self._settings, self._tokens = settings, tokens
        self._credentials = _Credentials(settings.app_id)
        self._clients: OrderedDict[str, Any] = OrderedDict()
        self._wires = asyncio.Semaphore(limits.WIRES)

    async def post(self, service_url: str, conversation: str, bot: str, message: Message | None) -> str:
        """The new message's id. No message: the sign that one is being typed. Raises as `faults` says."""
        made = _activity(conversation, bot, message)
        calls = self._client(service_url).conversations
        answer = await self._call(calls.send_to_conversation, conversation, made)
        return str(getattr(answer, "id", "") or "")

    async def put(self, service_url: str, conversation: str, bot: str, number: str, message: Message) -> None:
        made = _activity(conversation, bot, message)
        made.id = number
        await self._call(self._client(service_url).conversations.update_activity, conversation, number, made)

    def _client(self, service_url: str) -> Any:
        if service_url not in self._clients:
            self._clients[service_url] = self._connected(service_url)
        self._clients.move_to_end(service_url)
        while len(self._clients) > _MOST_CLIENTS:
            self._clients.popitem(last=False)
        return self._clients[service_url]

    def _connected(self, service_url: str) -> Any:
        """Without the SDK's own repetitions: they sit in a thread, and lose the status in the end."""
        client = ConnectorClient(self._credentials, base_url=service_url)
        client.config.connection.timeout = self._settings.api_seconds
        client.config.retry_policy.retries = 0
        client.config.retry_policy.policy.status_forcelist = ()
        client.config.hooks.append(_only_good)
        client.config.redirect_policy.allow = False
        return client

    async def _call(self, call: Any, *args: object) -> Any:
        async with self._wires:
            token = self._credentials.token = await self._tokens.fresh()
            try:
                return await call(*args)
            except ConnectorRefused as error:
                if error.status == 401:
                    self._tokens.drop(token)
                raise
            except (ClientException, DeserializationError) as error:
                raise ConnectorAway(type(error).__name__) from error


def _activity(conversation: str, bot: str, message: Message | None) -> Any:
    made = Activity(
        type="message" if message else "typing",
        channel_id="msteams",
        from_property=ChannelAccount(id=bot),
        conversation=ConversationAccount(id=conversation),
    )
    if message:
        made.summary, made.speak, made.locale = message.summary, message.summary, message.language
        made.attachments = [Attachment(content_type=CARD_TYPE, content=message.card)]
    return made


def _only_good(response: Any, *_args: object, **_more: object) -> None:
    """Runs for each HTTP answer: the SDK itself loses the status of one that is no JSON. Raises ConnectorRefused."""
    if response.status_code in (200, 201, 202):
        return
    told = str(response.headers.get("Retry-After", ""))
    raise ConnectorRefused(response.status_code, _code(response), float(told) if told.isdigit() else None)


def _code(response: Any) -> str:
    try:
        error = response.json().get("error")
        return str(error["code"])[:100]
    except (ValueError, TypeError, KeyError, AttributeError):
        return ""
