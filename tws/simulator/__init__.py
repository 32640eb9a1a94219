"""A simulated HCL Workload Automation engine: an invented bank's plan behind the product's REST V1 and V2.

The plan follows from the seed, the instant, and what was ordered of it up to then: the same orders at the same
instants give the same plan.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from tws.clock import Clock, system_clock
from tws.simulator.faults import Faults

if TYPE_CHECKING:
    import ssl

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
        calm: bool = False,
        scenario: str = "",
        tls: bool = False,
    ) -> None:
        self.seed, self.jobs, self.clock, self.speed, self.version = seed, jobs, clock, speed, version
        self.api_key = api_key
        """Accepted as a Bearer token; none where empty."""
        self.calm = calm
        """Nothing fails by itself, only what `fail` says."""
        self.scenario = scenario
        """A name of `tws.simulator.scenarios.SCENARIOS`; then nothing else fails."""
        self.tls = tls
        """Serve HTTPS with a certificate of its own making: `certificate` is what to trust."""
        self.certificate = b""
        self.faults = Faults()
        self._runner: web.AppRunner | None = None

    @cached_property
    def engine(self) -> Engine:
        from tws.simulator.scenarios import SCENARIOS
        from tws.simulator.server import make_engine

        wanted = SCENARIOS[self.scenario] if self.scenario else None
        engine = make_engine(
            seed=self.seed,
            jobs=max(self.jobs, wanted.jobs) if wanted else self.jobs,
            clock=self.clock,
            speed=self.speed,
            version=self.version,
            calm=self.calm or wanted is not None,
        )
        if wanted:
            wanted.play(engine)
        return engine

    def application(self) -> web.Application:
        from tws.simulator.server import Gate, make_application

        logins = ((self.user, self.password), ("viewer", "viewer"))
        return make_application(self.engine, Gate(self.engine, self.faults, logins, self.api_key))

    async def start(self, port: int = 0) -> str:
        """Listens on 127.0.0.1 (port 0: any free one)."""
        from aiohttp import web

        context = await asyncio.to_thread(self._own_certificate) if self.tls else None
        self._runner = web.AppRunner(await asyncio.to_thread(self.application), access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port, ssl_context=context).start()
        host, bound = self._runner.addresses[0][:2]
        return f"{'https' if self.tls else 'http'}://{host}:{bound}"

    def _own_certificate(self) -> ssl.SSLContext:
        from tws.simulator.certificate import self_signed

        context, self.certificate = self_signed(self.clock())
        return context

    def fail(self, job_name: str, *, at: datetime, kind: str, succeeds_on_rerun: bool = True) -> None:
        """Lets the run of that job which is at work at `at` (in the plan's time) fail then.

        `kind` is an entry of failures.toml, such as `disk_full`. What waits for the job goes on waiting. ValueError
        where the job does not run then, or where that instant has passed; KeyError for an unknown kind.
        """
        from tws.simulator.script import make_fail

        make_fail(self.engine, job_name, at, kind, again=not succeeds_on_rerun)

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
