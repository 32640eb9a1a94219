"""Types for reading answers: what is missing, null or odd becomes "unknown", never an exception."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter, ValidationError, model_validator

_INSTANT = TypeAdapter(datetime)
_SPAN = TypeAdapter(timedelta)


class Wire(BaseModel):
    """An object of an answer: unknown members are ignored, null is like missing."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        return {k: _solid(v) for k, v in data.items() if v is not None}


def _solid(value: object) -> object:
    return [v for v in value if v is not None] if isinstance(value, list) else value


def read_text(value: object) -> str:
    """Text; of an object with a name (V1 keys) that name."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("path")
    return "" if value is None else str(value)


def read_number(value: object) -> int | None:
    try:
        return int(value) if isinstance(value, int | float | str) else None
    except (ValueError, OverflowError):
        return None


def read_instant(value: object) -> datetime | None:
    """V1 `2024-03-01T05:00:00` (UTC without saying so), V2 with Z, or milliseconds."""
    if value is None or value == "":
        return None
    try:
        at = _INSTANT.validate_python(value)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValidationError, OverflowError):
        return None


def read_span(value: object) -> timedelta | None:
    """V1 milliseconds, V2 `PT4M20S`."""
    milliseconds = read_number(value)
    try:
        if milliseconds is not None:
            return timedelta(milliseconds=milliseconds)
        return _SPAN.validate_python(value)
    except (ValidationError, OverflowError):
        return None


def read_flag(value: object) -> bool:
    return value is True or (isinstance(value, str) and value.lower() == "true")


def read_amount(value: object) -> float | None:
    try:
        return float(value) if isinstance(value, int | float | str) else None
    except ValueError:
        return None


Text = Annotated[str, BeforeValidator(read_text)]
Number = Annotated[int | None, BeforeValidator(read_number)]
Amount = Annotated[float | None, BeforeValidator(read_amount)]
Instant = Annotated[datetime | None, BeforeValidator(read_instant)]
Span = Annotated[timedelta | None, BeforeValidator(read_span)]
Flag = Annotated[bool, BeforeValidator(read_flag)]


def folder_of(text: str) -> str:
    """A folder with both slashes: `/FIN` and `FIN` become `/FIN/`."""
    inner = text.strip("/")
    return f"/{inner}/" if inner else "/"


def placed(folder: str, name: str) -> str:
    """A workstation with its folder; a name that has one already keeps it."""
    return name if not name or name.startswith("/") else folder_of(folder) + name
