"""The engines of the settings: real ones, or the built-in simulator behind the real client."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AsyncExitStack

from bot.engines import Engines
from bot.settings import Host, Settings, UnsafeSettings
from tws.client import Connection, HwaClient, Keeping
from tws.clock import Clock
from tws.scheduler import Scheduler

SIMULATOR = "simulator"


async def open_engines(
    settings: Settings, clock: Clock, stack: AsyncExitStack, main: Scheduler | None, others: Mapping[str, Scheduler]
) -> Engines:
    """Each connects lazily and is closed with the stack, but for those that are given. Raises UnsafeSettings."""
    found = {settings.tws.name: main or await _main(settings, clock, stack), **others}
    for name, engine in settings.engines.items():
        if engine.simulated:
            found[name] = await _simulated(settings, engine.seed, clock, stack, speed=1.0, scenario="")
        else:
            found[name] = _real(engine, clock, stack, f"engine {name}: ")
    return Engines(found)


async def _main(settings: Settings, clock: Clock, stack: AsyncExitStack) -> Scheduler:
    if settings.tws.host:
        return _real(settings.tws, clock, stack, "")
    wish = settings.simulator
    return await _simulated(settings, wish.seed, clock, stack, speed=wish.speed, scenario=wish.scenario)


def _real(host: Host, clock: Clock, stack: AsyncExitStack, which: str) -> Scheduler:
    try:
        kept = Keeping(items=host.kept_items, size=host.kept_bytes)
        client = HwaClient(_connection(host), clock=clock, keeping=kept)
    except ValueError as fault:  # an address that is none, or a CA bundle that cannot be read
        raise UnsafeSettings(f"{which}{fault}") from fault
    stack.push_async_callback(client.close)
    return client


def _connection(tws: Host) -> Connection:
    return Connection(
        base_url=f"{'http' if tws.plain_http else 'https'}://{tws.host}:{tws.port}",
        user=tws.user,
        password=tws.password.get_secret_value(),
        api_key=tws.api_key.get_secret_value(),
        ca_bundle=tws.ca_bundle,
        insecure=tws.insecure,
        connect_timeout=tws.connect_timeout,
        read_timeout=tws.read_timeout,
        deadline=tws.deadline,
        backups=tws.backups,
    )


async def _simulated(
    settings: Settings, seed: int, clock: Clock, stack: AsyncExitStack, *, speed: float, scenario: str
) -> Scheduler:
    """The real client against a simulator of the real API, on a free loopback port."""
    from tws.simulator import Simulator

    simulator = Simulator(seed=seed, jobs=settings.simulator.jobs, clock=clock, speed=speed, scenario=scenario)
    base_url = await simulator.start()
    stack.push_async_callback(simulator.stop)
    connection = Connection(base_url=base_url, user=simulator.user, password=simulator.password)
    client = HwaClient(connection, clock=clock, label=SIMULATOR)
    stack.push_async_callback(client.close)
    return client
