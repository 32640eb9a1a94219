"""Builds the engine and its services from settings, and closes them in order."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from bot.context import Services
from bot.conversation import Conversation
from bot.coordination.seen import SeenInMemory
from bot.engine import Engine
from bot.language import recognise
from bot.settings import Settings, UnsafeSettings, check
from bot.skills import registry
from bot.storage.database import create_tables, open_database, sqlite_url
from tws.client import Connection, HwaClient
from tws.clock import Clock, system_clock
from tws.scheduler import Scheduler

SIMULATOR = "simulator"


@dataclass(frozen=True, slots=True)
class App:
    engine: Engine
    scheduler: Scheduler
    settings: Settings
    clock: Clock


@asynccontextmanager
async def open_app(settings: Settings, *, clock: Clock = system_clock) -> AsyncIterator[App]:
    """Everything but the adapters. Raises UnsafeSettings; needs no scheduler that answers."""
    check(settings)
    async with AsyncExitStack() as stack:
        scheduler = await _scheduler(settings, clock, stack)
        database = open_database(sqlite_url(settings.data_dir))
        stack.push_async_callback(database.dispose)
        await create_tables(database)
        conversation = Conversation(database)
        await conversation.forget(clock())
        services = Services(scheduler, clock, registry)
        yield App(Engine(services, conversation, SeenInMemory(clock), recognise), scheduler, settings, clock)


async def _scheduler(settings: Settings, clock: Clock, stack: AsyncExitStack) -> Scheduler:
    if settings.tws.host:
        client = _client(settings, clock)
    else:
        client = HwaClient(await _simulated(settings, clock, stack), clock=clock, label=SIMULATOR)
    stack.push_async_callback(client.close)
    return client


def _client(settings: Settings, clock: Clock) -> HwaClient:
    try:
        return HwaClient(_connection(settings), clock=clock)
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
    )


async def _simulated(settings: Settings, clock: Clock, stack: AsyncExitStack) -> Connection:
    """The real client against a simulator of the real API, on a free loopback port."""
    from tws.simulator import Simulator

    wish = settings.simulator
    simulator = Simulator(seed=wish.seed, jobs=wish.jobs, clock=clock, speed=wish.speed)
    base_url = await simulator.start()
    stack.push_async_callback(simulator.stop)
    return Connection(base_url=base_url, user=simulator.user, password=simulator.password)
