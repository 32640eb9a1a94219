"""What both sides of the Teams benchmark meet: signed activities in, a connector to post to."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from tests.fakes.teams import FakeTeams
from tests.fakes.teams.activities import ANN, Chat, base, said
from tws.clock import system_clock

CHATS = tuple(Chat(f"a:chat-{number}", "personal") for number in range(60))
OUTGOING = "outgoing-for-bare"


@dataclass(frozen=True, slots=True)
class Wire:
    """Where Microsoft is played, and the token that it signs activities with."""

    address: str
    service_url: str
    token: str

    def activity(self, number: int) -> bytes:
        """In one of a few conversations; every one is new."""
        chat = CHATS[number % len(CHATS)]
        body = {**base("message", f"{number}", chat, "", self.service_url), **said(ANN, "status of PAYROLL")}
        return json.dumps(body).encode()


@asynccontextmanager
async def connector() -> AsyncIterator[Wire]:
    """Its token is good for a day, so that a clock which skips the waits does not outlive it."""
    teams = FakeTeams()
    teams.clock.now = system_clock()
    teams.known.update(chat.id for chat in CHATS)
    async with teams:
        teams.issuer.good_tokens.add(OUTGOING)
        until = int((teams.clock() + timedelta(days=1)).timestamp())
        yield Wire(teams.address, teams.service_url, teams.issuer.token(teams.service_url, exp=until))
