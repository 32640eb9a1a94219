"""Bodies of requests, read with a limit and turned into values. Every method may raise `Problem`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import parse_qsl

from aiohttp import web

from adapters.web.limits import BODY_BYTES, FORM_FIELDS
from adapters.web.problem import Problem

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


async def read_json(request: web.Request, example: str) -> object:
    """`example` is the hint where it cannot be read."""
    if request.content_type != JSON:
        raise Problem(415, "The body must be JSON.", example)
    try:
        return json.loads(await _bytes(request))
    except (ValueError, RecursionError):
        raise Problem(400, "The body is not valid JSON.", example) from None


async def read_form(request: web.Request) -> Mapping[str, str]:
    """A page's form; of a name given twice the last counts."""
    if request.content_type != FORM:
        raise Problem(415, "This takes a form of the page.", f"Send it with Content-Type: {FORM}.")
    try:
        body = (await _bytes(request)).decode()
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=FORM_FIELDS)
    except ValueError:
        raise Problem(400, "The form cannot be read.", "Open the page again and send it from there.") from None
    return dict(pairs)


async def _bytes(request: web.Request) -> bytes:
    body = bytearray()
    async for chunk in request.content.iter_chunked(16 * 1024):
        body += chunk
        if len(body) > BODY_BYTES:
            raise Problem(413, f"The body is larger than {BODY_BYTES:,} bytes.", "Send the part that matters.")
    return bytes(body)
