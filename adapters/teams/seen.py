"""Which activities were taken already: Teams delivers one again when its answer is late."""

from __future__ import annotations

from typing import Protocol


class Seen(Protocol):
    """A store for one process or, shared, for several."""

    async def claim(self, keys: tuple[str, ...]) -> bool:
        """True where no key was known. All are known afterwards, in one step with the question."""

    async def forget(self, keys: tuple[str, ...]) -> None:
        """The work could not be queued: let the next delivery have it."""
