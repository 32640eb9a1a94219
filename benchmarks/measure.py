"""Two ways of doing the same, measured in turns, so that what else the machine does falls on both."""

from __future__ import annotations

import gc
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from statistics import median
from time import process_time

Round = Callable[[], Awaitable[float]]
"""One round of work; gives what one piece of it cost, in seconds."""


class LeftOut(Exception):
    """Why something cannot be measured here."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `ratio` is ours to bare; `aim` is in words."""

    what: str
    ours: str
    bare: str
    ratio: float
    aim: str = ""


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds for one piece of work, round by round."""

    bare: tuple[float, ...]
    ours: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """Of costs: below 1 where ours is the cheaper."""
        return median(o / b for b, o in zip(self.bare, self.ours, strict=True))

    def times(self, what: str, peer: str, aim: str = "") -> Row:
        return Row(what, _time(median(self.ours)), f"{_time(median(self.bare))} {peer}", self.ratio, aim)

    def rates(self, what: str, unit: str, peer: str, aim: str = "") -> Row:
        """The same as pieces a second: above 1 where ours does more."""
        ours, bare = f"{1 / median(self.ours):,.0f} {unit}", f"{1 / median(self.bare):,.0f} {peer}"
        return Row(what, ours, bare, 1 / self.ratio, aim)


async def alternate(bare: Round, ours: Round, rounds: int) -> Costs:
    """After a round that does not count; who begins changes."""
    await bare()
    await ours()
    spent: dict[Round, list[float]] = {bare: [], ours: []}
    for number in range(rounds):
        for each in (bare, ours) if number % 2 else (ours, bare):
            gc.collect()
            spent[each].append(await each())
    return Costs(tuple(spent[bare]), tuple(spent[ours]))


def repeated(work: Callable[[], Awaitable[object]], times: int, clock: Callable[[], float] = process_time) -> Round:
    """The same piece `times` over; CPU time of this process unless another clock is given."""

    async def once() -> float:
        began = clock()
        for _ in range(times):
            await work()
        return (clock() - began) / times

    return once


def _time(seconds: float) -> str:
    return f"{seconds * 1e3:,.1f} ms" if seconds >= 0.01 else f"{seconds * 1e6:,.0f} µs"
