"""An engine that follows a script: replies by text or payload, and turns that wait until told to go on."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.reply import Reply, Text
from bot.turn import Form, Press, Turn


def said_in(turn: Turn) -> str:
    said = turn.said
    return said.payload if isinstance(said, Press | Form) else said


@dataclass
class ScriptedEngine:
    replies: Mapping[str, Reply | None] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    handled: list[str] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def handle(self, turn: Turn) -> Reply | None:
        text = said_in(turn)
        async with self.news:
            self.turns.append(turn)
            self.news.notify_all()
        if text == "fail":
            raise RuntimeError("an engine must not do this")
        if text.startswith("slow"):
            self.begun.set()
            await self.gate.wait()
        self.handled.append(text)
        return self.replies.get(text, Reply((Text(f"heard {text}"),)))

    async def until_turns(self, count: int) -> None:
        """Waits until that many turns have come in."""
        async with asyncio.timeout(5), self.news:
            await self.news.wait_for(lambda: len(self.turns) >= count)


@dataclass
class HandClock:
    now: datetime = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
