"""What delivery needs of a platform; each adapter hands one in."""

from __future__ import annotations

from typing import Protocol

from bot.reply import Reply
from bot.turn import Place, Platform

NEVER: frozenset[Platform] = frozenset({"terminal"})
"""Platforms that only answer: a command ends with its answer, and nothing can be posted to it later."""


class Undeliverable(Exception):
    """No further try will help: the channel is gone, or the bot was never added to it. The text says which."""


class Sender(Protocol):
    """Any other exception than Undeliverable means: try again later."""

    async def post(self, place: Place, reply: Reply) -> str:
        """Posts a new message; gives the platform's id of it, for `update`."""

    async def update(self, place: Place, message: str, reply: Reply) -> None:
        """Shows `reply` in place of an earlier message of ours; raises Undeliverable where that is gone."""
