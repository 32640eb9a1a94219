"""A form in an answer, as a person fills it in."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.turn import Form
from tests.adapters.web.scripted import ScriptedEngine
from tests.browser.chromium import Page
from tests.browser.test_browser_chat import CARDS, ask

pytestmark = pytest.mark.browser

ACTIVE = "document.activeElement"
PAYLOAD = f"{ACTIVE}.dataset.payload"


async def test_the_keyboard_fills_it_in_and_sends_it(page: Page, engine: ScriptedEngine) -> None:
    await ask(page, "rerun", 1)
    await page.run("document.querySelector('.ask input').focus()")
    await page.write("disk was full, and purged by hand")
    await page.press("Tab")
    assert await page.run(f"{ACTIVE}.name") == "text"
    await page.press("Tab")
    assert await page.run(PAYLOAD) == "send:7"
    await page.press("Enter")
    await page.wait_for("document.querySelector('.card h3').innerText.includes('waits for approval')")
    assert await page.run(CARDS) == 1
    assert engine.turns[-1].said == Form("send:7", {"reason": "disk was full, and p", "text": "Purged the spool"})
    assert await page.run(f"{ACTIVE}.className") == "card"
    assert page.complaints == []


async def test_enter_in_a_line_presses_the_first_button(page: Page, engine: ScriptedEngine) -> None:
    await ask(page, "rerun", 1)
    await page.type(".ask input", "why not")
    await page.press("Enter")
    await page.wait_for("document.querySelector('.ask') === null")
    assert engine.turns[-1].said == Form("send:7", {"reason": "why not", "text": "Purged the spool"})


async def test_each_button_sends_its_own_payload_once(page: Page, engine: ScriptedEngine) -> None:
    await ask(page, "rerun", 1)
    await page.run("document.querySelector(\"[data-payload='withdraw:7']\").dataset.payload = 'slow withdraw'")
    await page.click("[data-payload='slow withdraw']")
    await page.click("[data-payload='send:7']")
    await page.wait_for("document.querySelector('[aria-busy=true]') !== null")
    engine.gate.set()
    await page.wait_for(f"{CARDS} === 2")
    assert engine.handled == ["rerun", "slow withdraw"]


async def test_each_field_is_named_for_those_who_listen(page: Page) -> None:
    await ask(page, "rerun", 1)
    tree = (await page.call("Accessibility.getFullAXTree"))["nodes"]
    boxes = [node["name"]["value"] for node in tree if node["role"]["value"] == "textbox"]
    assert {"Why? Goes to the audit trail and to the scheduler", "What fixed it?"} < set(boxes)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_it_looks_right(page: Page, shots: Path, dark: bool) -> None:
    for size, width, height in (("desktop", 1100, 800), ("phone", 360, 740)):
        await page.emulate(width=width, height=height, dark=dark, reduced_motion=True)
        await ask(page, "rerun", 1 if size == "desktop" else 2)
        await page.screenshot(shots / f"form-{size}-{'dark' if dark else 'light'}.png")
        assert await page.run("document.querySelector('#scroller').scrollWidth <= innerWidth") is True
    assert page.complaints == []
