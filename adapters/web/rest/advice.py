"""What the counters of the cache and the breakers advise. Pure, from real counts; too few of them advise nothing."""

from __future__ import annotations

from dataclasses import dataclass

from tws.measured import Figures, Measured

LEAST_READS = 500
"""Reads before a rate says anything."""
LOW_RATE = 0.2
FULL = 0.95
OFTEN = 0.05
"""A share of the reads that is worth a word."""


@dataclass(frozen=True, slots=True)
class Advice:
    about: str
    seen: str
    do: str
    matters: bool = True
    """False for what is only good to know."""


def hit_rate(now: Figures) -> float | None:
    """Reads that cost the scheduler nothing, of all; None before the first one."""
    reads = now.hits + now.shared + now.misses
    return (now.hits + now.shared) / reads if reads else None


def advice_of(measured: Measured) -> list[Advice]:
    found = (_silent(measured), _crowded(measured), _stale(measured.figures), _seldom(measured.figures))
    return [advice for advice in found if advice is not None]


def _silent(measured: Measured) -> Advice | None:
    silent = [host for host, state in measured.breakers.items() if state != "closed"]
    if not silent:
        return None
    return Advice(
        "masters", f"{', '.join(silent)} did not answer the last calls.", "Look at that master and the way to it."
    )


def _crowded(measured: Measured) -> Advice | None:
    now, bounds = measured.figures, measured.keeping
    full = now.items >= bounds.items * FULL or now.size >= bounds.size * FULL
    if not (full and now.evicted):
        return None
    seen = f"The cache is full ({now.items} answers, {now.size} bytes) and dropped {now.evicted} answers for room."
    return Advice("cache", seen, "Raise APP_TWS__KEPT_ITEMS or APP_TWS__KEPT_BYTES.")


def _stale(now: Figures) -> Advice | None:
    reads = now.hits + now.shared + now.misses
    if reads < LEAST_READS or now.stale < reads * OFTEN:
        return None
    seen = f"{now.stale} of {reads} reads were answered with old facts, because the scheduler did not answer."
    return Advice("scheduler", seen, "Look at the scheduler: APP_TWS__READ_TIMEOUT, its load, the network.")


def _seldom(now: Figures) -> Advice | None:
    rate = hit_rate(now)
    if rate is None or now.hits + now.shared + now.misses < LEAST_READS or rate >= LOW_RATE:
        return None
    seen = f"Only {rate:.0%} of the reads were answered from the cache."
    return Advice("cache", seen, "Nothing has to be done: people ask different things.", matters=False)
