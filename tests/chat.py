"""A chat with the engine alone: `reply = await chat.says("…")`."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from pathlib import Path

from adapters.terminal.render import render
from bot.context import Services
from bot.conversation import Conversation
from bot.coordination.seen import SeenInMemory
from bot.engine import Engine
from bot.language import recognise
from bot.reply import Button, Buttons, Reply
from bot.skills import registry
from bot.storage.database import create_tables, open_database, sqlite_url
from bot.turn import Person, Place, Press, Turn
from tests.plans import clock
from tws.scheduler import Scheduler

ANA = Person("U1", "Ana", "America/Sao_Paulo", "pt-BR")
BOB = Person("U2", "Bob", "Europe/London", "en-GB")


@dataclass
class Chat:
    engine: Engine
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    async def says(self, text: str, person: Person = BOB, *, command: bool = False, thread: str = "") -> Reply:
        return await self.sends(self.turn(text, person, command=command, thread=thread))

    async def presses(self, reply: Reply, label: str, person: Person = BOB) -> Reply:
        found = next(b for b in buttons(reply) if b.label == label)
        return await self.sends(self.turn(Press(found.payload), person))

    async def sends(self, turn: Turn) -> Reply:
        reply = await self.engine.handle(turn)
        assert reply is not None
        return reply

    def turn(self, said: str | Press, person: Person = BOB, *, command: bool = False, thread: str = "") -> Turn:
        place = Place("slack", "C1", thread=thread)
        return Turn(f"event-{next(self.numbers)}", person, place, said, clock(), command)


def buttons(reply: Reply) -> list[Button]:
    return [button for block in reply.blocks if isinstance(block, Buttons) for button in block.buttons]


def labels(reply: Reply) -> list[str]:
    return [button.label for button in buttons(reply)]


def text(reply: Reply) -> str:
    return render(reply)


async def open_chat(scheduler: Scheduler, folder: Path) -> tuple[Chat, object]:
    database = open_database(sqlite_url(folder))
    await create_tables(database)
    services = Services(scheduler, clock, registry)
    return Chat(Engine(services, Conversation(database), SeenInMemory(clock), recognise)), database
