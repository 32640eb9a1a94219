"""What an answer showed, so that "the second one", "both" and "it" can be understood after it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["job", "job_stream", "workstation"]


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a list, or the one thing that an answer was about."""

    kind: Kind
    name: str
    """As `JobName` writes it; of a job in a list with its job stream."""
    job_id: str = ""
    """Set where the name alone would not tell which."""
    told: str = ""
    """The words that stood beside it: people point with them ("the one on AGT07")."""


@dataclass(frozen=True, slots=True)
class Option:
    """One button of a question that the bot put."""

    label: str
    payload: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Lately shown to one person in one thread."""

    items: tuple[Item, ...] = ()
    """Of the latest list, in its order."""
    about: Item | None = None
    """What the latest answer was about, where that was one thing."""
    asked: tuple[Option, ...] = ()
    """The question of the latest answer, where it put one."""
    engine: str = ""
    """Whose plan the latest answer was from."""
    uses: str = ""
    """The engine that the person chose for this thread; empty where none was."""
    since: int = 0
    """How many of the person's texts came after it."""
    form: str = ""
    """The order whose form the latest answer was."""
    more: str = ""
    """The payload of the next page of the latest list; empty where it ended."""
    is_list: bool = False
    """Whether a list was asked for, be it of one row: it takes the place of an older one."""

    def after(self, before: Shown | None) -> Shown:
        """The same, with what still holds of what was shown before: the thread's engine, and an older list where
        only some of its rows, or none, were shown again."""
        if before is None:
            return self
        older = before.items if before.engine == self.engine else ()
        rows = {(item.kind, item.name, item.job_id) for item in older}
        partly = rows.issuperset((item.kind, item.name, item.job_id) for item in self.items)
        items = older if partly and not (self.asked or self.is_list) else self.items or older
        more = self.more if self.items or before.engine != self.engine else before.more
        return replace(self, items=items, more=more, uses=self.uses or before.uses)
