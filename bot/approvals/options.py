"""What a submission may be given: a name of its own in the plan, a time, variables; typed by people, so checked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from audit import holds_secret
from bot.approvals.order import Target
from bot.words import zone
from tws.clock import as_utc
from tws.names import JobName

LONGEST_ALIAS = 40
"""Characters of a job's name; a job stream's is shorter, and the scheduler says so."""
MOST_VARIABLES, LONGEST_VARIABLES = 20, 600
"""Characters of all of them together: a button carries them (bot.payload.LIMIT)."""
FAULTS = ("bad_alias", "bad_at", "at_past", "at_of_job", "bad_variables", "long_variables", "secret_variables")
_VARIABLE = re.compile(r"([A-Za-z][A-Za-z0-9_.-]{0,39})\s*=\s*(.*)")
_CLOCK = re.compile(r"(?:(\d{4})-(\d\d?)-(\d\d?)[ T]+)?(\d\d?)[:h](\d\d)")


class BadOption(ValueError):
    """Cannot be sent like that; `why` is one of FAULTS, a key of the catalogue (order.…)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Typed:
    """As it stands in the form."""

    alias: str = ""
    begins: str = ""
    variables: str = ""


def typed(target: Target, timezone: str) -> Typed:
    """What the order has, as the form shows it."""
    at = datetime.fromisoformat(target.at).astimezone(zone(timezone)) if target.at else None
    lines = "\n".join(f"{name}={value}" for name, value in target.variables)
    return Typed(target.alias, at.strftime("%Y-%m-%d %H:%M") if at else "", lines)


def given(target: Target, said: Typed, timezone: str, now: datetime) -> Target:
    """The target with what was typed. Raises BadOption."""
    at = instant(said.begins, timezone, now) if said.begins.strip() else None
    pairs = variables(said.variables.splitlines())
    return with_options(target, said.alias, at, pairs, now)


def with_options(
    target: Target, alias: str, at: datetime | None, pairs: tuple[tuple[str, str], ...], now: datetime
) -> Target:
    """Raises BadOption."""
    if at is not None and target.submits != "job_stream":
        raise BadOption("at_of_job")
    sound = variables(f"{name}={value}" for name, value in pairs)
    begins = _ahead(at, now).isoformat() if at else ""
    name = _name(alias)
    return replace(target, alias="" if name == target.name else name, at=begins, variables=sound)


def _ahead(at: datetime, now: datetime) -> datetime:
    """A button may be forged, with an instant of any year and of no zone."""
    if at.tzinfo is None or abs(at.year - now.year) > 1:
        raise BadOption("bad_at")
    if as_utc(at) <= now:
        raise BadOption("at_past")
    return as_utc(at)


def _name(text: str) -> str:
    name = JobName(text.strip().upper())
    if name.name and (not name.is_legal or name.has_wildcard or len(name.name) > LONGEST_ALIAS):
        raise BadOption("bad_alias")
    return name.name


def instant(text: str, timezone: str, now: datetime) -> datetime:
    """`2026-11-21 22:00`, or `22:00` for the next time the clock shows that, in the person's zone. Raises BadOption."""
    said = _CLOCK.fullmatch(text.strip())
    if said is None:
        raise BadOption("bad_at")
    here = now.astimezone(zone(timezone))
    year, month, day, hour, minute = (int(part) if part else 0 for part in said.groups())
    try:
        at = here.replace(hour=hour, minute=minute, second=0, microsecond=0, fold=0)
        if year:
            return at.replace(year=year, month=month, day=day)
    except ValueError as fault:
        raise BadOption("bad_at") from fault
    return at if as_utc(at) > now else at + timedelta(days=1)


def variables(lines: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """`NAME=value`, one a line; each name once. Raises BadOption."""
    said = [line.strip() for line in lines if line.strip()]
    found = [_VARIABLE.fullmatch(line) for line in said]
    pairs = tuple((one[1], one[2].strip()) for one in found if one is not None)
    names = {name for name, _ in pairs}
    if len(names) < len(said) or len(said) > MOST_VARIABLES or not all(line.isprintable() for line in said):
        raise BadOption("bad_variables")
    if sum(map(len, said)) > LONGEST_VARIABLES:
        raise BadOption("long_variables")
    if any(holds_secret(line) for line in said):
        raise BadOption("secret_variables")
    return pairs
