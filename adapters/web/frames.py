"""The JSON frames of the WebSocket and the body of POST /api/chat."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from adapters.web.clean import carried, clean_text, known_timezone, plausible_locale
from adapters.web.limits import FORM_FIELDS, PAYLOAD_CHARACTERS, TEXT_CHARACTERS
from adapters.web.plain import plain
from adapters.web.render import render
from bot.reply import Reply

Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]
Carried = BeforeValidator(lambda value: carried(value) if isinstance(value, str) else value)
Words = Annotated[str, Field(max_length=TEXT_CHARACTERS), AfterValidator(clean_text), Carried]
Zone = Annotated[str, Carried, AfterValidator(known_timezone)]
Payload = Annotated[str, Field(min_length=1, max_length=PAYLOAD_CHARACTERS)]
Values = Annotated[dict[Annotated[str, Field(max_length=64)], Words], Field(max_length=FORM_FIELDS)]
Locale = Annotated[str, Carried, AfterValidator(plausible_locale)]


class _Frame(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Say(_Frame):
    type: Literal["say"]
    id: Identifier
    text: Words
    timezone: Zone = ""
    locale: Locale = ""
    command: bool = False


class Pressed(_Frame):
    type: Literal["press"]
    id: Identifier
    payload: Payload
    of: Annotated[str, Field(max_length=64)] = ""
    """The id of the reply the button stood in; comes back with the answer."""
    timezone: Zone = ""
    locale: Locale = ""


class Filled(_Frame):
    """A form of an answer, sent by the button whose payload it names."""

    type: Literal["form"]
    id: Identifier
    form: Payload
    values: Values = {}
    of: Annotated[str, Field(max_length=64)] = ""
    timezone: Zone = ""
    locale: Locale = ""


Frame = Say | Pressed | Filled


class Asked(_Frame):
    """The body of POST /api/chat: text, or the payload of a form with its values, or that of a button."""

    text: Words = ""
    form: Annotated[str, Field(max_length=PAYLOAD_CHARACTERS)] = ""
    values: Values = {}
    press: Annotated[str, Field(max_length=PAYLOAD_CHARACTERS)] = ""
    timezone: Zone = ""
    """Empty: that of the settings, or what this session told last."""
    locale: Locale = ""
    command: bool = False


class BadFrame(ValueError):
    """A frame that cannot be taken; the sentence goes to its sender."""

    def __init__(self, sentence: str, id: str = "") -> None:
        super().__init__(sentence)
        self.id = id


_FRAME: TypeAdapter[Frame] = TypeAdapter(Annotated[Frame, Field(discriminator="type")])


def read_frame(data: str) -> Frame:
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        raise BadFrame("That was not JSON, so nothing was done.") from None
    try:
        frame = _FRAME.validate_python(raw)
    except ValidationError as error:
        raise BadFrame(sentence(error), _id_of(raw)) from None
    if isinstance(frame, Say) and not frame.text:
        raise BadFrame("There was no text to answer.", frame.id)
    return frame


def sentence(error: ValidationError) -> str:
    """One sentence a person can act on, for the first thing that is wrong; never echoes the input."""
    first = error.errors(include_input=False, include_url=False)[0]
    return _too_long(first) or f"{_where(first)}: {first['msg'][:1].lower()}{first['msg'][1:]}. Nothing was done."


def _too_long(first: ErrorDetails) -> str:
    if first["type"] != "string_too_long" or first["loc"][-1] != "text":
        return ""
    return f"That text is longer than {TEXT_CHARACTERS:,} characters. Please send the part that matters."


def _where(first: ErrorDetails) -> str:
    names = [str(part) for part in first["loc"] if part not in ("say", "press", "form")]
    return f"Field {'.'.join(names)}" if names else "The message"


def _id_of(raw: object) -> str:
    found = raw.get("id") if isinstance(raw, dict) else None
    return clean_text(found)[:64] if isinstance(found, str) else ""


def reply_frame(reply: Reply, id: str, of: str = "") -> str:
    return json.dumps(
        {
            "type": "reply",
            "id": id,
            "html": render(reply),
            "text": plain(reply),
            "summary": reply.summary,
            "replaces": reply.replaces,
            "of": of,
        }
    )


def card_frame(reply: Reply, id: str, at: datetime) -> str:
    """A message nobody asked for; the same `id` again takes its place."""
    told = {"html": render(reply), "text": plain(reply), "summary": reply.summary}
    return json.dumps({"type": "card", "id": id, "at": at.isoformat(), **told})


def error_frame(text: str, id: str = "") -> str:
    return json.dumps({"type": "error", "id": id, "text": text})


def status_frame(text: str) -> str:
    return json.dumps({"type": "status", "text": text})
