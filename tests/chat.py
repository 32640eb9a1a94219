"""A chat with the engine alone: `reply = await chat.says("…")`."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from adapters.terminal.render import render
from bot.app import App, open_app
from bot.engine import Engine
from bot.reply import Ask, Button, Buttons, Reply
from bot.settings import Knowledge, Settings
from bot.turn import Form, Person, Place, Press, Turn
from tests.plans import clock
from tws.scheduler import Scheduler

ANA = Person("U1", "Ana", "America/Sao_Paulo", "pt-BR")
BOB = Person("U2", "Bob", "Europe/London", "en-GB")


@dataclass
class Chat:
    engine: Engine
    app: App
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    async def says(self, text: str, person: Person = BOB, *, command: bool = False, thread: str = "") -> Reply:
        return await self.sends(self.turn(text, person, command=command, thread=thread))

    async def presses(self, reply: Reply, label: str, person: Person = BOB) -> Reply:
        found = next(b for b in buttons(reply) if b.label == label)
        return await self.sends(self.turn(Press(found.payload), person))

    async def fills(self, reply: Reply, label: str, person: Person = BOB, **values: str) -> Reply:
        """Types into the form of a reply and presses one of its buttons."""
        found = next(b for block in reply.blocks if isinstance(block, Ask) for b in block.buttons if b.label == label)
        return await self.sends(self.turn(Form(found.payload, values), person))

    async def sends(self, turn: Turn) -> Reply:
        reply = await self.engine.handle(turn)
        assert reply is not None
        return reply

    def turn(self, said: str | Press | Form, person: Person = BOB, *, command: bool = False, thread: str = "") -> Turn:
        place = Place("slack", "C1", thread=thread)
        return Turn(f"event-{next(self.numbers)}", person, place, said, clock(), command)


def buttons(reply: Reply) -> list[Button]:
    return [button for block in reply.blocks if isinstance(block, Buttons) for button in block.buttons]


def labels(reply: Reply) -> list[str]:
    return [button.label for button in buttons(reply)]


def text(reply: Reply) -> str:
    return render(reply)


@asynccontextmanager
async def open_chat(scheduler: Scheduler, folder: Path, **more: object) -> AsyncIterator[Chat]:
    """The whole bot but the adapters and the semantic index; `more` are settings."""
    settings = Settings(data_dir=folder, knowledge=Knowledge(embedder="none"), **more)  # type: ignore[arg-type]
    async with open_app(settings, clock=clock, scheduler=scheduler) as app:
        yield Chat(app.engine, app)
