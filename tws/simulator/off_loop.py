"""Answers of big plans, made off the event loop in pieces so small that the loop goes on beside them."""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from aiohttp import web

T = TypeVar("T")
MANY = 500
"""Objects of a plan from which on a thread is worth its price."""
BIG = 5_000
"""Jobs of a plan that the garbage collector should not walk through."""


@contextmanager
def uncollected(size: int) -> Iterator[None]:
    """While a big plan is made, which is all kept: the collector would stop the whole process to walk through it.

    What is made is left out of later collections until the next plan takes its place.
    """
    if size < BIG:
        yield
        return
    gc.unfreeze()
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


async def worked(work: Callable[[], T], size: int) -> T:
    return await asyncio.to_thread(work) if size > MANY else work()


def written(objects: Iterable[Any]) -> list[str]:
    """Each object on its own: one long `json.dumps` would not let go of the interpreter."""
    return [json.dumps(one) for one in objects]


def array(pieces: Iterable[str]) -> str:
    return f"[{', '.join(pieces)}]"


def json_text(text: str, *, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.Response(body=text.encode(), content_type="application/json", charset="utf-8", headers=headers)
