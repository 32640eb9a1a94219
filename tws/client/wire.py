"""Types for reading answers: what is missing, null or odd becomes "unknown", never an exception."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, TypeAdapter, ValidationError

_INSTANT = TypeAdapter(datetime)
_SPAN = TypeAdapter(timedelta)


class Wire(BaseModel):
    """An object of an answer: unknown members are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)


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
    if isinstance(value, str) and len(value) == 20 and value[19] == "Z":
        try:
            return datetime.fromisoformat(value)
        except ValueError:
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


def or_empty(value: object) -> object:
    return {} if value is None else value


def _without_nulls(value: object) -> object:
    return [v for v in value if v is not None] if isinstance(value, list) else () if value is None else value


_ODD = Field(union_mode="left_to_right")
"""What the contract says is read without leaving the kit's fast path; only what is odd comes to a function."""
V = TypeVar("V")
Maybe = Annotated[V | Annotated[V, BeforeValidator(or_empty)], _ODD]
"""An object; null is like missing."""
Many = Annotated[tuple[V, ...] | Annotated[tuple[V, ...], BeforeValidator(_without_nulls)], _ODD]
"""A list; null, as the list or in it, is like missing."""
Text = Annotated[str | Annotated[str, BeforeValidator(read_text)], _ODD]
Number = Annotated[
    Annotated[int, Field(strict=True)] | Annotated[int | None, BeforeValidator(read_number)] | None, _ODD
]
Amount = Annotated[float | None, PlainValidator(read_amount)]
Instant = Annotated[datetime | None, PlainValidator(read_instant)]
Span = Annotated[timedelta | None, PlainValidator(read_span)]
Flag = Annotated[Annotated[bool, Field(strict=True)] | Annotated[bool, BeforeValidator(read_flag)], _ODD]


def folder_of(text: str) -> str:
    """A folder with both slashes: `/FIN` and `FIN` become `/FIN/`."""
    inner = text.strip("/")
    return f"/{inner}/" if inner else "/"


def placed(folder: str, name: str) -> str:
    """A workstation with its folder; a name that has one already keeps it."""
    return name if not name or name.startswith("/") else folder_of(folder) + name
