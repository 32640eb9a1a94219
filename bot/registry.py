"""The single truth about what the bot can do: one entry for each skill."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.access import Role
from bot.context import Context
from bot.reply import Reply
from bot.requests import Request


class Risk(StrEnum):
    READ = "read"
    CHANGE = "change"
    DANGEROUS = "dangerous"


@dataclass(frozen=True, slots=True)
class Skill:
    intent: str
    request: type[Request]
    run: Callable[[Any, Context], Awaitable[Reply]]
    summary: Mapping[str, str]
    """One line for each language: what it does, after "I can"."""
    examples: Mapping[str, tuple[str, ...]]
    slash: str
    """Syntax after /resync; empty where it has none."""
    role: Role = Role.READER
    risk: Risk = Risk.READ


class Registry:
    """Skills by their request's type; each type once."""

    def __init__(self, skills: tuple[Skill, ...]) -> None:
        self._skills = {skill.request: skill for skill in skills}
        if len(self._skills) != len(skills):
            raise ValueError("two skills answer the same request")

    def __iter__(self) -> Iterator[Skill]:
        return iter(self._skills.values())

    def for_request(self, request: Request) -> Skill:
        return self._skills[type(request)]

    def topics(self) -> list[Skill]:
        """Those that a person can ask for."""
        return [s for s in self if s.slash]
