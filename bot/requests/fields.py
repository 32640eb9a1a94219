"""What several requests are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

PAGE = 10
"""Rows of one page of a list in a chat."""


def asked(*, longest: int = 500) -> str:
    """A field that a form fills in, and no button: up to `longest` characters."""
    return field(default="", metadata={"longest": longest})


@dataclass(frozen=True, slots=True)
class Window:
    """A span of time; `until` None means now. Both aware."""

    since: datetime
    until: datetime | None = None

    def is_ahead(self, now: datetime) -> bool:
        """It reaches into what is still to come."""
        return self.since > now or (self.until is not None and self.until > now)
