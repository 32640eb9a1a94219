"""The chat in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adapters.web.scripted import ScriptedEngine
from tests.browser.chromium import SHIFT, Page
from tests.browser.conftest import CONNECTED, bot

pytestmark = pytest.mark.browser

SIZES = {"desktop": (1100, 800), "phone": (360, 740), "narrow": (320, 640)}
CARDS = "document.querySelectorAll('.card').length"


async def ask(page: Page, text: str, cards: int) -> None:
    await page.type("#words", text + "\n")
    await page.wait_for(f"{CARDS} === {cards}")


async def test_a_question_a_card_and_its_buttons(page: Page, engine: ScriptedEngine) -> None:
    await ask(page, "failed", 1)
    assert "3 jobs failed" in await page.text(".card h3")
    await page.click("[data-payload='log:PAYROLL_CALC']")
    await page.wait_for(f"{CARDS} === 2")
    assert "Log of PAYROLL_CALC" in await page.text(".pressed .bubble")
    await page.click("[data-payload='refresh:1']")
    await page.wait_for("document.querySelector('.card h3').innerText.includes('2 jobs failed')")
    assert await page.run(CARDS) == 2
    assert await page.run("document.activeElement.dataset.payload") == "refresh:1"
    assert engine.handled == ["failed", "log:PAYROLL_CALC", "refresh:1"]
    assert page.complaints == []


async def tab_back_to(page: Page, there: str) -> None:
    for _ in range(12):
        await page.press("Tab", SHIFT)
        if await page.run(there):
            return
    pytest.fail(f"the keyboard never got there: {there}")


async def test_the_keyboard_is_enough(page: Page, engine: ScriptedEngine) -> None:
    await tab_back_to(page, "document.activeElement.className === 'skip'")
    await page.press("Enter")
    await page.wait_for("document.activeElement.id === 'words'")
    await page.write("failed")
    await page.press("Enter", SHIFT)
    assert await page.run("document.querySelector('#words').value") == "failed\n"
    await page.press("Enter")
    await page.wait_for(f"{CARDS} === 1")
    await page.press("ArrowUp")
    assert await page.run("document.querySelector('#words').value") == "failed"
    await tab_back_to(page, "document.activeElement.dataset.payload === 'refresh:1'")
    await page.press("Enter")
    await page.wait_for("document.querySelector('.card h3').innerText.includes('2 jobs failed')")
    assert await page.run("document.activeElement.dataset.payload") == "refresh:1"


async def test_a_suggestion_starts_the_talk(page: Page) -> None:
    await page.click(".chips button")
    await page.wait_for(f"{CARDS} === 1")
    assert await page.run("document.querySelector('#welcome').hidden") is True
    assert await page.run("document.activeElement.id") == "words"


async def test_a_pressed_button_is_busy_until_its_answer(page: Page, engine: ScriptedEngine) -> None:
    engine.replies = {**engine.replies, "slow": engine.replies["failed"]}
    await ask(page, "failed", 1)
    await page.run("document.querySelector(\"[data-payload='rerun:PAYROLL_CALC']\").dataset.payload = 'slow'")
    await page.click("[data-payload='slow']")
    await page.click("[data-payload='slow']")
    await page.wait_for("document.querySelector('[aria-busy=true]') !== null")
    engine.gate.set()
    await page.wait_for(f"{CARDS} === 2 && !document.querySelector('[aria-busy=true]') !== null")
    assert engine.handled == ["failed", "slow"]


async def test_what_is_asked_during_a_restart_is_answered_after_it(browser: Page, engine: ScriptedEngine) -> None:
    async with bot(engine) as address:
        await browser.goto(address)
        await browser.wait_for(CONNECTED)
    await browser.wait_for(f"!({CONNECTED})")
    await browser.type("#words", "help\n")
    await browser.wait_for("document.querySelector('.waiting') !== null")
    async with bot(engine, int(address.rpartition(":")[2])):
        await browser.wait_for(f"{CARDS} === 1")
    assert engine.handled == ["help"]


async def test_text_is_never_live(page: Page) -> None:
    await ask(page, "hostile", 1)
    await ask(page, "<img src=x onerror=window.hit=1>", 2)
    assert await page.run("window.hit === undefined") is True
    assert await page.run("document.querySelectorAll('#log img, #log script').length") == 0


async def test_too_long_a_text_stays_in_the_box(page: Page, engine: ScriptedEngine) -> None:
    await page.type("#words", "x" * 8001)
    await page.press("Enter")
    await page.wait_for("document.querySelector('#notice').innerText.includes('8,001')")
    assert await page.run("document.querySelector('#words').value.length") == 8001
    assert engine.turns == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
async def test_it_fits_and_looks_right(page: Page, shots: Path, size: str, dark: bool) -> None:
    width, height = SIZES[size]
    name = f"{size}-{'dark' if dark else 'light'}"
    await page.emulate(width=width, height=height, dark=dark, reduced_motion=True)
    await page.screenshot(shots / f"{name}-0-start.png")
    for number, text in enumerate(("failed", "Status of FINANCE_PAYROLL", "help"), 1):
        await ask(page, text, number)
        await page.screenshot(shots / f"{name}-{number}.png")
    await page.click("[data-payload='log:PAYROLL_CALC']")
    await page.wait_for(f"{CARDS} === 4")
    await page.screenshot(shots / f"{name}-4-log.png")
    assert await page.run("document.documentElement.scrollWidth <= innerWidth") is True
    assert await page.run("document.documentElement.scrollHeight <= innerHeight") is True
    assert await page.run("document.querySelector('#scroller').scrollWidth <= innerWidth") is True
    assert page.complaints == []
