"""The chat page: its language, and the questions that it suggests."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.web import Services, WebChat
from bot.language import recognise
from bot.recognition import Situation
from tests.adapters.web.conftest import Client
from tests.adapters.web.house import a_house
from tests.adapters.web.scripted import HandClock, ScriptedEngine
from tws.errors import SchedulerAway
from tws.fake import FakeScheduler
from tws.models import CommonStatus, CriticalJob, Job, JobRun, RiskLevel, Status

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ABEND = Status(CommonStatus.ERROR, "ABEND")
PT = {"Accept-Language": "pt-BR"}


def failed(name: str, id: str, hours: int) -> Job:
    run = JobRun(f"r{id}", 1, ABEND, 1, NOW - timedelta(hours=hours + 1), NOW - timedelta(hours=hours))
    return Job(id, name, "/AGT1", "S", "s", "/AGT1", "/", ABEND, (run,))


def critical(name: str) -> CriticalJob:
    return CriticalJob(name, name, "S", "/AGT1", None, RiskLevel.ON_TRACK)


def plan() -> FakeScheduler:
    jobs = (failed("OLD", "1", 5), failed("TWICE", "2", 0), failed("TWICE", "3", 0), failed("NEW", "4", 1))
    return FakeScheduler(jobs, critical=(critical("CLOSE_DAY"),))


def chips(page: str) -> list[str]:
    return [unescape(text) for text in re.findall(r'<li><button type="button">(.*?)</button></li>', page)]


async def suggested(scheduler: FakeScheduler | None, headers: dict[str, str], clock: HandClock) -> list[str]:
    return chips(await shown(scheduler, headers, clock))


async def shown(scheduler: FakeScheduler | None, headers: dict[str, str], clock: HandClock) -> str:
    chat, app = WebChat(ScriptedEngine(), clock=clock, services=Services(scheduler=scheduler)), web.Application()
    chat.add_to(app)
    async with TestClient(TestServer(app)) as client:
        return await (await client.get("/", headers=headers)).text()


async def test_questions_are_about_the_plan_that_is_there(clock: HandClock) -> None:
    assert await suggested(plan(), {}, clock) == [
        "What failed tonight?",
        "Status of CLOSE_DAY",
        "Why did NEW fail?",
        "What is late or at risk?",
        "What can you do?",
    ]
    scheduler = plan()
    scheduler.critical = (critical("CLOSE_DAY"), critical("FINANCE_PAYROLL"))
    assert (await suggested(scheduler, PT, clock))[:2] == [
        "O que falhou esta noite?",
        "Qual o status do FINANCE_PAYROLL?",
    ]


async def test_without_a_plan_they_name_no_job(clock: HandClock) -> None:
    away = plan()
    away.fault = SchedulerAway("refused")
    for scheduler in (None, FakeScheduler(), away):
        asked = await suggested(scheduler, {}, clock)
        assert asked[1:3] == ["How is the plan?", "Failed jobs in the last 4 hours"]


@pytest.mark.parametrize("headers", [{}, PT], ids=["en", "pt"])
@pytest.mark.parametrize("empty", [False, True])
async def test_the_bot_understands_each_of_them(clock: HandClock, headers: dict[str, str], empty: bool) -> None:
    situation = Situation(NOW, job_names=("CLOSE_DAY", "NEW", "OLD", "TWICE"))
    asked = await suggested(None if empty else plan(), headers, clock)
    intents = [recognise(text, situation).intent for text in asked]
    named = ["plan_info", "failed_jobs"] if empty else ["job_status", "explain_failure"]
    assert intents == ["failed_jobs", *named, "critical_jobs", "help"]
    assert {recognise(text, situation).language for text in asked} == {"pt" if headers else "en"}


async def test_the_plan_is_asked_once_a_minute(clock: HandClock) -> None:
    scheduler = plan()
    chat, app = WebChat(ScriptedEngine(), clock=clock, services=Services(scheduler=scheduler)), web.Application()
    chat.add_to(app)
    async with TestClient(TestServer(app)) as client:
        for seconds in (0, 30, 30):
            clock.pass_seconds(seconds)
            await client.get("/")
    assert scheduler.calls["jobs"] == 2


async def test_the_page_speaks_portuguese(client: Client) -> None:
    response = await client.get("/", headers=PT)
    page = await response.text()
    assert '<html lang="pt-BR">' in page and "O que você gostaria de saber?" in page
    assert (response.headers["Vary"], response.headers["Content-Language"]) == ("Accept-Language", "pt-BR")
    words = json.loads(unescape(re.search(r'data-words="(.*?)"', page)[1]))  # type: ignore[index]
    assert words["connecting"] == "Conectando…"
    english = await client.get("/")
    assert response.headers["ETag"] != english.headers["ETag"]


async def test_the_bots_own_remarks_follow_the_speaker(client: Client, engine: ScriptedEngine) -> None:
    engine.replies = {"again": None}
    async with client.ws_connect("/ws") as socket:
        await socket.send_json({"type": "say", "id": "1", "text": "again", "locale": "pt-BR"})
        assert "Pergunte de novo" in (await socket.receive_json(timeout=5))["text"]
        await socket.send_json({"type": "say", "id": "2", "text": "fail", "locale": "pt-BR"})
        frame = await socket.receive_json(timeout=5)
    assert "Algo deu errado" in frame["text"] and 'lang="pt-BR"' in frame["html"]


async def test_a_name_from_the_plan_is_escaped(clock: HandClock) -> None:
    page = await shown(FakeScheduler((failed("<b>X</b>", "1", 1),)), {}, clock)
    assert "Why did &lt;b&gt;X&lt;/b&gt; fail?" in page and "<b>" not in page


async def test_whoever_signs_in_can_sign_out(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        await house.sign_in()
        assert 'href="logout"' in await (await house.client.get("/")).text()
