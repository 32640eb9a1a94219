"""The adapter's own HTTP reads: bounded in time and size, no redirects."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import aiohttp

FAILED = (aiohttp.ClientError, TimeoutError, OSError, ValueError)
"""Not reached, too slow, too long, or no JSON object."""


async def fetch(
    session: aiohttp.ClientSession, url: str, most: int, form: Mapping[str, str] | None = None
) -> tuple[int, Mapping[str, Any]]:
    """Status and JSON object of a GET, or of a POST of `form`. Raises one of FAILED."""
    method = "GET" if form is None else "POST"
    async with session.request(method, url, data=form, allow_redirects=False) as answer:
        body = b""
        async for chunk in answer.content.iter_any():
            body += chunk
            if len(body) > most:
                raise ValueError("too long an answer")
    found = json.loads(body)
    if not isinstance(found, dict):
        raise ValueError("not a JSON object")
    return answer.status, found
