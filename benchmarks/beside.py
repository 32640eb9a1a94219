"""A server in a process of its own, so that its work is not counted as ours."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar

T = TypeVar("T")
Serve = Callable[[], AbstractAsyncContextManager[T]]


@contextmanager
def beside(serve: Serve[T]) -> Iterator[T]:
    """Gives what `serve`, a function of a module, yields; the server goes when this ends."""
    here, there = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_run, args=(serve, there), daemon=True)
    process.start()
    there.close()
    try:
        yield here.recv()
    finally:
        here.close()
        process.join()


def _run(serve: Serve[T], there: Connection) -> None:
    asyncio.run(_until_closed(serve, there))


async def _until_closed(serve: Serve[T], there: Connection) -> None:
    async with serve() as told:
        there.send(told)
        await asyncio.to_thread(there.poll, None)
