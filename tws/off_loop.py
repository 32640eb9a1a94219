"""Work that would stop the event loop is done on a thread beside it."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
MANY = 500
"""Objects of a plan from which on a thread is worth its price."""


async def worked(work: Callable[[], T], size: int) -> T:
    """`size`: how many objects it goes through."""
    return await asyncio.to_thread(_uncollected, work) if size > MANY else work()


def _uncollected(work: Callable[[], T]) -> T:
    """Without the collector of cycles, which stops every thread: among many new objects it looks at all old ones.

    Of two at the same time the one that came first lets it go on, whichever ends last.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        return work()
    finally:
        if collects:
            gc.enable()
