"""What is said to a model and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ToolCall:
    id: str
    name: str
    arguments: str
    """JSON as the model wrote it; unchecked."""


@dataclass(frozen=True, slots=True)
class Message:
    role: Literal["system", "user", "assistant", "tool"]
    text: str
    calls: tuple[ToolCall, ...] = ()
    answers: str = ""
    """Id of the call that a tool's message answers."""


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    purpose: str
    schema: Mapping[str, object]
    """JSON schema of the arguments."""


@dataclass(frozen=True, slots=True)
class Question:
    """All of one question to a model."""

    messages: Sequence[Message]
    tools: Sequence[Tool]
    temperature: float
    max_tokens: int


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: text, calls of tools, or both."""

    text: str
    calls: tuple[ToolCall, ...]
    tokens: int
    """Of the question and the answer together."""
    cut: bool = False
    """True where the answer met its limit of tokens."""
