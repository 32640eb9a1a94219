"""Answers to those who asked, where they see them."""

from __future__ import annotations

from uuid import uuid4

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.incoming import Asked
from adapters.slack.phrases import say
from adapters.slack.render import Message, render
from adapters.slack.wire import FAILED, UrlSpent, Wire, reason
from bot.reply import Reply

log = structlog.get_logger(__name__)
_GONE = ("message_not_found", "cant_update_message", "edit_window_closed")
_ABSENT = ("channel_not_found", "not_in_channel", "user_not_in_channel", "is_archived")


class Answers:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def answer(self, asked: Asked, reply: Reply) -> None:
        """A reply that Slack does not take becomes a short text with an id."""
        try:
            await self._send(asked, render(reply), replaces=reply.replaces, private=reply.private)
        except FAILED as error:
            await self._own_up(asked, error, reply.language)

    async def say(self, asked: Asked, text: str) -> None:
        """A short text of the adapter itself."""
        try:
            await self._send(asked, Message(text, []), replaces=False, private=False)
        except FAILED as error:
            log.error("slack.answer_lost", channel=asked.channel, reason=reason(error))

    async def _own_up(self, asked: Asked, error: BaseException, language: str) -> None:
        number = uuid4().hex[:8]
        log.error("slack.answer_failed", error_id=number, channel=asked.channel, reason=reason(error))
        await self.say(asked, say("unsure", language, id=number))

    async def _send(self, asked: Asked, message: Message, *, replaces: bool, private: bool) -> None:
        if asked.hidden and asked.response_url:
            await self._respond(asked, message, replace=replaces and not asked.command)
        elif replaces and asked.message and await self._update(asked, message):
            return
        elif private and not asked.direct:
            await self._wire.whisper(asked.channel, asked.thread, asked.person, message)
        else:
            await self._wire.post(asked.channel, asked.thread, message)

    async def _update(self, asked: Asked, message: Message) -> bool:
        """False where the message is gone or not ours any more: the answer is then posted anew."""
        try:
            await self._wire.update(asked.channel, asked.message, message)
        except SlackApiError as error:
            if reason(error) not in _GONE:
                raise
            return False
        return True

    async def _respond(self, asked: Asked, message: Message, *, replace: bool) -> None:
        try:
            await self._wire.respond(asked.response_url, message, replace=replace)
        except UrlSpent:
            await self._aside(asked, message)

    async def _aside(self, asked: Asked, message: Message) -> None:
        """To the asker alone all the same; as a direct message where the bot is not in the channel."""
        try:
            await self._wire.whisper(asked.channel, asked.thread, asked.person, message)
        except SlackApiError as error:
            if reason(error) not in _ABSENT:
                raise
            await self._wire.post(asked.person, "", message)
