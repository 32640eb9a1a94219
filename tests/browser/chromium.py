"""A small client of Chromium's DevTools protocol: one headless browser, one page, and what a person would do with it.

async with chromium() as page:
    await page.goto("http://127.0.0.1:8080/")
    await page.type("#words", "help\n")
    await page.wait_for("document.querySelectorAll('.card').length === 1")
"""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

BINARIES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--remote-debugging-port=0",
)
START_SECONDS = 30.0
KEYS: Mapping[str, int] = {
    "Enter": 13,
    "Tab": 9,
    "Escape": 27,
    "Space": 32,
    "ArrowUp": 38,
    "ArrowDown": 40,
}
_TEXT_OF_KEY = {"Enter": "\r", "Space": " "}
SHIFT = 8


class BrowserError(Exception):
    """Chromium refused a call, or the page threw."""


class Page:
    """One tab. Coordinates and sizes are CSS pixels."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse[bool]) -> None:
        self._socket = socket
        self._number = 0
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.complaints: list[str] = []
        """What the console logged as error: exceptions, blocked styles, failed loads."""
        self._reading = asyncio.create_task(self._read())

    async def call(self, method: str, **params: object) -> dict[str, Any]:
        self._number += 1
        answer = asyncio.get_running_loop().create_future()
        self._answers[self._number] = answer
        await self._socket.send_json({"id": self._number, "method": method, "params": params})
        return await asyncio.wait_for(answer, START_SECONDS)

    async def run(self, expression: str) -> Any:
        """The value of a JavaScript expression; promises are awaited."""
        found = await self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in found:
            raise BrowserError(f"{expression}: {found['exceptionDetails']['exception'].get('description')}")
        return found["result"].get("value")

    async def goto(self, url: str) -> None:
        went = await self.call("Page.navigate", url=url)
        if "errorText" in went:
            raise BrowserError(f"{url}: {went['errorText']}")
        await self.wait_for("document.readyState === 'complete'")

    async def wait_for(self, expression: str, seconds: float = 10) -> Any:
        """Waits until the expression is true and returns its value."""
        try:
            async with asyncio.timeout(seconds):
                while not (value := await self.run(expression)):  # noqa: ASYNC110 - the page cannot wake us
                    await asyncio.sleep(0.02)
                return value
        except TimeoutError:
            raise BrowserError(f"never came true in {seconds} s: {expression}") from None

    async def text(self, selector: str) -> str:
        return str(await self.run(f"document.querySelector({json.dumps(selector)}).innerText"))

    async def click(self, selector: str) -> None:
        """A real click, in the middle of the first element that matches, wherever it must be scrolled to."""
        found = f"document.querySelector({json.dumps(selector)})"
        await self.wait_for(f"{found} !== null")
        box = await self.run(
            f"(() => {{ const e = {found}; e.scrollIntoView({{block: 'nearest'}}); const b = e.getBoundingClientRect();"
            " return [b.x + b.width / 2, b.y + b.height / 2] })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            await self.call("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)

    async def type(self, selector: str, text: str) -> None:
        """Focuses the element and types; a line end is the Enter key."""
        await self.wait_for(f"document.querySelector({json.dumps(selector)}) !== null")
        await self.run(f"document.querySelector({json.dumps(selector)}).focus()")
        await self.write(text)

    async def write(self, text: str) -> None:
        """Types where the focus is."""
        first, *others = text.split("\n")
        await self._insert(first)
        for line in others:
            await self.press("Enter")
            await self._insert(line)

    async def _insert(self, text: str) -> None:
        if text:
            await self.call("Input.insertText", text=text)

    async def press(self, key: str, modifiers: int = 0) -> None:
        """One key of `KEYS`, such as Tab; `modifiers=SHIFT` for Shift."""
        name = " " if key == "Space" else key
        same = {"key": name, "code": key, "windowsVirtualKeyCode": KEYS[key], "modifiers": modifiers}
        text = {"text": _TEXT_OF_KEY[key]} if key in _TEXT_OF_KEY else {}
        await self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", **same, **text)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **same)

    async def screenshot(self, path: Path | str) -> None:
        await self.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        shot = await self.call("Page.captureScreenshot", format="png")
        await asyncio.to_thread(Path(path).write_bytes, base64.b64decode(shot["data"]))

    async def emulate(
        self, *, width: int = 1100, height: int = 800, dark: bool = False, reduced_motion: bool = False
    ) -> None:
        await self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        features = [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce" if reduced_motion else "no-preference"},
        ]
        await self.call("Emulation.setEmulatedMedia", features=features)

    async def close(self) -> None:
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)

    async def _read(self) -> None:
        async for message in self._socket:
            heard = json.loads(message.data)
            if "id" in heard:
                self._settle(heard)
            else:
                self._note(heard)

    def _settle(self, heard: dict[str, Any]) -> None:
        answer = self._answers.pop(heard["id"], None)
        if answer is None or answer.done():
            return
        if "error" in heard:
            answer.set_exception(BrowserError(heard["error"]["message"]))
        else:
            answer.set_result(heard["result"])

    def _note(self, heard: dict[str, Any]) -> None:
        params = heard.get("params", {})
        if heard["method"] == "Runtime.exceptionThrown":
            self.complaints.append(str(params["exceptionDetails"].get("text")))
        elif heard["method"] == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.complaints.append(params["entry"]["text"])


def binary() -> str | None:
    """Chromium or Chrome, where one is installed."""
    return next((found for name in BINARIES if (found := shutil.which(name))), None)


@asynccontextmanager
async def chromium() -> AsyncIterator[Page]:
    """A fresh browser with a profile of its own, gone at the end."""
    program = binary()
    if program is None:
        raise BrowserError(f"none of {', '.join(BINARIES)} is installed")
    with tempfile.TemporaryDirectory(prefix="resync-browser-", ignore_cleanup_errors=True) as profile:
        browser = await asyncio.create_subprocess_exec(
            program,
            *FLAGS,
            f"--user-data-dir={profile}",
            "about:blank",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with aiohttp.ClientSession() as session, _page(session, Path(profile)) as page:
                yield page
        finally:
            await _end(browser)


@asynccontextmanager
async def _page(session: aiohttp.ClientSession, profile: Path) -> AsyncIterator[Page]:
    port = await _port(profile / "DevToolsActivePort")
    async with session.get(f"http://127.0.0.1:{port}/json/list") as response:
        tabs = await response.json()
    address = next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page")
    async with session.ws_connect(address, max_msg_size=0) as socket:
        page = Page(socket)
        for domain in ("Page", "Runtime", "Log"):
            await page.call(f"{domain}.enable")
        yield page
        await page.close()


async def _port(note: Path) -> int:
    """Chromium writes the port it chose into a file of its profile."""
    try:
        async with asyncio.timeout(START_SECONDS):
            while not (written := await asyncio.to_thread(_lines, note)):  # noqa: ASYNC110 - nor can a file
                await asyncio.sleep(0.05)
            return int(written[0])
    except TimeoutError:
        raise BrowserError(f"Chromium did not open its DevTools port in {START_SECONDS:.0f} s") from None


def _lines(note: Path) -> list[str]:
    return note.read_text(encoding="utf-8").splitlines() if note.exists() else []


async def _end(browser: asyncio.subprocess.Process) -> None:
    if browser.returncode is not None:
        return
    browser.terminate()
    try:
        await asyncio.wait_for(browser.wait(), 5)
    except TimeoutError:
        browser.kill()
        await browser.wait()
