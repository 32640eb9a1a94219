"""Workstations as they stand at an instant: linked, running, limit and fence, changed by orders."""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from tws.simulator.definitions import ResourceDef, WorkstationDef
from tws.simulator.timeline import NEVER

HI = 100
"""Jobs of this priority (hi) and above start where the limit is 0."""
_MEANING: Mapping[str, Mapping[str, bool]] = MappingProxyType(
    {
        "link": {"linked": True},
        "unlink": {"linked": False},
        "start": {"running": True, "linked": True},
        "stop": {"running": False},
    }
)
VERBS = tuple(_MEANING)


@dataclass(order=True, frozen=True, slots=True)
class Change:
    at: float
    members: Mapping[str, Any] = field(compare=False)


@dataclass(eq=False)
class Stations:
    changes: dict[str, list[Change]] = field(default_factory=dict)
    """By name of the workstation or key of the resource, in the order of their times."""

    def order(self, name: str, at: float, verb: str, number: int = 0) -> None:
        """`verb` is one of VERBS, limit, fence or, of a resource, quantity."""
        insort(self.changes.setdefault(name, []), Change(at, _MEANING.get(verb, {verb: number})))

    def at(self, station: WorkstationDef, now: float) -> WorkstationDef:
        members = {k: v for change in self.changes.get(station.name, ()) if change.at <= now for k, v in _all(change)}
        return replace(station, **members) if members else station

    def moments(self, name: str) -> list[float]:
        """When something was ordered of it."""
        return [change.at for change in self.changes.get(name, ())]

    def quantity(self, resource: ResourceDef, now: float) -> int:
        """Of a resource, whose orders are kept beside those of the workstations."""
        changes = self.changes.get(resource.key, ())
        return next((c.members["quantity"] for c in reversed(changes) if c.at <= now), resource.quantity)

    def launches(self, station: WorkstationDef, priority: int) -> bool:
        """All day long, for nobody has ordered anything else."""
        return station.name not in self.changes and _launches(station, priority)

    def opens(self, station: WorkstationDef, priority: int, instant: float) -> float:
        """When, not before that instant, it launches a job of that priority."""
        if station.name not in self.changes:
            return instant if _launches(station, priority) else NEVER
        moments = [instant, *(c.at for c in self.changes[station.name] if c.at > instant)]
        return next((m for m in moments if _launches(self.at(station, m), priority)), NEVER)


def _all(change: Change) -> Any:
    return change.members.items()


def _launches(station: WorkstationDef, priority: int) -> bool:
    up = station.linked and station.running
    return up and priority > station.fence and (station.limit > 0 or priority >= HI)
