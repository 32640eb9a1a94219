"""The host: start, port taken, signals, drain."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from adapters.host import Host, Mount, PortTaken
from adapters.web import WebChat
from tests.adapters.web.scripted import ScriptedEngine


class NotedMount:
    """Writes down what the host does with it."""

    def __init__(self, name: str, notes: list[str], close_fails: bool = False) -> None:
        self.name, self.notes, self.close_fails = name, notes, close_fails

    def add_to(self, app: web.Application) -> None:
        self.notes.append(f"add {self.name}")

    async def start(self) -> None:
        self.notes.append(f"start {self.name}")

    async def close(self) -> None:
        self.notes.append(f"close {self.name}")
        if self.close_fails:
            raise RuntimeError("cannot close")


class HangingMount(NotedMount):
    async def close(self) -> None:
        self.notes.append(f"close {self.name}")
        await asyncio.Event().wait()


class BrokenMount(NotedMount):
    async def start(self) -> None:
        raise ConnectionError("no token")


@asynccontextmanager
async def running(*mounts: Mount, engine: ScriptedEngine | None = None) -> AsyncIterator[tuple[Host, str]]:
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    host = Host(engine or ScriptedEngine(), port=0, mounts=mounts, on_ready=address.set_result, drain_seconds=2)
    run = asyncio.create_task(host.run())
    yield host, await address
    host.stop()
    await asyncio.wait_for(run, 5)


async def status(url: str) -> int:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status


async def test_it_carries_the_web_chat_when_nothing_else_is_given() -> None:
    async with running() as (_, address), aiohttp.ClientSession() as session:
        assert await status(f"{address}/healthz") == 200
        assert await status(f"{address}/readyz") == 200
        assert await status(f"{address}/") == 200
        async with session.post(f"{address}/api/chat", json={"text": "hi"}) as response:
            assert (await response.json())["text"] == "heard hi"


async def test_mounts_close_in_reverse_even_when_one_fails() -> None:
    notes: list[str] = []
    async with running(NotedMount("a", notes), NotedMount("b", notes, close_fails=True)):
        assert notes == ["add a", "add b", "start a", "start b"]
    assert notes[4:] == ["close b", "close a"]


async def test_a_mount_that_hangs_does_not_keep_the_others_open() -> None:
    notes: list[str] = []
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    mounts = (NotedMount("a", notes), HangingMount("b", notes))
    host = Host(ScriptedEngine(), port=0, mounts=mounts, on_ready=address.set_result, drain_seconds=0)
    run = asyncio.create_task(host.run())
    await address
    host.stop()
    await asyncio.wait_for(run, 5)
    assert notes[-2:] == ["close b", "close a"]


async def test_a_mount_that_cannot_start_closes_those_before_it() -> None:
    notes: list[str] = []
    host = Host(ScriptedEngine(), port=0, mounts=(NotedMount("a", notes), BrokenMount("b", notes)))
    with pytest.raises(ConnectionError, match="no token"):
        await host.run()
    assert notes[-1] == "close a"


async def test_a_taken_port_is_said_clearly() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} is in use") as taken:
            await Host(ScriptedEngine(), port=port).run()
    assert taken.value.port == port


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_it(number: signal.Signals) -> None:
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    run = asyncio.create_task(Host(ScriptedEngine(), port=0, on_ready=address.set_result).run())
    url = await address
    os.kill(os.getpid(), number)
    await asyncio.wait_for(run, 5)
    with pytest.raises(aiohttp.ClientConnectorError):
        await status(f"{url}/healthz")


async def test_a_stop_turns_unready_first_and_finishes_the_running_turn() -> None:
    engine = ScriptedEngine()
    async with (
        running(WebChat(engine), engine=engine) as (host, address),
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{address}/ws") as chat,
    ):
        await chat.send_json({"type": "say", "id": "1", "text": "slow"})
        await engine.begun.wait()
        call = asyncio.create_task(post(session, f"{address}/api/chat", "slow too"))
        await engine.until_turns(2)
        host.stop()
        await asyncio.sleep(0)
        assert await status(f"{address}/readyz") == 503
        assert await status(f"{address}/healthz") == 200
        engine.gate.set()
        assert (await chat.receive_json(timeout=5))["text"] == "heard slow"
        assert (await chat.receive(timeout=5)).data == 1001
        assert await call == "heard slow too"


async def post(session: aiohttp.ClientSession, url: str, text: str) -> str:
    async with session.post(url, json={"text": text}) as response:
        answer: dict[str, str] = await response.json()
        return answer["text"]
