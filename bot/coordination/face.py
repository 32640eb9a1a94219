"""What the house asks of shared state; memory and Redis answer alike (one set of tests for both)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class CoordinationLost(Exception):
    """The shared store does not answer. Nothing was claimed."""


class Coordination(Protocol):
    """Every call may raise CoordinationLost."""

    async def claim(self, keys: Sequence[str], seconds: float) -> bool:
        """True where none of the keys was claimed: then all are, for so long. Atomic."""

    async def forget(self, keys: Sequence[str]) -> None:
        """Gives claims back."""

    async def lease(self, name: str, holder: str, seconds: float) -> bool:
        """Takes or renews a lease that ends by itself; False while another holds it."""

    async def yield_lease(self, name: str, holder: str) -> None:
        """Gives a lease back, where `holder` still has it."""

    async def allow(self, key: str, times: int, seconds: float) -> float:
        """0.0 where the key may act again (at most `times` in any `seconds`), else the seconds to wait."""

    async def ping(self) -> None: ...

    async def close(self) -> None: ...
