"""Builds the engine and its services from settings, and closes them in order."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from audit import Auditor, Ledger, Memories
from bot import checks
from bot.access import Access, WrongAccessFile, read_access
from bot.agents.agents import open_agents
from bot.approvals.approvals import Approvals
from bot.approvals.store import OrderStore
from bot.approvals.telling import OrderCards
from bot.context import Services
from bot.conversation import Conversation
from bot.coordination.face import Coordination, CoordinationLost
from bot.coordination.memory import InMemory
from bot.delivery.outbox import Outbox
from bot.engine import Engine
from bot.engines import Engines
from bot.forgetting import forget
from bot.health import Health
from bot.language import recognise
from bot.reaching import open_engines
from bot.review import Review
from bot.rounds import Round, Rounds
from bot.settings import Settings, UnsafeSettings, check
from bot.skills import registry
from bot.storage.database import create_tables, open_database, sqlite_url
from bot.vitals import Vitals
from bot.watch.incidents import Incidents
from bot.watch.observer import Observer
from bot.watch.places import NoPlace, place_of
from bot.watch.reporter import Reporter
from bot.watch.summaries import Summaries, WrongCron
from bot.watch.watcher import Watcher
from bot.watch.watches import Watches
from knowledge import KnowledgeBase, open_knowledge
from tws.clock import Clock, system_clock
from tws.scheduler import Scheduler


@dataclass(frozen=True, slots=True)
class App:
    """All that adapters and commands may want; `rounds` stand still until they are started."""

    engine: Engine
    services: Services
    settings: Settings
    coordination: Coordination
    outbox: Outbox
    rounds: Rounds
    database: AsyncEngine

    @property
    def scheduler(self) -> Scheduler:
        return self.services.scheduler

    @property
    def clock(self) -> Clock:
        return self.services.clock


@asynccontextmanager
async def open_app(
    settings: Settings,
    *,
    clock: Clock = system_clock,
    scheduler: Scheduler | None = None,
    others: Mapping[str, Scheduler] | None = None,
    coordination: Coordination | None = None,
) -> AsyncIterator[App]:
    """Everything but the adapters. Raises UnsafeSettings; needs no scheduler that answers.

    `scheduler` (the main engine's), `others` and `coordination`, where given, stand in for those of the settings, and
    their owner closes them.
    """
    check(settings)
    async with AsyncExitStack() as stack:
        engines = await open_engines(settings, clock, stack, scheduler, others or {})
        database = await _database(settings, stack)
        shared = coordination or await _coordination(settings, clock, stack)
        knowledge = await _knowledge(settings, database, clock, stack)
        ledger = Ledger(database, clock)
        await ledger.start()
        stack.push_async_callback(ledger.close)
        yield await _put_together(settings, clock, engines, database, shared, knowledge, ledger, stack)


async def _put_together(
    settings: Settings,
    clock: Clock,
    engines: Engines,
    database: AsyncEngine,
    coordination: Coordination,
    knowledge: KnowledgeBase,
    ledger: Ledger,
    stack: AsyncExitStack,
) -> App:
    holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
    outbox, memories, vitals = Outbox(database, clock, holder), Memories(database, clock), Vitals()
    agents = open_agents(settings.model, registry, clock)
    stack.push_async_callback(agents.close)
    incidents, cards = Incidents(database, clock), OrderCards(outbox, settings.channels, clock, engines.names[0])
    review = Review(memories, Auditor(memories, clock, holder), knowledge, ledger, outbox, settings.channels, clock)
    services = Services(
        engines=engines,
        clock=clock,
        registry=registry,
        access=_access(settings),
        ledger=ledger,
        memories=memories,
        review=review,
        knowledge=knowledge,
        approvals=Approvals(OrderStore(database), engines, ledger, clock, cards.told(incidents)),
        incidents=incidents,
        watches=Watches(database, clock),
        summaries=await _summaries(settings, database, clock),
        agents=agents,
        health=Health({}, clock),
        vitals=vitals,
    )
    conversation = Conversation(database)
    rounds = _rounds(
        settings, services, coordination, outbox, holder, _forgetting(settings, database, conversation, clock)
    )
    checks.fill(services, database, coordination, outbox, rounds, settings)
    engine = Engine(services, conversation, coordination, recognise)
    return App(engine, services, settings, coordination, outbox, rounds, database)


def _forgetting(settings: Settings, database: AsyncEngine, conversation: Conversation, clock: Clock) -> Round:
    kept = timedelta(days=settings.storage.kept_days)

    async def run() -> None:
        await conversation.forget(clock())
        await forget(database, clock(), kept)

    return Round("forgetting", 3600.0, run)


def _rounds(
    settings: Settings,
    services: Services,
    coordination: Coordination,
    outbox: Outbox,
    holder: str,
    forgetting: Round,
) -> Rounds:
    """In the order in which a look makes sense: what happened, what follows, what to say."""
    every = settings.watching.every
    observer = Observer(
        services, coordination, outbox, settings.channels, holder, most_cards=settings.watching.most_cards
    )

    async def deliver() -> None:
        await outbox.round()
        services.vitals.outbox(await outbox.waiting())
        services.vitals.rounds(len(rounds.faults))

    rounds = Rounds(
        (
            Round("observer", every, observer.round),
            Round("orders", min(every, 5.0), services.approvals.round),
            Round("watches", min(every, 10.0), Watcher(services, outbox).round),
            Round("summaries", 20.0, Reporter(services, outbox).round),
            Round("auditor", 5.0, services.review.round),
            Round("outbox", 1.0, deliver),
            forgetting,
        )
    )
    return rounds


async def _database(settings: Settings, stack: AsyncExitStack) -> AsyncEngine:
    database = open_database(settings.storage.database_url or sqlite_url(settings.data_dir))
    stack.push_async_callback(database.dispose)
    await create_tables(database)
    return database


async def _coordination(settings: Settings, clock: Clock, stack: AsyncExitStack) -> Coordination:
    """In production a Redis that does not answer is a refusal to start."""
    if not settings.storage.redis_url:
        return InMemory(clock)
    from bot.coordination.redis import open_redis

    try:
        made = open_redis(settings.storage.redis_url)
        stack.push_async_callback(made.close)
        await made.ping()
    except ValueError as fault:
        raise UnsafeSettings(f"REDIS_URL is no address of a Redis ({fault}).") from fault
    except CoordinationLost as fault:
        raise UnsafeSettings("Redis does not answer at REDIS_URL. Start it, or correct the address.") from fault
    return made


async def _knowledge(settings: Settings, database: AsyncEngine, clock: Clock, stack: AsyncExitStack) -> KnowledgeBase:
    wish = settings.knowledge
    folder = settings.data_dir / "vectors"
    made = open_knowledge(database, folder, clock, chroma_url=wish.chroma_url, embedder=wish.embedder)
    await made.start()
    stack.push_async_callback(made.close)
    return made


def _access(settings: Settings) -> Access:
    """With the simulator on a desk whoever sits there may try everything."""
    demo = not settings.tws.host and settings.environment == "development" and settings.access_file is None
    try:
        return read_access(settings.access_file, demo=demo, admin=settings.web.admin_username)
    except WrongAccessFile as fault:
        raise UnsafeSettings(str(fault)) from fault


async def _summaries(settings: Settings, database: AsyncEngine, clock: Clock) -> Summaries:
    made = Summaries(database, clock, settings.channels)
    try:
        for channel in settings.channels:
            place_of(channel.place)
        await made.start()
    except (NoPlace, WrongCron) as fault:
        raise UnsafeSettings(f"A channel in the settings is wrong: {fault}") from fault
    return made
