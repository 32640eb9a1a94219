"""The masters of one plan: the master first, then its backups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tws.client.breaker import Breaker, State
from tws.client.settings import Connection, host_of, root_of
from tws.clock import Clock
from tws.errors import SchedulerAway


class Resting(SchedulerAway):
    """Nobody was asked: none of the masters has answered lately."""


@dataclass(frozen=True, slots=True)
class Master:
    root: str
    """The address of the REST interface, with /twsd and no slash at its end."""
    host: str
    breaker: Breaker


class Masters:
    def __init__(self, connection: Connection, clock: Clock) -> None:
        urls = (connection.base_url, *connection.backups)
        self._all = [Master(root_of(url), host_of(url), Breaker(host_of(url), clock)) for url in urls]

    def states(self) -> Mapping[str, State]:
        return {master.host: master.breaker.state for master in self._all}

    def admitted(self) -> Iterator[Master]:
        """Those that may be asked now, in their order. Raises Resting where there is none."""
        none = True
        for master in self._all:
            if master.breaker.admits:
                none = False
                yield master
        if none:
            names = " and ".join(master.host for master in self._all)
            raise Resting(f"{names} did not answer the last calls and will be asked again in some seconds")
