"""Objects that are looked through page by page on this side, while the plan may move."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from tws.models import Page


class Known(Protocol):
    @property
    def id(self) -> str: ...


K = TypeVar("K", bound=Known)


@dataclass
class Scan(Generic[K]):
    """An object that is moved on to the next page by a new one before it is there twice: it counts once."""

    keep: Callable[[K], bool]
    found: list[K] = field(default_factory=list)
    complete: bool = True
    """False where it was ended before the last page."""
    _seen: set[str] = field(default_factory=set)
    _read: int = 0
    _total: int | None = None

    def add(self, page: Page[K]) -> None:
        fresh = list(unrepeated(page.items, self._seen))
        self._read, self._total = self._read + len(fresh), page.total
        self.found += filter(self.keep, fresh)

    @property
    def moved(self) -> bool:
        """The engine counts others than were seen."""
        return self.complete and self._total is not None and self._total != self._read


def unrepeated(items: Iterable[K], seen: set[str]) -> Iterator[K]:
    """Each once, by its id; those without one all. `seen` learns."""
    for item in items:
        if item.id not in seen:
            if item.id:
                seen.add(item.id)
            yield item
