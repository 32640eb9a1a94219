"""What a scheduler client tells about itself, where it does: which masters it asks, and the answers it keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable


class Figures(Protocol):
    """Of the answers that are kept, since the start; `items` and `size` (bytes) are those of now."""

    @property
    def hits(self) -> int: ...

    @property
    def misses(self) -> int: ...

    @property
    def shared(self) -> int:
        """Asked while the same question was under way already."""

    @property
    def stale(self) -> int:
        """Given although old, because the scheduler did not answer."""

    @property
    def evicted(self) -> int: ...

    @property
    def items(self) -> int: ...

    @property
    def size(self) -> int: ...


class Bounds(Protocol):
    """How much may be kept."""

    @property
    def items(self) -> int: ...

    @property
    def size(self) -> int:
        """Bytes."""


@runtime_checkable
class Measured(Protocol):
    """A `Scheduler` that can be looked into; a fake need not be one."""

    @property
    def breakers(self) -> Mapping[str, str]:
        """By master (host:port), in the order in which they are asked: closed, open or half_open."""

    @property
    def figures(self) -> Figures: ...

    @property
    def keeping(self) -> Bounds: ...

    def forget_all(self) -> int:
        """Forgets every kept answer; how many there were."""
