"""What the engine adds to a skill: CPU of a whole turn (plan in memory, no HTTP) beside the skill called directly."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from statistics import median

from benchmarks.measure import LeftOut, Row, alternate, repeated
from bot.context import Context
from bot.requests import JobStatus
from bot.skills import registry
from bot.turn import Place
from bot.words import Words
from tests.chat import BOB, Chat, open_chat
from tests.plans import clock, night
from tws.names import JobName

TURNS, ROUNDS = 100, 7
ASKED = JobStatus(JobName("FINANCE_PAYROLL"))


def run() -> Sequence[Row]:
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_compare(Path(folder)))


async def _compare(folder: Path) -> Sequence[Row]:
    async with open_chat(night(), folder) as chat:
        if (await chat.says("What is the status of job FINANCE_PAYROLL?")).error_id:
            raise LeftOut("the engine answers with an error")
        plain = _skill_alone(chat)
        asking = repeated(lambda: chat.says("What is the status of job FINANCE_PAYROLL?"), TURNS)
        costs = await alternate(repeated(plain, TURNS), asking, ROUNDS)
    rate = f"engine turn ({1 / median(costs.ours):,.0f} a second of CPU)"
    return (costs.times(rate, "the skill alone"),)


def _skill_alone(chat: Chat) -> Callable[[], Awaitable[object]]:
    context = Context(chat.app.services, BOB, Place("slack", "C1"), Words("en", "UTC", clock()))
    skill = registry().for_request(ASKED)
    return lambda: skill.run(ASKED, context)
