"""A master that does not answer is left alone for a while; then one call at a time finds out whether it is back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Literal

import structlog

from tws.clock import Clock
from tws.errors import OutcomeUnknown, SchedulerAway, SchedulerError

State = Literal["closed", "open", "half_open"]
STREAK = 5
"""Failures one after another, until the master is left alone."""
GATEWAY = frozenset({502, 503, 504})
FIRST_REST = timedelta(seconds=1)
LONGEST_REST = timedelta(seconds=15)
"""Each probe that fails doubles the rest, up to this."""
_log = structlog.get_logger(__name__)


class Breaker:
    """Of one master. An answer of the engine, a refusal too, is a sign of life; only silence counts against it."""

    def __init__(self, name: str, clock: Clock) -> None:
        self.name = name
        self._clock = clock
        self._silent = 0
        self._rest = FIRST_REST
        self._since: datetime | None = None
        self._probing = False

    @property
    def state(self) -> State:
        if self._since is None:
            return "closed"
        return "open" if self._rests(self._since) and not self._probing else "half_open"

    @property
    def admits(self) -> bool:
        return self._since is None or not (self._probing or self._rests(self._since))

    def _rests(self, since: datetime) -> bool:
        """Not for longer where the clock is put back."""
        return timedelta() <= self._clock() - since < self._rest

    @contextmanager
    def passage(self) -> Iterator[None]:
        """Around one call, where `admits` is true; a cancelled call tells nothing and frees its place."""
        probe = self._since is not None
        self._probing = self._probing or probe
        try:
            yield
        except SchedulerError as error:
            self._failed(probe=probe) if _is_silence(error) else self._answered(probe=probe)
            raise
        else:
            self._answered(probe=probe)
        finally:
            if probe:
                self._probing = False

    def _failed(self, *, probe: bool) -> None:
        self._silent += 1
        if probe:
            self._rest = min(self._rest * 2, LONGEST_REST)
        if probe or (self._since is None and self._silent >= STREAK):
            self._since = self._clock()
            _log.warning("master_left_alone", host=self.name, seconds=self._rest.total_seconds())

    def _answered(self, *, probe: bool) -> None:
        if probe:
            self._since, self._rest = None, FIRST_REST
            _log.info("master_is_back", host=self.name)
        if self._since is None:
            self._silent = 0


def _is_silence(error: SchedulerError) -> bool:
    """No answer, or that of a gateway with nobody behind it."""
    return isinstance(error, SchedulerAway | OutcomeUnknown) and (error.status is None or error.status in GATEWAY)
