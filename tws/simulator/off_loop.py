"""Answers of big plans, made off the event loop in pieces so small that the loop goes on beside them."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from aiohttp import web

BIG = 5_000
"""Jobs of a plan that the garbage collector should not walk through."""
SELDOM = 1_000_000
THRESHOLDS = gc.get_threshold()
"""As they were at first: two threads that put back what they found could leave the other's."""


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


@contextmanager
def seldom_collected() -> Iterator[None]:
    """While a day is played beside the plan that is at work: no walk of the garbage collector through all of it."""
    young, middle, old = THRESHOLDS
    gc.set_threshold(young, middle, SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(young, middle, old)


def written(objects: Iterable[Any]) -> list[str]:
    """Each object on its own: one long `json.dumps` would not let go of the interpreter."""
    return [json.dumps(one) for one in objects]


def array(pieces: Iterable[str]) -> str:
    return f"[{', '.join(pieces)}]"


def json_text(text: str, *, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.Response(body=text.encode(), content_type="application/json", charset="utf-8", headers=headers)
