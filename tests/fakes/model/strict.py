"""What a chat completions endpoint accepts of a question; everything else is refused as the real ones do."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from jsonschema import Draft202012Validator, SchemaError
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_validator, model_validator


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Function(_Part):
    name: str = Field(pattern=r"^[a-zA-Z0-9_-]{1,64}$")
    arguments: str


class _Call(_Part):
    id: str
    type: Literal["function"]
    function: _Function


class _Spoken(_Part):
    role: Literal["system", "user"]
    content: str = Field(min_length=1)


class _Assistant(_Part):
    role: Literal["assistant"]
    content: str | None = None
    tool_calls: list[_Call] | None = None


class _Tool(_Part):
    role: Literal["tool"]
    tool_call_id: str
    content: str


class Offer(_Part):
    name: str = Field(pattern=r"^[a-zA-Z0-9_-]{1,64}$")
    description: str
    parameters: dict[str, Any]

    @field_validator("parameters")
    @classmethod
    def _is_a_schema(cls, schema: dict[str, Any]) -> dict[str, Any]:
        try:
            Draft202012Validator.check_schema(schema)
        except SchemaError as fault:
            raise ValueError("no JSON schema") from fault
        if schema.get("type") != "object" or "$ref" in str(schema):
            raise ValueError("parameters must be one object without references")
        return schema


class _Offered(_Part):
    type: Literal["function"]
    function: Offer


_Message = Annotated[_Spoken | _Assistant | _Tool, Field(discriminator="role")]


class Question(_Part):
    model: str = Field(min_length=1)
    messages: list[_Message] = Field(min_length=1)
    temperature: float | None = Field(None, ge=0, le=2)
    max_tokens: int | None = Field(None, ge=1)
    max_completion_tokens: int | None = Field(None, ge=1)
    tools: list[_Offered] | None = Field(None, min_length=1)

    @model_validator(mode="after")
    def _calls_are_answered(self) -> Question:
        open_calls: list[str] = []
        for message in self.messages:
            if isinstance(message, _Tool):
                open_calls.remove(message.tool_call_id)
            elif open_calls:
                raise ValueError("an assistant message with tool_calls must be followed by tool messages")
            if isinstance(message, _Assistant):
                open_calls = [call.id for call in message.tool_calls or []]
        if open_calls:
            raise ValueError("tool calls without an answer")
        return self


question = TypeAdapter(Question)
