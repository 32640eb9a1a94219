"""What people order of the plan, and what tests make go wrong. The plan is what was planned plus these, by time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

DELAY = 2.0
"""Seconds from an accepted order to its effect (section 6.7 of the contract: mailbox, batchman, mirror)."""


@dataclass(frozen=True, slots=True)
class Order:
    at: float
    """When it takes effect."""
    verb: str
    """As in the paths of V2; reply-yes, reply-no; and fail, by tests."""
    target: str
    """Id of a job, of a prompt, or (release-all-dependencies) of a job stream."""
    failure: str = ""
    """For `fail`: an entry of failures.toml."""
    again: bool = False
    """For `fail`: reruns fail in the same way."""
    number: int = 0
    """For `update-priority`."""


Orders = Mapping[str, Sequence[Order]]
"""By target, in the order of their times."""
Journal = dict[date, list[Order]]
"""By the day of the job stream that they touch."""


def by_target(orders: Sequence[Order]) -> dict[str, list[Order]]:
    found: dict[str, list[Order]] = {}
    for order in sorted(orders, key=lambda o: o.at):
        found.setdefault(order.target, []).append(order)
    return found
