"""The one place that posts to Slack, one message after the other in each channel."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.pace import Pace, Sleep
from adapters.slack.render import Message

_DIRECT_KEPT = 2_000


class PostRefused(Exception):
    """A response_url did not take the answer."""


class UrlSpent(PostRefused):
    """A response_url is over its thirty minutes or five uses."""


FAILED = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, PostRefused)
"""Slack said no, broke off, or did not answer in time."""


class Wire:
    """Raises one of FAILED where Slack did not take something."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession, pace: Pace, sleep: Sleep) -> None:
        self._client, self._session, self._pace, self._sleep = client, session, pace, sleep
        self._direct: OrderedDict[str, str] = OrderedDict()

    async def room(self, channel: str) -> str:
        """The channel itself; for a person's id that of the direct messages with them."""
        if not channel.startswith(("U", "W")):
            return channel
        if channel not in self._direct:
            answer = await self._client.conversations_open(users=channel)
            self._direct[channel] = str((answer.get("channel") or {}).get("id") or channel)
            if len(self._direct) > _DIRECT_KEPT:
                self._direct.popitem(last=False)
        return self._direct[channel]

    async def post(self, channel: str, thread: str, message: Message) -> str:
        """Gives the ts of the new message."""
        channel = await self.room(channel)
        async with self._pace.turn(channel):
            answer = await self._client.chat_postMessage(
                channel=channel,
                thread_ts=thread or None,
                **_content(message),
                unfurl_links=False,
                unfurl_media=False,
            )
        return str(answer.get("ts"))

    async def whisper(self, channel: str, thread: str, person: str, message: Message) -> None:
        """Only this person sees it, and it is gone when they reload."""
        async with self._pace.turn(channel):
            await self._client.chat_postEphemeral(
                channel=channel, thread_ts=thread or None, user=person, **_content(message)
            )

    async def update(self, channel: str, ts: str, message: Message) -> None:
        channel = await self.room(channel)
        async with self._pace.turn(channel):
            await self._client.chat_update(channel=channel, ts=ts, **_content(message))

    async def respond(self, url: str, message: Message, *, replace: bool) -> None:
        """For the asker's eyes only: docs.slack.dev/interactivity/handling-user-interaction#message_responses."""
        body = {"response_type": "ephemeral", "replace_original": replace, **_content(message)}
        for _ in range(3):
            async with self._session.post(url, json=body, allow_redirects=False) as answer:
                if answer.status == 200:
                    return
                if answer.status == 404:
                    raise UrlSpent("response_url is used up or expired")
                if answer.status != 429:
                    raise PostRefused(f"response_url answered {answer.status}")
                told = answer.headers.get("Retry-After", "1")
            await self._sleep(min(float(told) if told.isdigit() else 1.0, 60.0))
        raise PostRefused("response_url kept answering 429")

    async def home(self, person: str, view: dict[str, Any]) -> None:
        await self._client.views_publish(user_id=person, view=view)


def _content(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": message.blocks} if message.blocks else {"text": message.text}


def reason(error: BaseException) -> str:
    """Slack's own word where there is one; never a payload."""
    if isinstance(error, SlackApiError):
        answer = error.response
        return str(answer.get("error") or answer.status_code) if hasattr(answer, "get") else "unreadable answer"
    return str(error) if isinstance(error, PostRefused) else type(error).__name__
