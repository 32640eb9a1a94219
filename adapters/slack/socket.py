"""Socket Mode: the same app behind a websocket (docs.slack.dev/apis/events-api/using-socket-mode)."""

from __future__ import annotations

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.settings import SlackRefused


class Socket:
    def __init__(self, app: AsyncApp, app_token: str, client: AsyncWebClient) -> None:
        """`client` has the app token and the API's address; bolt's own would call slack.com."""
        self._handler = AsyncSocketModeHandler(app, app_token, web_client=client)

    async def start(self) -> None:
        """The first address is asked for here: the SDK would repeat a refused token for ever."""
        try:
            self._handler.client.wss_uri = await self._handler.client.issue_new_wss_url()
        except SlackApiError as error:
            raise SlackRefused("apps.connections.open", str(error.response.get("error"))) from error
        await self._handler.connect_async()  # type: ignore[no-untyped-call]

    async def connected(self) -> bool:
        return await self._handler.client.is_connected()

    async def close(self) -> None:
        await self._handler.close_async()  # type: ignore[no-untyped-call]
