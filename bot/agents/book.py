"""The agents as agents.toml describes them; a changed file is read at its next use, a wrong one changes nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import structlog
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.registry import Registry, Risk, Skill
from bot.requests import (
    AskKnowledge,
    AuditReport,
    Change,
    CriticalJobs,
    Dependencies,
    ExplainFailure,
    FailedJobs,
    JobHistory,
    JobStatus,
    JobStreamStatus,
    LateJobs,
    ListJobs,
    ShowJobLog,
    ShowPlan,
    SystemHealth,
    WorkstationStatus,
)

log = structlog.get_logger()

LARGEST = 200_000
"""Bytes of the file."""
_READS = (
    JobStatus,
    FailedJobs,
    ListJobs,
    ShowJobLog,
    ExplainFailure,
    Dependencies,
    JobHistory,
    JobStreamStatus,
    WorkstationStatus,
    SystemHealth,
    ShowPlan,
    CriticalJobs,
    LateJobs,
    AuditReport,
    AskKnowledge,
)
"""Requests that leave nothing behind; whatever is not here is no tool."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class InLanguages(_Part):
    en: str = Field(min_length=1, max_length=300)
    pt: str = Field(min_length=1, max_length=300)

    def in_language(self, language: str) -> str:
        return self.pt if language == "pt" else self.en


class Agent(_Part):
    id: str = Field(pattern=r"^[a-z][a-z0-9_-]{1,30}$")
    name: InLanguages
    purpose: InLanguages
    also: tuple[str, ...] = ()
    instructions: str = Field(min_length=1, max_length=8_000)
    tools: tuple[str, ...] = ()
    temperature: float = Field(0.1, ge=0, le=2)
    max_tokens: int = Field(700, ge=50, le=8_000)


class Book(_Part):
    agent: tuple[Agent, ...] = Field(min_length=1, max_length=50)

    @model_validator(mode="after")
    def _ids_differ(self) -> Book:
        ids = [a.id for a in self.agent]
        if twice := sorted({i for i in ids if ids.count(i) > 1}):
            raise ValueError(f"two agents are called {', '.join(twice)}")
        return self

    def get(self, number: str) -> Agent | None:
        return next((a for a in self.agent if a.id == number), None)


class WrongBook(ValueError):
    """agents.toml cannot be used; the text says where and why."""


def offered(registry: Registry) -> dict[str, Skill]:
    """What an agent may have as a tool: what reads, and what drafts an order for a person."""
    return {
        skill.intent: skill
        for skill in registry
        if issubclass(skill.request, Change) or (skill.request in _READS and skill.risk is Risk.READ)
    }


def packaged() -> Book:
    return parse((files(__package__) / "agents.toml").read_text(encoding="utf-8"))


def parse(text: str) -> Book:
    """Raises WrongBook."""
    try:
        return Book.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        raise WrongBook(f"it is not TOML ({fault})") from fault
    except ValidationError as fault:
        wrong = fault.errors(include_input=False)[0]
        raise WrongBook(f"{'.'.join(map(str, wrong['loc']))}: {wrong['msg']}") from fault


class Shelf:
    """Holds the book that is in force."""

    def __init__(self, file: Path | None, registry: Callable[[], Registry]) -> None:
        self._file, self._registry = file, registry
        self._book, self._seen = packaged(), (0, 0)
        self.fault = ""
        """Why the file as it stands is not in force; empty where it is."""

    @property
    def book(self) -> Book:
        if self._file is not None:
            self._look(self._file)
        return self._book

    def _look(self, file: Path) -> None:
        try:
            stat = file.stat()
            if (stamp := (stat.st_mtime_ns, stat.st_size)) == self._seen:
                return
            self._seen = stamp
            self._book, self.fault = self._read(file, stat.st_size), ""
        except (UnicodeDecodeError, WrongBook) as fault:
            self._keep(str(fault) if isinstance(fault, WrongBook) else "it is not UTF-8")
        except OSError as fault:
            self._seen = (0, 0)
            self._keep(f"it cannot be read ({type(fault).__name__})")

    def _read(self, file: Path, size: int) -> Book:
        if size > LARGEST:
            raise WrongBook(f"it is larger than {LARGEST} bytes")
        book, known = parse(file.read_text(encoding="utf-8")), offered(self._registry())
        for agent in book.agent:
            if wrong := [t for t in agent.tools if t not in known]:
                raise WrongBook(f"{agent.id}.tools: {', '.join(wrong)} is no tool; there are {', '.join(known)}")
        return book

    def _keep(self, fault: str) -> None:
        if fault != self.fault:
            self.fault = fault
            log.warning("agents_file_wrong", detail=fault)
