"""What goes out: a reply and its few kinds of block. Text is plain; renderers escape it, it never holds markup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Tone(StrEnum):
    PLAIN = "plain"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with values, in reading order."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Cells are plain text; `tones`, where given, has one tone a row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    tones: tuple[Tone, ...] = ()
    ids: tuple[str, ...] = ()
    """For each row the id of the job that it is about; never shown, so that "the second one" is that very run."""


@dataclass(frozen=True, slots=True)
class Log:
    """Lines of a job log, shown in a fixed-width face, never interpreted."""

    title: str
    lines: tuple[str, ...]
    first_line: int = 1
    """Number of the first of `lines` in the whole log; 0 where they are picked lines without numbers."""


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    payload: str
    """What comes back in `Press.payload`; 2,000 characters at most."""
    style: str = ""
    """"" | primary | danger"""
    description: str = ""
    """What a screen reader says where the label alone would be ambiguous ("Log of FINANCE_PAYROLL")."""


@dataclass(frozen=True, slots=True)
class Buttons:
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a form asks for; its value comes back under `name` in `bot.turn.Form.values`."""

    name: str
    label: str
    value: str = ""
    """What stands in it already."""
    hint: str = ""
    long: bool = False
    """True for several lines of text."""
    longest: int = 500
    """Characters; the engine checks it again."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A form in the message itself: fields, and buttons that send them with their payload (`bot.turn.Form`)."""

    fields: tuple[Field, ...]
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    label: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Named amounts, drawn as bars; `unit` such as jobs or minutes."""

    title: str
    points: tuple[tuple[str, float], ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Where the facts are from and as of when; the last line of each answer."""

    text: str


Block = Heading | Text | Facts | Table | Log | Buttons | Ask | Progress | Chart | Note


@dataclass(frozen=True, slots=True)
class Reply:
    blocks: tuple[Block, ...]
    language: str = "en"
    """BCP 47 tag of the reply's words: en, pt-BR."""
    replaces: bool = False
    """True where it should take the place of the message whose button was pressed (refresh, next page)."""
    private: bool = False
    """True where only the asker should see it, on platforms that can (whoami)."""
    error_id: str = ""
    as_of: datetime | None = None
    job_id: str = ""
    """Of the current plan: the run that the answer is about, where it is about one."""

    @property
    def summary(self) -> str:
        """One line for notifications and screen readers: the first heading or text."""
        return next((b.text for b in self.blocks if isinstance(b, Heading | Text)), "")
