"""A simulated HCL Workload Automation engine: an invented bank's plan behind the product's REST V1 and V2.

The plan follows from the seed, the instant, and what was ordered of it up to then: the same orders at the same
instants give the same plan.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from tws.clock import Clock, system_clock
from tws.simulator.faults import Faults

if TYPE_CHECKING:
    import ssl

    from aiohttp import web

    from tws.simulator.listening import Listener
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
        control: bool = False,
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
        self.control = control
        """Offer the control interface over HTTP, below /simulator/control."""
        self.certificate = b""
        self.faults = Faults()
        self.played: list[str] = [scenario] if scenario else []
        """Names of scenarios."""
        self._listener: Listener | None = None

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
        from tws.simulator.control import Control
        from tws.simulator.server import Gate, make_application

        logins = ((self.user, self.password), ("viewer", "viewer"))
        gate = Gate(self.engine, self.faults, logins, self.api_key)
        return make_application(self.engine, gate, Control(self) if self.control else None)

    async def start(self, port: int = 0) -> str:
        """Listens on 127.0.0.1 (port 0: any free one)."""
        from aiohttp import web

        from tws.simulator.listening import HOST, Listener

        context = await asyncio.to_thread(self._own_certificate) if self.tls else None
        application = await asyncio.to_thread(self.application)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        self._listener = Listener(runner, context, port)
        await self._listener.open()
        return f"{'https' if self.tls else 'http'}://{HOST}:{self._listener.port}"

    def _own_certificate(self) -> ssl.SSLContext:
        from tws.simulator.certificate import self_signed

        context, self.certificate = self_signed(self.clock())
        return context

    async def stop(self) -> None:
        if self._listener is not None:
            await self._listener.stop()
            self._listener = None

    async def refuse(self) -> None:
        """No connection is taken any more, and those that are open are reset; until `listen`."""
        if self._listener is not None:
            await self._listener.close()

    async def listen(self) -> None:
        """Again, on the same port."""
        if self._listener is not None:
            await self._listener.open()

    def refuse_for(self, time: timedelta) -> None:
        """From a tenth of a second on."""
        if self._listener is not None:
            self._listener.close_for(time.total_seconds())

    @property
    def now(self) -> datetime:
        """In the plan."""
        return datetime.fromtimestamp(self.engine.now(), UTC)

    def advance(self, by: timedelta) -> None:
        """Puts the plan's clock forward: what was to happen until then has happened, logs and history too."""
        if by < timedelta():
            raise ValueError("the plan's clock does not go back")
        self.engine.advanced += by.total_seconds()

    def fail(self, job_name: str, *, at: datetime, kind: str, succeeds_on_rerun: bool = True) -> None:
        """Lets the run of that job which is at work at `at` (in the plan's time) fail then.

        `kind` is an entry of failures.toml, such as `disk_full`. What waits for the job goes on waiting. ValueError
        where the job does not run then, or where that instant has passed; KeyError for an unknown kind.
        """
        from tws.simulator.script import make_fail

        make_fail(self.engine, job_name, at, kind, again=not succeeds_on_rerun)

    def fail_next(self, job_name: str, *, kind: str, succeeds_on_rerun: bool = True) -> datetime:
        """The run that is at work fails in a second, or the next one in its middle; tells when. Errors as `fail`."""
        from tws.simulator.script import fail_next

        at = fail_next(self.engine, job_name, kind, again=not succeeds_on_rerun)
        return datetime.fromtimestamp(at, UTC)

    def workstation(self, name: str, verb: str, number: int = 0) -> None:
        """link, unlink, start, stop, limit or fence, at once. ValueError where one of them is not known."""
        from tws.simulator.script import order_station

        order_station(self.engine, name, verb, number)

    def link(self, name: str) -> None:
        self.workstation(name, "link")

    def unlink(self, name: str) -> None:
        self.workstation(name, "unlink")

    def load(self, scenario: str) -> None:
        """On top of what is there; ValueError where it is not known or needs a bigger plan."""
        from tws.simulator.script import load

        load(self.engine, scenario)
        self.played.append(scenario)

    def ask(self, text: str, job_stream: str = "ASKED") -> str:
        """Submits a job stream that waits for an answer; gives the prompt's id in V2. ValueError for a wrong name."""
        from tws.simulator.script import ask

        return ask(self.engine, text, job_stream).prompt_id
