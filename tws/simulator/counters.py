"""Things of which there are only so many at once: units of a resource, launches of a workstation or a job stream."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

W = TypeVar("W")
Place = tuple[int, float, int]
"""In a queue: higher priority first (as a negative number), then who has asked first, then the place in the day."""


@dataclass(eq=False, slots=True)
class Counter(Generic[W]):
    capacity: Callable[[float], int]
    """At an instant."""
    used: int = 0
    queue: list[tuple[Place, int, W]] = field(default_factory=list)
    """Who waits, for how many units. Nobody overtakes the first."""

    def fits(self, units: int, now: float) -> bool:
        return self.used + units <= self.capacity(now)

    def grants(self, place: Place, units: int, now: float) -> bool:
        """Whether one who asks now need not queue up."""
        return self.fits(units, now) and (not self.queue or place < self.queue[0][0])

    def wait(self, place: Place, units: int, who: W) -> None:
        insort(self.queue, (place, units, who), key=lambda entry: entry[0])

    def leave(self, who: W) -> None:
        self.queue = [entry for entry in self.queue if entry[2] is not who]

    def next(self, now: float) -> W | None:
        """Takes the first out of the queue, if there is room for it."""
        if not self.queue or not self.fits(self.queue[0][1], now):
            return None
        return self.queue.pop(0)[2]
