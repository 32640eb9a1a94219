"""The schedulers that the bot may ask, by the names of the settings."""

from __future__ import annotations

from collections.abc import Mapping

from tws.scheduler import Scheduler


class UnknownEngine(KeyError):
    """No engine has that name (any more)."""


class Engines:
    """One or more; the first is the main one, which is also observed. Each connects when it is first asked."""

    def __init__(self, schedulers: Mapping[str, Scheduler]) -> None:
        self._schedulers = dict(schedulers)
        self.names = tuple(self._schedulers)

    @property
    def main(self) -> Scheduler:
        return self._schedulers[self.names[0]]

    def of(self, name: str) -> Scheduler:
        """By its name; the main one where it is empty. Raises UnknownEngine."""
        if name and name not in self._schedulers:
            raise UnknownEngine(name)
        return self._schedulers[name or self.names[0]]

    def told(self, name: str) -> str:
        """The name where people have to be told it: where there is another with which it could be mixed up."""
        return (name or self.names[0]) if len(self.names) > 1 else ""
