"""What a scripted model may answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Says:
    text: str | None
    tokens: int = 100
    finish: str = "stop"
    refusal: str | None = None


@dataclass(frozen=True)
class Calls:
    """Wants tools: names with their arguments; a string is sent as it stands."""

    tools: tuple[tuple[str, Mapping[str, object] | str], ...]
    tokens: int = 100


@dataclass(frozen=True)
class Broken:
    """An error status."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Raw:
    """A body that is no chat completion."""

    body: str
    content_type: str = "application/json"


@dataclass(frozen=True)
class Hangs:
    """Never answers."""


Answer = Says | Calls | Broken | Raw | Hangs


def completion(answer: Says | Calls, number: int, model: str) -> dict[str, object]:
    """As the wire has it: https://platform.openai.com/docs/api-reference/chat/object."""
    return {
        "id": f"chatcmpl-{number}",
        "object": "chat.completion",
        "created": 1_767_225_600 + number,
        "model": model,
        "choices": [{"index": 0, "message": _message(answer, number), "finish_reason": _finish(answer)}],
        "usage": {"prompt_tokens": answer.tokens - 10, "completion_tokens": 10, "total_tokens": answer.tokens},
    }


def _finish(answer: Says | Calls) -> str:
    return answer.finish if isinstance(answer, Says) else "tool_calls"


def _message(answer: Says | Calls, number: int) -> dict[str, object]:
    if isinstance(answer, Says):
        return {"role": "assistant", "content": answer.text, "refusal": answer.refusal}
    calls = [
        {"id": f"call-{number}-{at}", "type": "function", "function": {"name": name, "arguments": _text(arguments)}}
        for at, (name, arguments) in enumerate(answer.tools)
    ]
    return {"role": "assistant", "content": None, "tool_calls": calls}


def _text(arguments: Mapping[str, object] | str) -> str:
    return arguments if isinstance(arguments, str) else json.dumps(arguments)
