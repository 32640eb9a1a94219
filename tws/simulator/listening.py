"""The port on which the simulator answers: it can be closed for a while, and opened again."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass, field

from aiohttp import web

from tws.simulator.fault_answers import reset

HOST = "127.0.0.1"
ANSWERED = 0.1
"""Seconds for an answer to leave before its connection is reset."""


@dataclass
class Listener:
    runner: web.AppRunner
    context: ssl.SSLContext | None = None
    port: int = 0
    """0 until it listens, where any free one is taken."""
    site: web.TCPSite | None = None
    closed: asyncio.Task[None] | None = field(default=None, repr=False)
    """While connections are refused for a time."""

    async def open(self) -> None:
        if self.site is not None:
            return
        site = web.TCPSite(self.runner, HOST, self.port, ssl_context=self.context)
        await site.start()
        self.site = site
        self.port = int(self.runner.addresses[0][1])

    async def close(self) -> None:
        """Connections are refused from now on, and those that are open are reset."""
        if self.site is None:
            return
        await self.site.stop()
        self.site = None
        for connection in self.runner.server.connections if self.runner.server else ():
            if connection.transport is not None:
                reset(connection.transport)

    def close_for(self, seconds: float) -> None:
        """Begins when the answer to the request that asked for it is on its way."""
        if self.closed is None or self.closed.done():
            self.closed = asyncio.create_task(self._closed_for(seconds))

    async def _closed_for(self, seconds: float) -> None:
        await asyncio.sleep(ANSWERED)
        await self.close()
        await asyncio.sleep(seconds)
        await self.open()

    async def stop(self) -> None:
        if self.closed is not None:
            self.closed.cancel()
        await self.runner.cleanup()
