"""From what a model said to what a reader may see: cleaned, checked against the facts, labelled."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.agents.errors import ModelUnusable
from bot.agents.grounding import Grounds, cited, offences
from bot.agents.messages import Said
from bot.words import Words

LONGEST = 2_500
"""Characters shown."""
_THINKING = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_MARKUP = re.compile(r"\*\*|__(?=\S)|(?<=\S)__|^#{1,6}\s+", re.MULTILINE)
_REFUSAL = re.compile(
    r"\W*(?:i(?:['’]m| am) (?:very )?sorry|sorry,|i (?:can(?:no|['’])t|am unable|won['’]t)|as an ai|i am an ai"
    r"|desculp\w+|sinto muito|lamento|não posso|como (?:uma ia|um modelo))\b",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]{2,}")


class Ungrounded(ModelUnusable):
    """The text names what the facts do not hold; `words` are the offending ones."""

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__(f"The model's text names what the facts do not hold ({len(words)} words).")
        self.words = words


def checked(said: Said, grounds: Grounds, *, must_cite: bool = False) -> str:
    """What may be shown of an answer. Raises ModelUnusable, Ungrounded."""
    text = cleaned(said)
    if len(_LETTERS.findall(text)) < 3:
        raise ModelUnusable("The model's text is empty.")
    if _REFUSAL.match(text):
        raise ModelUnusable("The model refused to answer.")
    if wrong := offences(text, grounds):
        raise Ungrounded(wrong)
    if must_cite and not cited(text):
        raise ModelUnusable("The model cites no source.")
    return text


def cleaned(said: Said) -> str:
    text = _MARKUP.sub("", _THINKING.sub("", said.text)).strip()
    text = "".join(c if c.isprintable() or c == "\n" else " " for c in text)
    text = re.sub(r"\n{3,}", "\n\n", text)
    return _whole(text[:LONGEST]) if said.cut or len(text) > LONGEST else text


def _whole(text: str) -> str:
    """Up to the last whole sentence."""
    end = max(text.rfind(mark) for mark in (". ", ".\n", "! ", "? "))
    return f"{text[: end + 1]} …" if end > 0 else f"{text} …"


def labelled(text: str, labels: Sequence[str], words: Words) -> str:
    """The model's text, said to be one, with what its citations stand for."""
    notes = [f"[{n}] {labels[n - 1]}" for n in cited(text)]
    return "\n".join([words("agents.as_model", text=text), *notes])
