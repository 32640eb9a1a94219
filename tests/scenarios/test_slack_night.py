"""The whole bot in Slack on the simulated plan: real sockets from Slack's fake to the simulator and back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.slack import SlackAdapter, SlackSettings
from bot.app import open_app
from bot.settings import Knowledge, Settings
from tests.adapters.slack.conftest import until
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, SECRET, FakeClock, FakeSlack
from tests.fakes.slack.delivery import ByHttp
from tests.fakes.slack.workspace import Post

EVENING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""22:00 of 1 March in São Paulo, where Ann sits."""


@dataclass
class Night:
    slack: FakeSlack

    async def ann(self, text: str, *, channel: str = "C1", thread: str = "") -> Post:
        """Ann mentions the bot; what it posted last."""
        await self.slack.says("U1", channel, f"<@BOT> {text}", thread=thread)
        return self.slack.posts[-1]


@asynccontextmanager
async def opened(mode: str, folder: Path) -> AsyncIterator[Night]:
    settings = Settings(data_dir=folder, knowledge=Knowledge(embedder="none"))
    async with FakeSlack(FakeClock(EVENING)) as slack, open_app(settings, clock=slack.clock) as app:
        token = APP_TOKEN if mode == "socket" else ""
        given = SlackSettings(BOT_TOKEN, SECRET, token, slack.url)
        adapter = SlackAdapter(app.engine, given, app.coordination, clock=slack.clock, sleep=slack.clock.sleep)
        host = web.Application()
        adapter.add_to(host)
        async with TestServer(host) as server:
            await adapter.start()
            if mode == "http":
                slack.delivery = ByHttp(slack.workspace, str(server.make_url("/slack/events")))
            else:
                await until(lambda: bool(slack.socket.sockets))
            slack.settle = lambda: adapter._tasks.drain(10)
            yield Night(slack)
            await adapter.close()
        assert slack.problems == [], "blocks are valid, acks in time, nothing posted too fast"


@pytest.fixture(params=["http", "socket"])
async def night(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Night]:
    async with opened(request.param, tmp_path) as made:
        yield made


async def test_payroll_then_its_log_in_the_thread(night: Night) -> None:
    ts = await night.slack.says("U1", "C1", "<@BOT> qual o status do FINANCE_PAYROLL?")
    answer = night.slack.posts[-1]
    assert answer.thread == ts
    assert "FINANCE_PAYROLL: " in answer.words and "Fonte: simulator" in answer.words
    assert "22:00 (São Paulo)" in answer.words
    follow_up = await night.ann("e o log dele?", thread=ts)
    assert "FINANCE_PAYROLL" in follow_up.words and "Log de" in follow_up.words


async def test_failed_jobs_by_command_and_a_log_by_button(night: Night) -> None:
    await night.slack.command("U1", "C1", "failed-jobs 12h")
    answer = night.slack.posts[-1]
    assert answer.to == "U1"
    assert "com falha desde" in answer.words
    label = next(e["text"]["text"] for b in answer.blocks if b["type"] == "actions" for e in b["elements"])
    await night.slack.press("U1", answer, label)
    assert label.removeprefix("Log of ").removeprefix("Log de ") in night.slack.posts[-1].words


async def test_an_unknown_job_is_answered_with_names_to_press(night: Night) -> None:
    answer = await night.ann("status of job FINANCE_PAYROL")
    assert "FINANCE_PAYROLL" in answer.words
    await night.slack.press("U1", answer, "FINANCE_PAYROLL")
    assert "FINANCE_PAYROLL: " in night.slack.posts[-1].words


async def test_the_whole_plan_fits_every_limit(night: Night) -> None:
    for asked in ("is everything ok?", "workstations", "how is the plan?", "list jobs @", "help", "job stream PAYROLL"):
        count = len(night.slack.posts)
        await night.ann(asked, channel="D1")
        assert len(night.slack.posts) == count + 1, asked
