"""What adapters see of the engine: one turn in, one reply out."""

from __future__ import annotations

from typing import Protocol

from bot.reply import Reply
from bot.turn import Turn


class Answers(Protocol):
    async def handle(self, turn: Turn) -> Reply | None:
        """One visible outcome for each turn; None only for a turn that was seen before. Never raises."""
