"""Whether each part works, asked anew: for health checks, the doctor and the chat."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tws.clock import Clock

SECONDS = 5.0
"""Longest that one check may take."""
KEPT = 200
"""Checks remembered of the past."""


class State(StrEnum):
    OK = "ok"
    DEGRADED = "degraded"
    """Works, with less than it should."""
    DOWN = "down"
    OFF = "off"
    """Not set up, and not needed."""


@dataclass(frozen=True, slots=True)
class Finding:
    state: State
    detail: str = ""
    """For people; without secrets."""


Check = Callable[[], Awaitable[Finding]]


class Health:
    def __init__(self, checks: Mapping[str, Check], clock: Clock) -> None:
        self._checks, self._clock = dict(checks), clock
        self.past: deque[tuple[datetime, str]] = deque(maxlen=KEPT)
        """When it was asked, and the worst state then."""

    def add(self, name: str, check: Check) -> None:
        """Adapters add themselves."""
        self._checks[name] = check

    async def checks(self) -> Mapping[str, Finding]:
        """All at once."""
        names = list(self._checks)
        found = dict(zip(names, await asyncio.gather(*(self.check(name) for name in names)), strict=True))
        self.past.append((self._clock(), worst(found)))
        return found

    async def check(self, name: str) -> Finding:
        """Raises KeyError for a part that is not there."""
        check = self._checks[name]
        try:
            async with asyncio.timeout(SECONDS):
                return await check()
        except TimeoutError:
            return Finding(State.DOWN, f"no answer within {SECONDS:.0f} s")
        except Exception as fault:
            return Finding(State.DOWN, str(fault).partition("\n")[0][:300] or type(fault).__name__)


def worst(found: Mapping[str, Finding]) -> State:
    """Of all parts that are set up."""
    order = (State.OK, State.DEGRADED, State.DOWN)
    states = [f.state for f in found.values() if f.state in order]
    return max(states, key=order.index, default=State.OK)
