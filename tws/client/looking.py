"""Looks at the plan after an action: it follows with some delay."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from tws.client.ages import TOUCHED
from tws.client.core import Core
from tws.errors import SchedulerError

T = TypeVar("T")
LOOKS = (1.0, 3.0)
"""Pauses in seconds before each look."""
_log = structlog.get_logger(__name__)


class Looking(Core):
    async def _looked_for(self, look: Callable[[], Awaitable[T]]) -> T | None:
        """The first that is not empty; None where nothing was seen. Past what is kept; what it sees makes that old."""
        for pause in LOOKS:
            await self._sleep(pause)
            try:
                if seen := await look():
                    self._cache.forget(TOUCHED)
                    return seen
            except SchedulerError as error:
                _log.info("look_at_the_plan_failed", fault=type(error).__name__)
        return None
