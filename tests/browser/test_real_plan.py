"""A newcomer's first minute: the whole bot on the simulated plan, in a real browser."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.host import Host
from adapters.mounting import mounts
from bot.app import open_app
from bot.settings import Settings
from tests.browser.chromium import Page
from tests.browser.test_browser_chat import CARDS, ask

pytestmark = pytest.mark.browser


@pytest.fixture
async def base_url(tmp_path: Path) -> AsyncIterator[str]:
    """Where the whole bot runs, as `make run` starts it."""
    async with open_app(Settings(data_dir=tmp_path, timezone="America/Sao_Paulo")) as app:
        address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        host = Host(app.engine, port=0, mounts=mounts(app), on_ready=address.set_result)
        run = asyncio.create_task(host.run())
        yield await address
        host.stop()
        await run


async def test_payroll_failures_and_a_log(page: Page, shots: Path) -> None:
    await page.emulate(height=1080)
    await ask(page, "What is the status of job FINANCE_PAYROLL?", 1)
    assert "FINANCE_PAYROLL: " in await page.text(".card h3")
    await ask(page, "show failed jobs in the last 4 hours", 2)
    titles = await page.run("[...document.querySelectorAll('.card h3')].map(h => h.innerText).join(' / ')")
    assert "failed job" in titles
    await page.screenshot(shots / "chat.png")
    await page.emulate(dark=True, height=1080)
    await page.screenshot(shots / "chat-dark.png")
    await page.run("[...document.querySelectorAll('.card button')].find(b => /^Log of/.test(b.innerText)).click()")
    await page.wait_for(f"{CARDS} === 3")
    await page.wait_for("document.querySelector('.card pre') !== null")
    await page.screenshot(shots / "log-dark.png")
    await page.emulate(width=360, height=740)
    await page.screenshot(shots / "chat-phone.png")
    assert page.complaints == []


@pytest.mark.parametrize("language", ["en-GB", "pt-BR"])
async def test_each_suggested_question_is_answered_well(
    browser: Page, base_url: str, shots: Path, language: str
) -> None:
    await browser.call("Network.enable")
    await browser.call("Network.setExtraHTTPHeaders", headers={"Accept-Language": language})
    await browser.goto(base_url)
    questions = await browser.run("[...document.querySelectorAll('.chips button')].map(b => b.innerText)")
    assert len(questions) == 5 and any("FINANCE_PAYROLL" in question for question in questions)
    for number, question in enumerate(questions, 1):
        await ask(browser, question, number)
    assert await browser.run("document.querySelectorAll('.error-id, .failed').length") == 0
    titles = await browser.run("[...document.querySelectorAll('.card')].map(c => c.querySelector('h3,p').innerText)")
    assert "FINANCE_PAYROLL" in titles[1]
    assert all(name in titles[2] for name in re.findall(r"[A-Z][A-Z0-9_]{2,}", questions[2]))
    languages = await browser.run("[...document.querySelectorAll('.card')].map(c => c.lang.slice(0, 2))")
    assert set(languages) == {language[:2]}
    await browser.emulate(height=1400)
    await browser.screenshot(shots / f"five-questions-{language}.png")
    assert browser.complaints == []
