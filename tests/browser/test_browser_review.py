"""Signing in and deciding, in a real browser, as a reviewer does it; also with JavaScript switched off."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from audit.memory import Memory, State
from tests.adapters.web.house import HOSTILE, House, a_house
from tests.browser.chromium import Page

pytestmark = pytest.mark.browser


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as house:
        yield house


async def at(page: Page, path: str) -> None:
    await page.wait_for(f"location.pathname === '{path}' && document.readyState === 'complete'")


async def sign_in(page: Page, house: House, path: str) -> None:
    await page.goto(str(house.client.make_url(path)))
    await at(page, "/login")
    await page.type("#username", "ana")
    await page.type("#password", "correct horse battery")
    await page.press("Enter")
    await at(page, path)


async def decide(page: Page, memory: Memory, button: str, words: str) -> None:
    await page.click(f"#m-{memory.id} [value={button}]")
    await page.wait_for(f"document.querySelector('.notice')?.innerText.includes({words!r})")


@pytest.mark.parametrize("scripts", [True, False], ids=["js", "no-js"])
async def test_sign_in_edit_approve_reject(browser: Page, house: House, scripts: bool) -> None:
    await browser.call("Emulation.setScriptExecutionDisabled", value=not scripts)
    first = await house.reviews.flagged("Purge the spool.", "What helps PAYROLL_CALC?")
    second = await house.reviews.flagged("Delete it all.", "And otherwise?")
    await sign_in(browser, house, "/revisao")
    await browser.click(f"#m-{first.id} form summary")
    await browser.type(f"#t-{first.id}", "Look first. ")
    await decide(browser, first, "approve", "Approved")
    await decide(browser, second, "reject", "needs a reason")
    await browser.type(f"#r-{second.id}", "harmful")
    await decide(browser, second, "reject", "Rejected")
    memories = house.reviews.memories
    one, other = await memories.get(first.id), await memories.get(second.id)
    assert (one.state, one.decided_by) == (State.APPROVED, "ana")
    assert "Look first." in one.answer and "Purge the spool." in one.answer
    assert (other.state, other.decision_reason) == (State.REJECTED, "harmful")
    assert [c for c in browser.complaints if "422" not in c] == []


async def test_the_chat_is_behind_the_sign_in_and_ends_with_it(browser: Page, house: House) -> None:
    await sign_in(browser, house, "/")
    await browser.wait_for("document.querySelector('#state').dataset.state === 'connected'")
    await browser.type("#words", "hello\n")
    await browser.wait_for("document.querySelector('.card')?.innerText.includes('heard hello')")
    await browser.click(".leave")
    await at(browser, "/logout")
    await browser.click(".primary")
    await at(browser, "/login")
    await browser.goto(str(house.client.make_url("/")))
    await at(browser, "/login")


async def test_a_chat_left_open_is_sent_to_sign_in_again(browser: Page, house: House) -> None:
    await sign_in(browser, house, "/")
    await browser.wait_for("document.querySelector('#state').dataset.state === 'connected'")
    house.clock.pass_seconds(13 * 3600)
    await browser.type("#words", "too late\n")
    await at(browser, "/login")
    assert house.engine.turns == []


async def test_a_hostile_memory_stays_text(browser: Page, house: House) -> None:
    await house.reviews.flagged(HOSTILE.replace("alert", "window.hit="), f"{HOSTILE}?")
    await sign_in(browser, house, "/revisao")
    assert await browser.run("document.querySelectorAll('main script, main img').length") == 0
    assert await browser.run("window.hit === undefined") is True


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_it_looks_right(browser: Page, house: House, shots: Path, dark: bool) -> None:
    memories, look = house.reviews.memories, "dark" if dark else "light"
    done = await house.reviews.flagged("Ask the DBA to add a datafile to TEMP.", "What helps when GL_POST abends?")
    await memories.decide(done.id, version=done.version, approve=True, by="Bea")
    bad = await house.reviews.flagged("Delete all of /var, it always helps.", "What about a full disk?")
    await memories.decide(bad.id, version=bad.version, approve=False, by="Bea", reason="It would take the server down.")
    await house.reviews.flagged("Purge the spool older than 7 days, then rerun.", "What fixed PAYROLL_CALC?")
    await browser.emulate(dark=dark)
    await browser.goto(str(house.client.make_url("/login")))
    await browser.screenshot(shots / f"login-{look}.png")
    await sign_in(browser, house, "/revisao")
    await browser.screenshot(shots / f"review-{look}.png")
    await browser.emulate(width=360, height=900, dark=dark)
    await browser.screenshot(shots / f"review-phone-{look}.png")
    assert await browser.run("document.documentElement.scrollWidth <= innerWidth") is True
    assert browser.complaints == []
