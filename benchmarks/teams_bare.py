"""botbuilder's own adapter at its best: connector client kept, outgoing token at hand, one card for each message."""

from __future__ import annotations

import asyncio
import json

from botbuilder.core import (  # type: ignore[import-untyped]
    BotFrameworkAdapter,
    BotFrameworkAdapterSettings,
    TurnContext,
)
from botbuilder.schema import Activity, Attachment  # type: ignore[import-untyped]
from botframework.connector.auth import AppCredentials  # type: ignore[import-untyped]

from adapters.teams.render import Message
from benchmarks.teams_wire import OUTGOING, Wire
from tests.fakes.teams import APP, PASSWORD


class _Ready(AppCredentials):  # type: ignore[misc]
    def get_access_token(self, force_refresh: bool = False) -> str:
        return OUTGOING


class Bare:
    def __init__(self, wire: Wire, message: Message) -> None:
        settings = BotFrameworkAdapterSettings(APP, PASSWORD, app_credentials=_Ready(APP))
        settings.open_id_metadata = f"{wire.address}/openid"
        self._adapter = BotFrameworkAdapter(settings)
        self._message, self._bearer = message, f"Bearer {wire.token}"
        self.posted = 0

    async def turns(self, bodies: list[bytes]) -> None:
        await asyncio.gather(*(self._turn(body) for body in bodies))

    async def _turn(self, body: bytes) -> None:
        heard = Activity().deserialize(json.loads(body))
        await self._adapter.process_activity(heard, self._bearer, self._answer)

    async def _answer(self, context: TurnContext) -> None:
        card = Attachment(content_type="application/vnd.microsoft.card.adaptive", content=self._message.card)
        context.activity.id = None  # a post to the conversation, like ours, and not a reply to a message of it
        await context.send_activity(Activity(type="message", summary=self._message.summary, attachments=[card]))
        self.posted += 1
