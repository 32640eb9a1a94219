"""What a request carries as JSON; 415 without its content type, 400 where it is none."""

from __future__ import annotations

import json

from aiohttp import web

from tws.simulator.answers import bad_request


async def json_of(request: web.Request) -> object:
    """An empty body is an empty object."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        given: object = json.loads(await request.text() or "{}")
    except (ValueError, RecursionError):
        bad_request("The body is not JSON")
    return given


async def body_of(request: web.Request) -> dict[str, object]:
    """The object of a body; 400 where it is no object."""
    body = await json_of(request)
    return body if isinstance(body, dict) else bad_request("The body is no object")
