"""The chat completions wire: what is sent, and what comes back, checked whole."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, ValidationError

from bot.agents.errors import ModelRefused, ModelUnusable
from bot.agents.messages import Message, Question, Said, Tool, ToolCall

CALLS = 4
"""Tool calls of one answer that are heard."""
LONGEST = 20_000
"""Characters of an answer's text or of a call's arguments."""
THOUGHTS = 4
"""How many times the answer's tokens a reasoning model may spend."""


class _Function(BaseModel):
    name: str = Field(max_length=100)
    arguments: str = Field("{}", max_length=LONGEST)


class _Call(BaseModel):
    id: str = Field(max_length=200)
    function: _Function


class _Answer(BaseModel):
    content: str | None = Field(None, max_length=LONGEST)
    refusal: str | None = None
    tool_calls: list[_Call] | None = None


class _Choice(BaseModel):
    message: _Answer
    finish_reason: str | None = None


class _Usage(BaseModel):
    total_tokens: int = Field(0, ge=0)


class _Completion(BaseModel):
    choices: list[_Choice] = Field(min_length=1)
    usage: _Usage | None = None


def read(body: str, asked: int) -> Said:
    """`asked`: characters of the question, for endpoints that count no tokens. Raises ModelUnusable."""
    try:
        found = _Completion.model_validate_json(body)
    except ValidationError as fault:
        raise ModelUnusable(f"The answer is no chat completion ({fault.error_count()} faults).") from None
    choice = found.choices[0]
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise ModelUnusable("The model refused to answer.")
    text = choice.message.content or ""
    tokens = found.usage.total_tokens if found.usage else 0
    calls = tuple(
        ToolCall(c.id, c.function.name, c.function.arguments) for c in (choice.message.tool_calls or [])[:CALLS]
    )
    return Said(text, calls, tokens or (asked + len(text)) // 4 + 1, choice.finish_reason == "length")


def message(said: Message) -> dict[str, object]:
    if said.role == "tool":
        return {"role": "tool", "tool_call_id": said.answers, "content": said.text}
    if not said.calls:
        return {"role": said.role, "content": said.text}
    calls = [
        {"id": c.id, "type": "function", "function": {"name": c.name, "arguments": c.arguments}} for c in said.calls
    ]
    return {"role": said.role, "content": said.text or None, "tool_calls": calls}


def tool(offered: Tool) -> dict[str, object]:
    function = {"name": offered.name, "description": offered.purpose, "parameters": dict(offered.schema)}
    return {"type": "function", "function": function}


def body(question: Question, model: str, *, reasoning: bool) -> Mapping[str, object]:
    """`reasoning`: the dialect of models that take no temperature and count the tokens of their thoughts too."""
    made: dict[str, object] = {"model": model, "messages": [message(m) for m in question.messages]}
    if reasoning:
        made["max_completion_tokens"] = question.max_tokens * THOUGHTS
    else:
        made |= {"max_tokens": question.max_tokens, "temperature": question.temperature}
    return made | {"tools": [tool(t) for t in question.tools]} if question.tools else made


def base_url(endpoint: str) -> str:
    """With /v1 or without, or with the whole path that some vendors print. Raises ModelRefused."""
    parts = urlsplit(endpoint.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ModelRefused("LLM_ENDPOINT is no address; it looks like https://host/v1.")
    path = parts.path.rstrip("/").removesuffix("/chat/completions")
    versioned = any(p[:1] == "v" and p[1:2].isdigit() for p in path.split("/"))
    return f"{parts.scheme}://{parts.netloc}{path}" + ("" if versioned else "/v1")
