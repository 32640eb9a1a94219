"""Faults that tests ask for: slow answers, errors, broken answers and connections, refused logins."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass
class Faults:
    latency: float = 0.0
    """Seconds before every answer."""
    status: int = 0
    """Answer with this status instead; 0 for none. 500 says AWSJSY404E, 502 to 504 are a proxy's page."""
    drop: bool = False
    """Close the connection without an answer."""
    reset_after: int | None = None
    """Reset the connection when so many bytes of the answer's body are sent."""
    garbage: bool = False
    """Answer with half of the answer's text, which is no JSON."""
    content_type: str = ""
    """What the answer says it is, such as text/html."""
    unauthorised: bool = False
    """Refuse every login."""
    expires_after: float | None = None
    """Seconds of the plan, from the first request that is met on, after which logins are refused."""
    drip: float = 0.0
    """Seconds between two bytes of an answer that never ends."""
    only: str = ""
    """Met are requests with this in their path; all where empty."""
    every: int = 1
    """2: every second request is met, the first of them not."""
    times: int | None = None
    """How many requests are met by the fault; None means all."""
    seen: int = 0
    """Requests since the fault was asked for."""
    first_seen: float | None = None
    """Instant of the plan of the first that was met."""

    def clear(self) -> None:
        for each in fields(self):
            setattr(self, each.name, each.default)

    @property
    def active(self) -> bool:
        broken = self.reset_after is not None or self.garbage or self.content_type
        late = self.latency or self.drip
        return bool(late or self.status or self.drop or broken or self.unauthorised or self.expires_after is not None)

    def strikes(self, path: str, now: float) -> bool:
        """Whether this request is met; counts it."""
        if not self.active or self.times == 0 or self.only not in path:
            return False
        self.seen += 1
        if self.seen % max(1, self.every):
            return False
        if self.times is not None:
            self.times -= 1
        self.first_seen = now if self.first_seen is None else self.first_seen
        return True

    def refuses_login(self, now: float) -> bool:
        """Of a request that is met."""
        if self.unauthorised or self.expires_after is None:
            return self.unauthorised
        return now - (now if self.first_seen is None else self.first_seen) >= self.expires_after
