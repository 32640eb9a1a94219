"""The answer to a question that the bot put: yes, no, a number, or what tells one of its buttons from the others."""

from __future__ import annotations

import re

from bot.language.assenting import assents
from bot.language.heard import Heard
from bot.language.pointing import named, pointed
from bot.language.several import READS
from bot.language.text import fold
from bot.payload import UnreadablePayload, decode
from bot.recognition import Recognition
from bot.requests import Ambiguous, Change, Choice, ReplyPrompt, Request, Submit, WithdrawOrder
from bot.requests.conversing import LeaveIt
from bot.shown import Item, Option, Shown

_COURTESY = frozenset(["", "please", "pls", "por", "favor", "pf", "pfv", "then", "entao", "e", "and", "y", "ok"])
_LEAVE = re.compile(
    r"\W*(?:(?:ok|no|nao|please|por favor|just|then|melhor|mejor)[\s,]+)*(?:cancel(?:a|ar|e|o)?|cancel (?:it|that|this)"
    r"|cancela (?:isso|ai)|never ?mind|forget it|leave it|abort|esquece|deixa(?: pra la| quieto)?|dejalo|olvidalo)"
    r"(?:[\s,]+(?:please|then|por favor|entao))*\W*"
)
"""After the form of an order, or the choice of one."""
_OPEN = 1
"""Texts that showed nothing, after which a question may still be answered by naming a button; by a yes at once only."""
_PUBLIC = {"confirm": "confirm_prompt", "reply_prompt": "confirm_prompt"}


def answered(heard: Heard, shown: Shown) -> Recognition | None:
    """What the text answers to the question of the latest answer; None where it asks something by itself."""
    if shown.since > _OPEN:
        return None
    if _LEAVE.fullmatch(fold(heard.text)) and (left := _left(heard, shown)):
        return left
    if not shown.asked:
        return None
    yes = assents(fold(heard.text))
    if yes is not None or heard.read.has("ANSWER"):
        return None if shown.since else _yes_or_no(heard, shown, yes)
    at = _chosen(fold(heard.text), shown.asked)
    return None if at is None else _pressed(shown.asked[at], heard, "an answer")


def _left(heard: Heard, shown: Shown) -> Recognition | None:
    """A bare `cancel` gives the open form or choice of an order up, and cancels no job."""
    ordering = any(isinstance(_request(option), (Change, ReplyPrompt, Submit)) for option in shown.asked)
    if not shown.form and not ordering:
        return None
    request = WithdrawOrder(shown.form) if shown.form else LeaveIt()
    return Recognition("confirm_prompt", request, heard.read.language, 0.9, by="an order is left")


def _chosen(folded: str, asked: tuple[Option, ...]) -> int | None:
    """The button that the whole text names."""
    rows = pointed(folded, [Item("job", "", told=option.label) for option in asked], None)
    if len(rows) == 1 and len(rows[0].rows) == 1 and not _beside(folded, rows[0].start, rows[0].end):
        return rows[0].rows[0]
    return named(folded, [option.label for option in asked])


def _beside(folded: str, start: int, end: int) -> str:
    """What is said besides pointing; courtesy aside."""
    rest = folded[:start] + folded[end:]
    return " ".join(word for word in rest.split() if word.strip(".,!?") not in _COURTESY)


def _yes_or_no(heard: Heard, shown: Shown, yes: bool | None) -> Recognition | None:
    """A yes means the only button; of several it is asked again. It never chooses what acts at once."""
    if heard.read.has("nope") if yes is None else not yes:
        return Recognition("confirm_prompt", LeaveIt(), heard.read.language, 0.9, by="no to a question")
    only = _request(shown.asked[0]) if len(shown.asked) == 1 else None
    if isinstance(only, (*READS, Change, ReplyPrompt, Submit)):
        return _pressed(shown.asked[0], heard, "yes to a question")
    choices = tuple(Choice(o.label, r) for o in shown.asked if (r := _request(o)) is not None)
    return Recognition("ambiguous", Ambiguous(choices), heard.read.language, 0.6, by="yes to several ways")


def _request(option: Option) -> Request | None:
    try:
        return decode(option.payload).request
    except UnreadablePayload:
        return None


def _pressed(option: Option, heard: Heard, by: str) -> Recognition | None:
    """As if the button had been pressed."""
    try:
        pressed = decode(option.payload)
    except UnreadablePayload:
        return None
    job = getattr(pressed.request, "job", None)
    slots: dict[str, str | int] = {"job": str(job)} if job else {}
    intent = _PUBLIC.get(pressed.intent, pressed.intent)
    return Recognition(intent, pressed.request, heard.read.language, 0.9, slots, by=by, engine=pressed.engine)
