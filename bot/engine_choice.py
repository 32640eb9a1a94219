"""Which engine's plan a turn is about.

The one that its words name; else the one whose answer it leans on; else the one that the thread uses; else the main
one. An order that names none, after an answer from another plan than the thread's, is asked back and never guessed.
"""

from __future__ import annotations

from bot.language.engines import named
from bot.payload import encode, on_engine, stamped
from bot.recognition import Recognition
from bot.reply import Button, Buttons, Reply, Text, Tone
from bot.requests import (
    Change,
    DecideOrder,
    ReplyPrompt,
    Request,
    ScheduleSummary,
    SendOrder,
    Submit,
    Watch,
    WithdrawOrder,
)
from bot.shown import Shown
from bot.words import Words

_MAIN_ONLY = (Watch, ScheduleSummary)
"""What only the observed plan can be asked for."""


def chosen(found: Recognition, shown: Shown | None, names: tuple[str, ...]) -> tuple[str, str]:
    """The engine; and where an order may mean either, the other one that it may mean."""
    base = shown.uses if shown and shown.uses in names else names[0]
    last = shown.engine if shown and shown.engine in names else base
    if found.engine:
        return found.engine, ""
    if last == base or found.leans:
        return last, ""
    return (last, base) if isinstance(found.request, Change | ReplyPrompt | Submit) else (base, "")


def likely(text: str, shown: Shown | None, names: tuple[str, ...]) -> str:
    """Whose job names help to read the text."""
    if len(names) == 1:
        return names[0]
    said = named(text, names)
    wanted = said.engine if said else (shown.engine if shown else "")
    return wanted if wanted in names else names[0]


def unfit(request: Request, engine: str, names: tuple[str, ...], words: Words) -> Reply | None:
    """Why this cannot be asked of that engine; None where it can. Buttons may name one that is gone.

    Clicks on an order are judged by the order, which knows its own engine.
    """
    if isinstance(request, SendOrder | WithdrawOrder | DecideOrder):
        return None
    if engine and engine not in names:
        told = words("engines.unknown", engine=engine[:40], names=", ".join(names))
        return Reply((Text(told, Tone.WARN),), language=words.tag)
    if isinstance(request, _MAIN_ONLY) and engine not in ("", names[0]):
        told = words("engines.main_only", main=names[0], engine=engine)
        return Reply((Text(told, Tone.WARN),), language=words.tag)
    return None


def which_engine(request: Request, engines: tuple[str, str], words: Words) -> Reply:
    """An order that may mean either: a button for each, and nothing is done yet."""
    row = tuple(Button(words("engines.button", engine=e), on_engine(encode(request), e)) for e in engines)
    told = words("engines.order_which", last=engines[1])
    return stamped(Reply((Text(told, Tone.WARN), Buttons(row)), language=words.tag))
