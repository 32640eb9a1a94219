"""One aiohttp application on one port, which carries Slack, Teams and the web alike: start, drain, stop."""

from __future__ import annotations

import asyncio
import errno
import logging
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from aiohttp import web

from adapters.web import WebChat
from bot.engine_face import Answers

logger = logging.getLogger(__name__)

DRAIN_SECONDS = 10.0
_LEAST_SECONDS = 0.5
"""What each mount gets for its closing, even when those before it used up the time."""
_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Mount(Protocol):
    """A platform's share of the host."""

    def add_to(self, app: web.Application) -> None: ...

    async def start(self) -> None: ...

    async def close(self) -> None:
        """Finishes what is running; called once for each mount that was started."""


class PortTaken(OSError):
    def __init__(self, port: int) -> None:
        super().__init__(errno.EADDRINUSE, f"Port {port} is in use by another program: stop it or choose another port.")
        self.port = port


class Host:
    """Carries `mounts`, or with none given the web chat alone; `on_ready` hears the address."""

    def __init__(
        self,
        engine: Answers,
        *,
        bind: str = "127.0.0.1",
        port: int = 8080,
        mounts: Sequence[Mount] = (),
        on_ready: Callable[[str], None] | None = None,
        drain_seconds: float = DRAIN_SECONDS,
    ) -> None:
        self._bind, self._port = bind, port
        self._mounts = tuple(mounts) or (WebChat(engine),)
        self._on_ready = on_ready
        self._drain_seconds = drain_seconds
        self._ready = False
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Serves until SIGTERM, SIGINT or `stop`, then drains. Raises `PortTaken`."""
        with listening(self._bind, self._port) as door, self._stopped_by_signals():
            runner = web.AppRunner(self._application(), shutdown_timeout=_LEAST_SECONDS)
            await runner.setup()
            started: list[Mount] = []
            try:
                await self._open(runner, door, started)
                await self._stop.wait()
            finally:
                await self._drain(runner, started)

    def stop(self) -> None:
        """What a signal does, for those who hold the host."""
        self._stop.set()

    def _application(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/healthz", self._alive)
        app.router.add_get("/readyz", self._readiness)
        for mount in self._mounts:
            mount.add_to(app)
        return app

    async def _open(self, runner: web.AppRunner, door: socket.socket, started: list[Mount]) -> None:
        """Callers who come while the mounts start wait in the socket's backlog."""
        for mount in self._mounts:
            started.append(mount)
            await mount.start()
        await web.SockSite(runner, door).start()
        self._ready = True
        if self._on_ready:
            self._on_ready(_address(door))

    async def _drain(self, runner: web.AppRunner, started: list[Mount]) -> None:
        self._ready = False
        deadline = asyncio.get_running_loop().time() + self._drain_seconds
        for mount in reversed(started):
            await _close(mount, deadline)
        await runner.cleanup()

    async def _alive(self, request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def _readiness(self, request: web.Request) -> web.Response:
        return web.json_response({"ready": self._ready}, status=200 if self._ready else 503)

    @contextmanager
    def _stopped_by_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        try:
            for number in _SIGNALS:
                loop.add_signal_handler(number, self.stop)
        except (NotImplementedError, RuntimeError, ValueError):
            logger.debug("signals cannot be handled here: stop the host with stop()")
            yield
            return
        try:
            yield
        finally:
            for number in _SIGNALS:
                loop.remove_signal_handler(number)


async def _close(mount: Mount, deadline: float) -> None:
    """One mount that fails or dawdles must not keep the others from closing."""
    soonest = asyncio.get_running_loop().time() + _LEAST_SECONDS
    try:
        async with asyncio.timeout_at(max(deadline, soonest)):
            await mount.close()
    except TimeoutError:
        logger.warning("%s did not close in time", type(mount).__name__)
    except Exception:
        logger.exception("%s failed to close", type(mount).__name__)


@contextmanager
def listening(bind: str, port: int) -> Iterator[socket.socket]:
    """A socket that takes callers from here on, closed at the end."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    try:
        door = socket.create_server((bind, port), family=family, backlog=128)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(port) from None
        raise
    with door:
        yield door


def _address(door: socket.socket) -> str:
    host, port = door.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
