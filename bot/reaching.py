"""The scheduler of the settings: a real one, or the built-in simulator behind the real client."""

from __future__ import annotations

from contextlib import AsyncExitStack

from bot.settings import Settings, UnsafeSettings
from tws.client import Connection, HwaClient, Keeping
from tws.clock import Clock
from tws.scheduler import Scheduler

SIMULATOR = "simulator"


async def open_scheduler(settings: Settings, clock: Clock, stack: AsyncExitStack) -> Scheduler:
    """Connects lazily. Raises UnsafeSettings."""
    if settings.tws.host:
        client = _client(settings, clock)
    else:
        client = HwaClient(await _simulated(settings, clock, stack), clock=clock, label=SIMULATOR)
    stack.push_async_callback(client.close)
    return client


def _client(settings: Settings, clock: Clock) -> HwaClient:
    try:
        kept = Keeping(items=settings.tws.kept_items, size=settings.tws.kept_bytes)
        return HwaClient(_connection(settings), clock=clock, keeping=kept)
    except ValueError as fault:  # an address that is none, or a CA bundle that cannot be read
        raise UnsafeSettings(str(fault)) from fault


def _connection(settings: Settings) -> Connection:
    tws = settings.tws
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


async def _simulated(settings: Settings, clock: Clock, stack: AsyncExitStack) -> Connection:
    """The real client against a simulator of the real API, on a free loopback port."""
    from tws.simulator import Simulator

    wish = settings.simulator
    simulator = Simulator(seed=wish.seed, jobs=wish.jobs, clock=clock, speed=wish.speed, scenario=wish.scenario)
    base_url = await simulator.start()
    stack.push_async_callback(simulator.stop)
    return Connection(base_url=base_url, user=simulator.user, password=simulator.password)
