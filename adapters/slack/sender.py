"""The one place that posts to Slack."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import phrases
from adapters.slack.clock import Clock
from adapters.slack.incoming import Asked
from adapters.slack.pace import Pace
from adapters.slack.render import Message, render
from bot.reply import Reply

log = structlog.get_logger(__name__)
FAILED = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError)
"""Slack said no, broke off, or did not answer in time."""


class PostRefused(Exception):
    """A response_url did not take the answer."""


class Sender:
    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession, clock: Clock, pace: Pace) -> None:
        self._client, self._session, self._clock, self._pace = client, session, clock, pace

    async def answer(self, asked: Asked, reply: Reply) -> None:
        """Where the asker sees it. A reply that Slack does not take becomes a short text with an id."""
        try:
            await self._send(asked, render(reply), replaces=reply.replaces, private=reply.private)
        except (*FAILED, PostRefused) as error:
            await self._own_up(asked, error)

    async def say(self, asked: Asked, text: str) -> None:
        """A short text of the adapter itself."""
        try:
            await self._send(asked, Message(text, []), replaces=False, private=False)
        except (*FAILED, PostRefused) as error:
            log.error("slack.answer_lost", channel=asked.channel, reason=reason(error))

    async def home(self, person: str, view: dict[str, Any]) -> None:
        try:
            await self._client.views_publish(user_id=person, view=view)
        except FAILED as error:
            log.error("slack.home_lost", reason=reason(error))

    async def _own_up(self, asked: Asked, error: BaseException) -> None:
        number = uuid4().hex[:8]
        log.error("slack.answer_failed", error_id=number, channel=asked.channel, reason=reason(error))
        await self.say(asked, phrases.UNSURE.format(id=number))

    async def _send(self, asked: Asked, message: Message, *, replaces: bool, private: bool) -> None:
        if asked.hidden and asked.response_url:
            await self._respond(asked, message, replace=replaces and not asked.command)
        elif replaces and asked.message and await self._update(asked, message):
            return
        else:
            await self._post(asked, message, private=private and not asked.direct)

    async def _post(self, asked: Asked, message: Message, *, private: bool) -> None:
        where: dict[str, Any] = {"channel": asked.channel, "thread_ts": asked.thread or None}
        async with self._pace.turn(asked.channel):
            if private:
                await self._client.chat_postEphemeral(user=asked.person, **where, **_content(message))
            else:
                await self._client.chat_postMessage(
                    **where, **_content(message), unfurl_links=False, unfurl_media=False
                )

    async def _update(self, asked: Asked, message: Message) -> bool:
        """False where the message is gone or not ours any more: the answer is then posted anew."""
        try:
            async with self._pace.turn(asked.channel):
                await self._client.chat_update(channel=asked.channel, ts=asked.message, **_content(message))
        except SlackApiError as error:
            if reason(error) not in ("message_not_found", "cant_update_message", "edit_window_closed"):
                raise
            return False
        return True

    async def _respond(self, asked: Asked, message: Message, *, replace: bool) -> None:
        """For the asker's eyes only: docs.slack.dev/interactivity/handling-user-interaction#message_responses."""
        body = {"response_type": "ephemeral", "replace_original": replace, **_content(message)}
        for _ in range(3):
            async with self._session.post(asked.response_url, json=body, allow_redirects=False) as answer:
                if answer.status == 200:
                    return
                if answer.status != 429:
                    raise PostRefused(f"response_url answered {answer.status}")
                told = answer.headers.get("Retry-After", "1")
            await self._clock.sleep(min(float(told) if told.isdigit() else 1.0, 60.0))
        raise PostRefused("response_url kept answering 429")


def _content(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": message.blocks} if message.blocks else {"text": message.text}


def reason(error: BaseException) -> str:
    """Slack's own word where there is one; never a payload."""
    if isinstance(error, SlackApiError):
        answer = error.response
        return str(answer.get("error") or answer.status_code) if hasattr(answer, "get") else "unreadable answer"
    return str(error) if isinstance(error, PostRefused) else type(error).__name__
