"""The night with one safeguard taken out at a time: each time it must fail, or it would prove nothing."""

from __future__ import annotations

from copy import copy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from audit.memory import State
from bot.delivery.outbox import Card, Outbox
from tests.scenarios.test_one_night import Store, play


async def _always(*_: Any) -> bool:
    return True


async def _as_it_was(*_: Any) -> str:
    return ""


async def _take_what_others_hold(outbox: Outbox, *platforms: Any) -> Card | None:
    """As if every lease had run out."""
    late = copy(outbox)
    late._clock = lambda: outbox._clock() + timedelta(hours=1)
    return await _TAKE(late, *platforms)


_TAKE = Outbox.take
BROKEN: dict[str, tuple[str, object, str]] = {
    "dedupe": ("bot.coordination.claims.Claims.claim", _always, "an event that Slack delivers again"),
    "state check": ("bot.approvals.approvals.moved_on", _as_it_was, "the plan moved on, nothing was sent"),
    "lease": ("bot.delivery.outbox.Outbox.take", _take_what_others_hold, "the dead replica still holds it"),
    "quarantine filter": ("audit.memories.RECALLABLE", tuple(State), "/var"),
    "ledger hash": ("audit.verify._fault", lambda *_: "", "verdict.ok"),
}
"""What is taken out, what stands there instead, and what the story then says."""


@pytest.mark.parametrize("name", BROKEN)
async def test_the_night_fails_without(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    what, instead, complaint = BROKEN[name]
    monkeypatch.setattr(what, instead)
    with pytest.raises(AssertionError) as failed:
        await play(Store(f"sqlite:///{tmp_path / 'night.sqlite'}", None), tmp_path)
    assert complaint in f"{failed.value} {failed.traceback[-1].statement}"
