"""Event to ack: CPU of our adapter beside a bare slack-bolt app with one listener, in the same run.

Signed events go through async_dispatch in alternating rounds; the engine has nothing to say, so that what is
measured is what stands between Slack and its ack, dedupe and queueing included.
"""

from __future__ import annotations

import asyncio
import json
import logging
import statistics
import time
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import SlackAdapter, SlackSettings
from bot.coordination.memory import InMemory
from tws.clock import system_clock
from bot.reply import Reply
from bot.turn import Person, Turn
from tests.fakes.slack.payloads import event, message, signed

SECRET, ROUNDS, EVENTS = "secret", 10, 200
MOST = 1.5
"""The aim: at most half as much again as bare bolt."""


class Silent:
    async def handle(self, turn: Turn) -> Reply | None:
        return None


class Known:
    async def person(self, user: str) -> Person:
        return Person(user)

    async def room(self, channel: str) -> str:
        return channel


async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb", bot_id="B1", bot_user_id="UBOT")


def bare() -> AsyncApp:
    app = AsyncApp(signing_secret=SECRET, authorize=authorize, client=AsyncWebClient())

    @app.event("message")
    async def heard() -> None:
        """Nothing to do."""

    return app


def ours() -> AsyncApp:
    adapter: Any = SlackAdapter(Silent(), SlackSettings("xoxb", SECRET), InMemory(system_clock))
    adapter._identity.user, adapter._people, adapter._wire = "UBOT", Known(), Known()
    app: AsyncApp = adapter._bolt
    return app


def requests(first: int) -> list[AsyncBoltRequest]:
    """Made outside the measured time; every event is new."""
    made = []
    for number in range(first, first + EVENTS):
        said = message("U1", "D1", "status of PAYROLL", f"{number}.1")
        body = json.dumps(event(f"Ev{number}", said)).encode()
        headers = {key: [value] for key, value in signed(body, SECRET).items()}
        made.append(AsyncBoltRequest(body=body.decode(), headers={"content-type": ["application/json"], **headers}))
    return made


async def cost(app: AsyncApp, first: int) -> float:
    """CPU seconds an event; what the ack left behind is run too, on both sides."""
    asked = requests(first)
    began = time.process_time()
    for each in asked:
        answer = await app.async_dispatch(each)
        assert answer.status == 200
    for _ in range(5):
        await asyncio.sleep(0)
    return (time.process_time() - began) / EVENTS


async def compare() -> float:
    apps = bare(), ours()
    for app in apps:
        await cost(app, 0)
    ratios = []
    for number in range(1, ROUNDS + 1):
        plain, full = await cost(apps[0], number * EVENTS), await cost(apps[1], number * EVENTS)
        ratios.append(full / plain)
    return statistics.median(ratios)


def main() -> float:
    logging.disable(logging.WARNING)
    ratio = asyncio.run(compare())
    print(f"slack_ack: {ratio:.2f} times the CPU of bare slack-bolt an event (aim: at most {MOST})")
    return ratio


if __name__ == "__main__":
    main()
