"""A simulated HCL Workload Automation engine: an invented bank's plan behind the product's REST V1 and V2.

It only reads: whoever asks changes nothing, so the plan follows from the seed and the instant alone.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tws.clock import Clock, system_clock
from tws.simulator.faults import Faults

if TYPE_CHECKING:
    from aiohttp import web

    from tws.simulator.server import Engine

__all__ = ["Faults", "Simulator"]


class Simulator:
    """`await start()` gives the base URL; `speed` makes the clock of the plan run faster than the wall."""

    user = "wauser"
    password = "wauser"  # noqa: S105 (a login for development)

    def __init__(
        self,
        *,
        seed: int = 7,
        jobs: int = 400,
        clock: Clock = system_clock,
        speed: float = 1.0,
        version: str = "10.2.5.00",
        api_key: str = "",
    ) -> None:
        self.seed, self.jobs, self.clock, self.speed, self.version = seed, jobs, clock, speed, version
        self.api_key = api_key
        """Accepted as a Bearer token; none where empty."""
        self.faults = Faults()
        self._runner: web.AppRunner | None = None

    @cached_property
    def engine(self) -> Engine:
        from tws.simulator.server import make_engine

        return make_engine(seed=self.seed, jobs=self.jobs, clock=self.clock, speed=self.speed, version=self.version)

    def application(self) -> web.Application:
        from tws.simulator.server import Gate, make_application

        logins = ((self.user, self.password), ("viewer", "viewer"))
        return make_application(self.engine, Gate(self.engine, self.faults, logins, self.api_key))

    async def start(self, port: int = 0) -> str:
        """Listens on 127.0.0.1 (port 0: any free one)."""
        from aiohttp import web

        self._runner = web.AppRunner(self.application(), access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        host, bound = self._runner.addresses[0][:2]
        return f"http://{host}:{bound}"

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
