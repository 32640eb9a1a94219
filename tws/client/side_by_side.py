"""Many questions of one asker: a few of them at once, so that others get their turn."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

A = TypeVar("A")
V = TypeVar("V")
AT_ONCE = 4


async def side_by_side(ask: Callable[[A], Awaitable[V]], items: Sequence[A]) -> list[V]:
    """The answers in the order of the items; the first error ends it."""
    answers: list[V] = []
    for first in range(0, len(items), AT_ONCE):
        answers += await asyncio.gather(*map(ask, items[first : first + AT_ONCE]))
    return answers
