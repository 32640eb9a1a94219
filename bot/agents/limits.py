"""When a model is not asked: after repeated failures, and when the day's tokens are spent."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.agents.errors import BudgetSpent, ModelResting
from tws.clock import Clock

FAILURES = 3
"""In a row, after which a model is left alone."""
REST = timedelta(seconds=60)


class Breaker:
    """Opens after FAILURES in a row; after REST one question is let through, and its fate decides."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._failures = clock, 0
        self._until: datetime | None = None

    @property
    def resting(self) -> bool:
        return self._until is not None and self._clock() < self._until

    def check(self) -> None:
        """Raises ModelResting. After the rest the asker is the probe: others go on resting until it is back."""
        if self._until is None:
            return
        if self.resting:
            raise ModelResting("The model failed repeatedly and is left alone for a while; it was not asked.")
        self._until = self._clock() + REST

    def failed(self) -> None:
        self._failures += 1
        if self._failures >= FAILURES:
            self._until = self._clock() + REST

    def worked(self) -> None:
        self._failures, self._until = 0, None


class Budget:
    """Tokens of one UTC day, counted in this process since its start. A question may overrun it once."""

    def __init__(self, tokens_a_day: int, clock: Clock) -> None:
        self._most, self._clock = tokens_a_day, clock
        self._day, self._spent = clock().date(), 0

    @property
    def spent(self) -> bool:
        return self._today() >= self._most

    def check(self) -> None:
        """Raises BudgetSpent."""
        if self.spent:
            raise BudgetSpent(f"The {self._most} tokens of the day are used up; the model was not asked.")

    def add(self, tokens: int) -> None:
        self._spent = self._today() + tokens

    def _today(self) -> int:
        today: date = self._clock().date()
        if today != self._day:
            self._day, self._spent = today, 0
        return self._spent
