"""Faults that tests ask for: slow answers, errors, dropped connections."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Faults:
    latency: float = 0.0
    """Seconds before every answer."""
    status: int = 0
    """Answer with this status (500, 503 …) instead; 0 for none."""
    drop: bool = False
    """Close the connection without an answer."""
    unauthorised: bool = False
    """Refuse every login."""
    drip: float = 0.0
    """Seconds between two bytes of an answer that never ends."""
    every: int = 1
    """2: every second request is met, the first of them not."""
    times: int | None = None
    """How many requests are met by the fault; None means all."""
    seen: int = 0
    """Requests since the fault was asked for."""

    def clear(self) -> None:
        self.latency, self.status, self.drop, self.unauthorised, self.times = 0.0, 0, False, False, None
        self.drip, self.every, self.seen = 0.0, 1, 0

    @property
    def active(self) -> bool:
        return bool(self.latency or self.status or self.drop or self.unauthorised or self.drip)

    def strikes(self) -> bool:
        """Whether this request is met; counts it."""
        if not self.active or self.times == 0:
            return False
        self.seen += 1
        if self.seen % self.every:
            return False
        if self.times is not None:
            self.times -= 1
        return True
