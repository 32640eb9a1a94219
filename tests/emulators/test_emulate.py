"""The adapter against a Slack that others wrote: npm emulate 0.12.2 (vercel-labs)."""

from __future__ import annotations

import asyncio
import json
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.slack import SlackAdapter, SlackSettings
from bot.coordination.memory import InMemory
from bot.reply import Heading, Note, Reply, Text
from bot.turn import Turn
from tws.clock import system_clock

ROOT = Path(__file__).parents[2]
NODE = ROOT / "node_modules" / "node" / "bin" / "node"
READY = NODE.exists() and (ROOT / "node_modules" / "emulate").exists()

pytestmark = [
    pytest.mark.emulator,
    pytest.mark.skipif(not READY, reason="node_modules is missing: run npm install (make test-emulators)"),
]


class Engine:
    async def handle(self, turn: Turn) -> Reply | None:
        return Reply((Heading("Status"), Text(f"You said: {turn.said}"), Note("HWA")))


@asynccontextmanager
async def emulator(port: int, events: str) -> AsyncIterator[Any]:
    settings = {**os.environ, "PORT": str(port), "EVENTS_URL": events}
    script = str(Path(__file__).with_name("slack.mjs"))
    pipe = asyncio.subprocess.PIPE
    running = await asyncio.create_subprocess_exec(str(NODE), script, cwd=ROOT, env=settings, stdout=pipe)
    try:
        yield await asyncio.wait_for(_first_answer(running), 30)
    finally:
        running.kill()
        await running.wait()


async def _first_answer(running: asyncio.subprocess.Process) -> Any:
    assert running.stdout is not None
    while line := await running.stdout.readline():
        if line.startswith(b'{"url"'):
            return json.loads(line)
    raise AssertionError("the emulator did not start")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def call(port: int, method: str, **asked: str) -> Any:
    headers = {"Authorization": "Bearer xoxp-ann"}
    url = f"http://127.0.0.1:{port}/api/{method}"
    async with aiohttp.ClientSession() as session, session.post(url, data=asked, headers=headers) as answer:
        return await answer.json()


async def test_a_mention_is_answered_in_blocks() -> None:
    port, app = free_port(), web.Application()
    api = f"http://127.0.0.1:{port}/api/"
    adapter = SlackAdapter(
        Engine(), SlackSettings("xoxb-resync", "signing-secret", api_url=api), InMemory(system_clock)
    )
    adapter.add_to(app)
    async with TestServer(app) as server, emulator(port, str(server.make_url("/slack/events"))) as slack:
        await adapter.start()
        try:
            found = await _converse(port, slack["channel"], adapter._identity.user)
        finally:
            await adapter.close()
    assert "You said: status of PAYROLL" in json.dumps(found["blocks"])


async def _converse(port: int, channel: str, bot: str) -> Any:
    said = await call(port, "chat.postMessage", channel=channel, text=f"<@{bot}> status of PAYROLL")
    assert said["ok"], said
    for _ in range(100):
        answer = await call(port, "conversations.replies", channel=channel, ts=said["ts"])
        if found := [each for each in answer.get("messages", ()) if each.get("blocks")]:
            assert len(found) == 1
            return found[0]
        await asyncio.sleep(0.05)
    raise AssertionError(f"no answer in blocks: {answer}")
