"""Two replicas of the bot, Slack, Teams and a scheduler, all on real sockets, with one clock."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.slack import SlackAdapter, SlackSettings
from adapters.teams import TeamsAdapter, TeamsSettings
from bot.app import App, open_app
from bot.coordination.face import Coordination
from bot.coordination.memory import InMemory
from bot.settings import Channel, Knowledge, Settings, Storage, Tws, Watching
from bot.settings import Teams as TeamsSection
from tests.fakes.slack import BOT_TOKEN, SECRET, FakeClock, FakeSlack
from tests.fakes.slack.delivery import ByHttp
from tests.fakes.slack.workspace import Post
from tests.fakes.teams import APP, PASSWORD, TENANT, FakeTeams
from tests.fakes.teams import Post as TeamsPost
from tests.fakes.teams.activities import BOB, CHANNEL, Chat, Human
from tws.simulator import Simulator

BRAZIL = ZoneInfo("America/Sao_Paulo")
ANA, EVE, RITA = "U1", "U2", "U3"
OPS, REVIEWERS = "COPS", "CREV"

ACCESS = f"""
[[person]]
name = "Ana"
ids = ["slack:{ANA}"]
roles = ["operator", "approver"]

[[person]]
name = "Bob"
ids = ["teams:{BOB.directory}"]
roles = ["operator", "approver"]

[[person]]
name = "Rita"
ids = ["slack:{RITA}"]
roles = ["reviewer"]

