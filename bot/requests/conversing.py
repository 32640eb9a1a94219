"""About the conversation itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LeaveIt:
    """A no to a question that the bot put: nothing is to be done."""


@dataclass(frozen=True, slots=True)
class ListEnds:
    """A row or a page past the end of the list that was shown."""

    names: tuple[str, ...]
    """Its rows."""


@dataclass(frozen=True, slots=True)
class UseEngine:
    """This thread is about the plan of that engine from now on; an empty or unknown name lists them."""

    engine: str = ""
