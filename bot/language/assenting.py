"""A yes or a no in more words than one: `yeah that's fine, do it`, `pode ir, confirmado`, `no, leave that one`."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

_YES = re.compile(
    r"\b(?:yes|yep|yeah|yup|yea|aye|sure|confirm|confirmed|sim|si|pode|confirmado|confirm[oae]|dale|adelante|hazlo|claro"
    r"|go (?:on|ahead|for it)|do it|make it so|manda ver|manda bala|vai em frente|faz isso|isso mesmo)\b"
)
_NO = re.compile(
    r"\W*(?:(?:hmm?|ah|oh|uh|wait|pera|espera)\W+)*"
    r"(?:no|nope|nah|nao|n|never mind|nevermind|forget (?:it|about it)|leave it|leave that|deixa|esquece|esqueca"
    r"|dejalo|deja|olvidalo|mejor no|melhor nao)\b"
)
_WORD = re.compile(r"[a-z']+")
_LONGEST = 8
"""Words; more say more than yes or no."""


def assents(folded: str) -> bool | None:
    """True for a yes, False for a no; None for anything that says more, asks, or says both."""
    words = _WORD.findall(folded)
    if not words or len(words) > _LONGEST or "?" in folded:
        return None
    if _NO.match(folded) and _dressing()["no"].issuperset(words):
        return False
    return True if _YES.search(folded) and _dressing()["yes"].issuperset(words) else None


@lru_cache(maxsize=1)
def _dressing() -> dict[str, frozenset[str]]:
    path = Path(__file__).parent / "vocabulary" / "answers.toml"
    return {answer: frozenset(words.split()) for answer, words in tomllib.loads(path.read_text("utf-8")).items()}
