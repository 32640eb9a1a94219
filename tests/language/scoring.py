"""The evaluation set, and how the recogniser is held against it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.language import recognise
from bot.language.changes import CHANGES
from bot.recognition import Recognition, Situation
from bot.requests import Ambiguous

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
SITUATION = Situation(NOW, "America/Sao_Paulo", job_names=("FINANCE_PAYROLL", "PAY01"))
ANY = "any"
"""Of a case that only must not be taken for an order."""
_NAMED = frozenset({"job", "job_stream", "workstation", "limit", "agent", "prompt"})
COMMANDS = {*CHANGES, "confirm_prompt"} - {"unwatch"}


@dataclass(frozen=True, slots=True)
class Case:
    """One utterance and what a careful colleague would understand."""

    text: str
    intent: str
    lang: str
    split: str
    accept: tuple[str, ...] = ()
    """Other intents that would do."""
    context: tuple[str, ...] = ()
    """What the person wrote before."""
    slots: dict[str, str | int] = field(default_factory=dict)

    @classmethod
    def of(cls, values: dict[str, Any]) -> Case:
        lists = {name: tuple(values.get(name, ())) for name in ("accept", "context")}
        return cls(**{**values, **lists})

    def read(self) -> Recognition:
        return _read(self.text, self.context)


@lru_cache(maxsize=4_096)
def _read(text: str, context: tuple[str, ...]) -> Recognition:
    return recognise(text, replace(SITUATION, earlier=context))


def cases(split: str = "") -> list[Case]:
    """Those of the `dev` and the `test` half."""
    return [case for case in _of_file("cases.jsonl") if split in ("", case.split)]


def unseen() -> list[Case]:
    """By authors who saw neither rules nor other cases; nothing is learnt from them and nothing tuned on them."""
    return _of_file("unseen.jsonl")


def _of_file(name: str) -> list[Case]:
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return [Case.of(json.loads(line)) for line in lines]


def is_right(case: Case, read: Recognition) -> bool:
    return case.intent in (read.intent, ANY)


def is_accepted(case: Case, read: Recognition) -> bool:
    """Right, or an accepted reading, or a question back about the right intent."""
    asks = read.request.intent if isinstance(read.request, Ambiguous) else ""
    return is_right(case, read) or read.intent in case.accept or asks == case.intent


def fault(case: Case) -> str:
    """What is wrong with the reading of one case; empty where nothing is."""
    read = case.read()
    if not is_right(case, read) and read.intent not in case.accept:
        return f"{case.text!r}: {read.intent}, not {case.intent}"
    wrong = {k: read.slots.get(k) for k, v in case.slots.items() if read.slots.get(k) != v}
    return f"{case.text!r}: {wrong}" if wrong else ""


def is_false_command(case: Case, read: Recognition) -> bool:
    return read.intent in COMMANDS and read.intent not in (case.intent, *case.accept)


@dataclass(frozen=True, slots=True)
class Score:
    """Shares from 0 to 1 over some cases."""

    count: int
    strict: float
    accepted: float
    slots: float
    """F1 of the slots that cases name."""
    only_slots: float
    """F1 of names and numbers, where one that the case does not name counts as wrong too."""
    false_commands: tuple[str, ...]


def score(some: Iterable[Case]) -> Score:
    """How well these are understood."""
    pairs = [(case, case.read()) for case in some]
    strict = sum(is_right(c, r) for c, r in pairs)
    accepted = sum(is_accepted(c, r) for c, r in pairs)
    false = tuple(c.text for c, r in pairs if is_false_command(c, r))
    size = max(len(pairs), 1)
    return Score(len(pairs), strict / size, accepted / size, _slots_f1(pairs), _only_slots_f1(pairs), false)


def _slots_f1(pairs: Iterable[tuple[Case, Recognition]]) -> float:
    """Of those slots that a case names: found right, found wrong, missed."""
    seen: Counter[str] = Counter()
    for case, read in pairs:
        for name, value in case.slots.items():
            found = read.slots.get(name)
            seen["right"] += found == value
            seen["wrong"] += found not in (None, value)
            seen["missed"] += found is None
    given = 2 * seen["right"]
    whole = given + 2 * seen["wrong"] + seen["missed"]
    return given / whole if whole else 1.0


def _only_slots_f1(pairs: Iterable[tuple[Case, Recognition]]) -> float:
    """Of what a case names and what was found in it."""
    right = either = 0
    for case, read in ((c, r) for c, r in pairs if c.intent != ANY):
        wanted = {(name, str(value)) for name, value in case.slots.items() if name in _NAMED}
        found = {(name, str(value)) for name, value in read.slots.items() if name in _NAMED}
        right += len(wanted & found)
        either += len(wanted) + len(found)
    return 2 * right / either if either else 1.0


def by(key: str, some: Iterable[Case]) -> Iterator[tuple[str, list[Case]]]:
    """The cases in groups, by their language or their intent."""
    groups: dict[str, list[Case]] = {}
    for case in some:
        groups.setdefault(str(getattr(case, key)), []).append(case)
    yield from sorted(groups.items())
