"""Turns a second through the engine alone (no HTTP, plan in memory), beside the skill called directly."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import process_time

import structlog

from bot.context import Context, Services
from bot.requests import JobStatus
from bot.skills import registry
from bot.turn import Place
from bot.words import Words
from tests.chat import BOB, open_chat
from tests.plans import clock, night
from tws.names import JobName

TURNS = 1_000
ROUNDS = 3


def main() -> float:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(Path(folder)))


async def _measure(folder: Path) -> float:
    chat, database = await open_chat(night(), folder)
    plain, whole = [], []
    for _ in range(ROUNDS):
        plain.append(await _cpu(_skill_alone))
        whole.append(await _cpu(lambda: chat.says("What is the status of job FINANCE_PAYROLL?")))
    await database.dispose()  # type: ignore[attr-defined]
    ratio = min(whole) / min(plain)
    print(
        f"engine {TURNS / min(whole):,.0f} turns/s of CPU, {min(whole) / TURNS * 1e6:,.0f} us a turn; "
        f"skill alone {min(plain) / TURNS * 1e6:,.0f} us; ratio {ratio:.1f}"
    )
    return ratio


async def _cpu(once: Callable[[], Awaitable[object]]) -> float:
    begin = process_time()
    for _ in range(TURNS):
        await once()
    return process_time() - begin


async def _skill_alone() -> None:
    context = Context(_SERVICES, BOB, Place("slack", "C1"), Words("en", "UTC", clock()))
    await _SKILLS.for_request(_ASKED).run(_ASKED, context)


_SKILLS = registry()
_SERVICES = Services(night(), clock, registry)
_ASKED = JobStatus(JobName("FINANCE_PAYROLL"))


if __name__ == "__main__":
    main()
