"""Shows that an answer is being made, where it takes longer than a moment."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from adapters.teams import limits

_T = TypeVar("_T")


async def shown_while(
    what: Coroutine[Any, Any, _T], show: Callable[[], Awaitable[None]], after: float, again: float | None = None
) -> _T:
    """`show` must not raise; seconds. What is under way ends with its caller."""
    task = asyncio.ensure_future(what)
    try:
        done, _ = await asyncio.wait({task}, timeout=after)
        while not done:
            await show()
            done, _ = await asyncio.wait({task}, timeout=again or limits.TYPING_AGAIN_SECONDS)
        return task.result()
    finally:
        task.cancel()
