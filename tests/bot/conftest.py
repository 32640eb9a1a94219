from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.chat import Chat, open_chat
from tests.plans import night
from tws.fake import FakeScheduler


@pytest.fixture
def plan() -> FakeScheduler:
    return night()


@pytest.fixture
async def chat(plan: FakeScheduler, tmp_path: Path) -> AsyncIterator[Chat]:
    async with open_chat(plan, tmp_path) as opened:
        yield opened
