"""What a request that is met by a fault gets."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable

from aiohttp import web

from tws.simulator.answers import body
from tws.simulator.faults import Faults

PROXY_PAGE = "<html><body><h1>{status}</h1>The service is not available.</body></html>"
_AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER: unsent bytes are thrown away, and the other side gets a reset."""


async def instead(faults: Faults, request: web.Request) -> web.StreamResponse | None:
    """After the latency: the answer that stands for the engine's; None where the engine answers."""
    await asyncio.sleep(faults.latency)
    if faults.drop and request.transport is not None:
        request.transport.abort()
        return web.Response(status=500)
    if faults.drip:
        return await _dripping(request, faults.drip)
    return _error(faults.status) if faults.status else None


def _error(status: int) -> web.Response:
    if status in (502, 503, 504):
        return web.Response(status=status, text=PROXY_PAGE.format(status=status), content_type="text/html")
    text = body("AWSJSY404E The Symphony plan operation could not be completed.")
    return web.Response(status=status, text=text, content_type="application/json")


async def _dripping(request: web.Request, seconds: float) -> web.StreamResponse:
    """For as long as the other side has patience."""
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    while request.transport is not None:
        await response.write(b" ")
        await asyncio.sleep(seconds)
    return response


async def broken(
    faults: Faults, request: web.Request, answer: Callable[[], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """The engine's answer, cut off, spoilt or under a wrong name."""
    response = await answer()
    if not isinstance(response, web.Response) or not isinstance(response.body, bytes):
        return response
    if faults.reset_after is not None:
        return await _cut(request, response, response.body, faults.reset_after)
    text = response.body[: len(response.body) // 2] + b"\x00<!--" if faults.garbage else response.body
    kind = faults.content_type or response.content_type
    return web.Response(status=response.status, body=text, content_type=kind)


async def _cut(request: web.Request, whole: web.Response, text: bytes, after: int) -> web.StreamResponse:
    response = web.StreamResponse(status=whole.status)
    response.content_type, response.content_length = whole.content_type, len(text)
    await response.prepare(request)
    await response.write(text[:after])
    if request.transport is not None:
        reset(request.transport)
    return response


def reset(transport: asyncio.BaseTransport) -> None:
    """Ends a connection so that the other side notices at once."""
    end = transport.get_extra_info("socket")
    if end is not None:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()
