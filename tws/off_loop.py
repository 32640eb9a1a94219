"""Work that would stop the event loop is done on a thread beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
MANY = 500
"""Objects of a plan from which on a thread is worth its price."""


async def worked(work: Callable[[], T], size: int) -> T:
    """`size`: how many objects it goes through."""
    return await asyncio.to_thread(work) if size > MANY else work()
