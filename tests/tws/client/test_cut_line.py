"""A line to the simulator that breaks under a submission: before the engine has it, after, and in the answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

import pytest

from tests.tws.client.engines import V1, V2, Night, night
from tests.tws.client.test_lost_answers import SUBMITTED, instances
from tws.client import Connection, HwaClient
from tws.errors import OutcomeUnknown

Where = Literal["before", "after", "in the body"]
BOTH = pytest.mark.parametrize("version", [V2, V1])
_ORDER = (b"/submit", b"/action/submit_jobstream", b"/action/submit_ad_hoc_job")


@dataclass
class Relay:
    """Passes all on, and resets the connection of every order."""

    port: int
    where: Where
    orders: list[bytes] = field(default_factory=list)
    url: str = ""

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, onward = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            while request := await _message(reader):
                cut = _is_order(request)
                self.orders += [request] * cut
                if cut and self.where == "before":
                    break
                onward.write(request)
                answer = await _message(there)
                if cut:
                    head, _, _ = answer.partition(b"\r\n\r\n")
                    writer.write(head + b"\r\n\r\n" if self.where == "in the body" else b"")
                    await writer.drain()
                    break
                writer.write(answer)
        finally:
            writer.close() if self.where == "in the body" else writer.transport.abort()
            onward.close()


def _is_order(request: bytes) -> bool:
    line = request.partition(b" HTTP/")[0].partition(b"?")[0]
    return line.startswith(b"POST") and (line.endswith(_ORDER) or b"submit-ad-hoc" in line)


async def _message(reader: asyncio.StreamReader) -> bytes:
    """Head and body, as they came; empty at the end."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        lengths = [line for line in head.lower().splitlines() if line.startswith(b"content-length:")]
        return head + await reader.readexactly(int(lengths[0].split(b":")[1]) if lengths else 0)
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""


@asynccontextmanager
async def cut_line(version: str, where: Where) -> AsyncIterator[tuple[Night, Relay]]:
    """The client of this night asks through the relay."""
    async with night(version) as direct:
        relay = Relay(int(direct.client._transport.host.rpartition(":")[2]), where)
        server = await asyncio.start_server(relay.talk, "127.0.0.1", 0)
        host, port = server.sockets[0].getsockname()[:2]
        relay.url = f"http://{host}:{port}"

        async def sleep(seconds: float) -> None:
            direct.wait(seconds)

        client = HwaClient(Connection(relay.url, "wauser", "wauser"), clock=direct.time, sleep=sleep)
        try:
            yield Night(client, direct.simulator, direct.time), relay
        finally:
            await client.close()
            server.close()


@BOTH
async def test_cut_after_the_engine_has_it(version: str) -> None:
    async with cut_line(version, "after") as (now, relay):
        for number, (what, submit) in enumerate(SUBMITTED.items(), 1):
            before = await instances(now)
            found = await submit(now)
            assert {found} == (await instances(now)).keys() - before.keys(), what
            assert len(relay.orders) == number, what


@BOTH
async def test_cut_before_the_engine_has_it(version: str) -> None:
    async with cut_line(version, "before") as (now, relay):
        before = await instances(now)
        for number, submit in enumerate(SUBMITTED.values(), 1):
            with pytest.raises(OutcomeUnknown, match=r"does not show it \(yet\)"):
                await submit(now)
            assert len(relay.orders) == number
        assert await instances(now) == before


@BOTH
async def test_cut_behind_the_status_is_done(version: str) -> None:
    async with cut_line(version, "in the body") as (now, relay):
        for number, (what, submit) in enumerate(SUBMITTED.items(), 1):
            before = await instances(now)
            await submit(now)
            now.wait(10)
            assert len((await instances(now)).keys() - before.keys()) == 1, what
            assert len(relay.orders) == number, what