[[person]]
name = "Max"
ids = ["terminal:max"]
roles = ["admin"]
"""

CHANNELS = (
    Channel(
        place=f"slack:{OPS}",
        language="pt",
        timezone="America/Sao_Paulo",
        alerts=True,
        approvals=True,
        summary="0 6 * * *",
    ),
    Channel(place=f"teams:{CHANNEL.id}", language="en", timezone="Europe/London", alerts=True, approvals=True),
    Channel(place=f"slack:{REVIEWERS}", language="en", timezone="UTC", reviews=True),
)


@dataclass
class House:
    """What the story touches. `a` hears people; `b` is a second replica that only looks and posts."""

    clock: FakeClock
    slack: FakeSlack
    teams: FakeTeams
    simulator: Simulator
    address: str
    settings: Settings
    a: App
    b: App
    texts: list[str] = field(default_factory=list)

    async def at(self, hour: int, minute: int = 0, *, day: int = 0) -> None:
        """Moves to the next time that the clock of São Paulo shows so, and lets both replicas look."""
        here = self.clock().astimezone(BRAZIL)
        then = here.replace(hour=hour, minute=minute, second=0, microsecond=0) + timedelta(days=day)
        self.clock.at = (then if then > here else then + timedelta(days=1)).astimezone(self.clock.at.tzinfo)
        await self.look()

    async def look(self, times: int = 2) -> None:
        """Both replicas look at the plan, judge, follow and post."""
        for _ in range(times):
            await self.a.rounds.once()
            await self.b.rounds.once()
        assert self.a.rounds.faults == {} and self.b.rounds.faults == {}

    async def ana(self, text: str, *, thread: str = "", channel: str = OPS) -> Post:
        """What Ana was answered in Slack."""
        return await self.slack_says(ANA, text, thread=thread, channel=channel)

    async def slack_says(self, who: str, text: str, *, thread: str = "", channel: str = OPS) -> Post:
        await self.slack.says(who, channel, f"<@BOT> {text}", thread=thread)
        return self.slack.posts[-1]

    async def press(self, who: str, post: Post, label: str) -> Post:
        """The newest message after a click; an edit leaves the newest as it was."""
        await self.slack.press(who, post, label)
        return self.slack.posts[-1]

    async def bob(self, text: str, chat: Chat | None = None) -> TeamsPost:
        await self.teams.says(BOB, text, chat)
        return self.teams.posts[-1]

    def in_teams(self, words: str, conversation: str = CHANNEL.id) -> TeamsPost:
        """The newest card of the conversation that shows these words."""
        there = (p for p in reversed(self.teams.posts) if p.conversation.startswith(conversation))
        return next(p for p in there if words in p.text)

    async def approve(self, human: Human, post: TeamsPost, title: str) -> Any:
        return await self.teams.press(human, post, title, chat=CHANNEL)


@asynccontextmanager
async def night(folder: Path, database_url: str, shared: Coordination | None, begin: datetime) -> AsyncIterator[House]:
    clock = FakeClock(begin)
    shared = shared or InMemory(clock)
    async with AsyncExitStack() as stack:
        simulator = Simulator(clock=clock, calm=True)
        address = await simulator.start()
        stack.push_async_callback(simulator.stop)
        slack = await stack.enter_async_context(FakeSlack(clock))
        _people(slack)
        teams = await stack.enter_async_context(FakeTeams(clock))  # type: ignore[arg-type]
        settings = _settings(folder, database_url, address)
        a = await stack.enter_async_context(open_app(settings, clock=clock, coordination=shared))
        second = settings.model_copy(update={"data_dir": folder / "b"})
        b = await stack.enter_async_context(open_app(second, clock=clock, coordination=shared))
        made = House(clock, slack, teams, simulator, address, settings, a, b)
        await _connect(made, stack)
        yield made
    assert slack.problems == [] and teams.problems == []


def _people(slack: FakeSlack) -> None:
    brazil = {"tz": "America/Sao_Paulo", "locale": "pt-BR"}
    slack.workspace.people |= {
        ANA: {"name": "ana", "profile": {"display_name": "Ana"}, **brazil},
        EVE: {"name": "eve", "tz": "UTC", "locale": "en-GB"},
        RITA: {"name": "rita", "tz": "UTC", "locale": "en-GB"},
    }
    slack.workspace.channels |= {OPS, REVIEWERS}


def _settings(folder: Path, database_url: str, scheduler: str) -> Settings:
    file = folder / "access.toml"
    file.write_text(ACCESS, encoding="utf-8")
    port = int(scheduler.rpartition(":")[2])
    return Settings(
        data_dir=folder / "a",
        access_file=file,
        channels=CHANNELS,
        knowledge=Knowledge(embedder="numpy"),
        storage=Storage(database_url=database_url),
        teams=TeamsSection(),
        tws=Tws(host="127.0.0.1", port=port, plain_http=True, user="wauser", password="wauser"),  # type: ignore[arg-type]
        watching=Watching(every=15.0),
    )


async def _connect(house: House, stack: AsyncExitStack) -> None:
    """Replica `a` stands behind the platforms' events; both can post."""
    slack_a, teams_a = _adapters(house, house.a)
    slack_b, teams_b = _adapters(house, house.b)
    application = web.Application()
    slack_a.add_to(application)
    teams_a.add_to(application)
    server = await stack.enter_async_context(TestServer(application))
    for app, adapters in ((house.a, (slack_a, teams_a)), (house.b, (slack_b, teams_b))):
        for name, adapter in zip(("slack", "teams"), adapters, strict=True):
            await adapter.start()
            stack.push_async_callback(adapter.close)
            app.outbox.senders[name] = adapter  # type: ignore[assignment]
    house.slack.delivery = ByHttp(house.slack.workspace, str(server.make_url("/slack/events")))
    house.slack.settle = lambda: slack_a._tasks.drain(10)
    house.teams.bot_url = str(server.make_url("/api/messages"))
    house.teams.settle = lambda: teams_a._work.drain(10)


def _adapters(house: House, app: App) -> tuple[SlackAdapter, TeamsAdapter]:
    slack_settings = SlackSettings(BOT_TOKEN, SECRET, "", house.slack.url)
    slack = SlackAdapter(app.engine, slack_settings, app.coordination, clock=house.clock, sleep=house.clock.sleep)
    addresses = {"login_url": f"{house.teams.address}/login", "metadata_url": f"{house.teams.address}/openid"}
    teams_settings = TeamsSettings(APP, PASSWORD, TENANT, development=True, **addresses)  # type: ignore[arg-type]
    teams = TeamsAdapter(
        app.engine,
        teams_settings,
        app.database,
        clock=house.clock,
        coordination=app.coordination,
        sleep=house.clock.sleep,
    )
    return slack, teams
