"""Event to ack: CPU of our adapter beside a bare slack-bolt app with one listener.

Signed events go through async_dispatch; the engine has nothing to say, so that what is measured is what stands
between Slack and its ack, dedupe and queueing included.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from itertools import count
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import SlackAdapter, SlackSettings
from benchmarks.measure import LeftOut, Round, Row, alternate
from bot.coordination.memory import InMemory
from bot.reply import Reply
from bot.turn import Person, Turn
from tests.fakes.slack.payloads import event, message, signed
from tws.clock import system_clock

SECRET, ROUNDS, EVENTS = "secret", 11, 150


class Silent:
    """Counts what reaches it and says nothing."""

    def __init__(self) -> None:
        self.heard = 0

    async def handle(self, turn: Turn) -> Reply | None:
        self.heard += 1
        return None

    async def listen(self) -> None:
        self.heard += 1


class Known:
    """People and channels that Slack was asked about before."""

    async def person(self, user: str) -> Person:
        return Person(user)

    async def room(self, channel: str) -> str:
        return channel


def run() -> Sequence[Row]:
    return asyncio.run(_compare())


async def _compare() -> Sequence[Row]:
    engine, listener = Silent(), Silent()
    costs = await alternate(_events(_bare(listener)), _events(_ours(engine)), ROUNDS)
    if {engine.heard, listener.heard} != {(ROUNDS + 1) * EVENTS}:
        raise LeftOut(f"events were lost: {engine.heard} reached the engine, {listener.heard} the bare listener")
    return (costs.times("Slack, event to ack", "bare slack-bolt", "1.50 or less"),)


def _ours(engine: Silent) -> AsyncApp:
    adapter: Any = SlackAdapter(engine, SlackSettings("xoxb", SECRET), InMemory(system_clock))
    adapter._identity.user, adapter._people, adapter._wire = "UBOT", Known(), Known()
    app: AsyncApp = adapter._bolt
    return app


def _bare(listener: Silent) -> AsyncApp:
    app = AsyncApp(signing_secret=SECRET, authorize=_authorize, client=AsyncWebClient())

    @app.event("message")
    async def heard() -> None:
        await listener.listen()

    return app


async def _authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb", bot_id="B1", bot_user_id="UBOT")


def _events(app: AsyncApp) -> Round:
    """CPU seconds an event; what the ack left behind is run too, on both sides. Every event is new."""
    numbers = count()

    async def once() -> float:
        asked = [_request(next(numbers)) for _ in range(EVENTS)]
        began = time.process_time()
        for each in asked:
            if (await app.async_dispatch(each)).status != 200:
                raise LeftOut("an event was not acked")
        for _ in range(5):
            await asyncio.sleep(0)
        return (time.process_time() - began) / EVENTS

    return once


def _request(number: int) -> AsyncBoltRequest:
    body = json.dumps(event(f"Ev{number}", message("U1", "D1", "status of PAYROLL", f"{number}.1"))).encode()
    headers = {key: [value] for key, value in signed(body, SECRET).items()}
    return AsyncBoltRequest(body=body.decode(), headers={"content-type": ["application/json"], **headers})
