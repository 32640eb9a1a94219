"""Messages that nobody asked for: posted and edited for `bot.delivery`, with Slack's refusals told apart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.render import Message, render
from adapters.slack.wire import Wire, reason
from bot.delivery.sender import Undeliverable
from bot.reply import Reply
from bot.turn import Place

log = structlog.get_logger(__name__)
Sent = TypeVar("Sent")

_FINAL: Final = {
    "channel_not_found": "Slack has no channel {channel}, or it is private and the bot is not in it. "
    "Check the id in the settings, or invite the bot there with /invite.",
    "not_in_channel": "The bot is not in channel {channel}. Invite it there with /invite.",
    "is_archived": "Channel {channel} is archived. Unarchive it, or name another one in the settings.",
    "restricted_action": "A rule of the workspace keeps the bot from posting in {channel}. Ask a workspace admin.",
    "restricted_action_read_only_channel": "Channel {channel} is read-only. Let the bot post there.",
    "restricted_action_thread_only_channel": "Channel {channel} takes replies only. Name another one.",
    "thread_not_found": "The thread in {channel} is gone. Nothing to do; the next message starts anew.",
    "message_not_found": "The message in {channel} was deleted. Nothing to do; the next message starts anew.",
    "cant_update_message": "The message in {channel} is not the bot's to edit. Was the app installed anew?",
    "edit_window_closed": "The message in {channel} is too old for a rule of the workspace. Ask a workspace admin.",
    "user_not_found": "Slack has no person {channel}. Check the id in the settings.",
    "user_disabled": "The account {channel} is deactivated. Name somebody else in the settings.",
    "cannot_dm_bot": "{channel} is a bot and takes no direct messages. Name a person in the settings.",
    "account_inactive": "The bot's account is deactivated in this workspace. Install the app again and set its token.",
}
"""docs.slack.dev/reference/methods/chat.postMessage, chat.update and conversations.open, under Errors."""
_TOO_MUCH: Final = ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long")


class Cards:
    """A `bot.delivery.sender.Sender`. Told to wait by Slack, it raises, and delivery tries again."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def post(self, place: Place, reply: Reply) -> str:
        return await _sent(place, reply, lambda message: self._wire.post(place.channel, place.thread, message))

    async def update(self, place: Place, message: str, reply: Reply) -> None:
        await _sent(place, reply, lambda shown: self._wire.update(place.channel, message, shown))


async def _sent(place: Place, reply: Reply, send: Callable[[Message], Awaitable[Sent]]) -> Sent:
    """Blocks that Slack will not have are left out: an alert of one line beats none."""
    message = render(reply)
    try:
        return await send(message)
    except SlackApiError as error:
        word = reason(error)
        log.warning("slack.card_refused", channel=place.channel, reason=word)
        if word in _FINAL:
            raise Undeliverable(_FINAL[word].format(channel=place.channel)) from error
        if word not in _TOO_MUCH:
            raise
    return await send(Message(message.text, []))
