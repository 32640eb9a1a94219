"""Words of English and Portuguese as stems, and the identifiers that must be found letter by letter."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import Stemmer  # type: ignore[import-not-found,unused-ignore]

LONGEST_WORD = 64
LONGEST_IDENTIFIER = 80

_TOKEN = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
_IDENTIFIER = re.compile(
    r"""\b(?:
        aws[a-z]{2,4}\d{3}[a-z]            # message of the scheduler
      | [a-z0-9]+(?:_[a-z0-9]+)+           # job, job stream
      | ora-\d+ | sql\d{4}[a-z] | [a-z]{2,8}-\d{2,6}
      | (?:rc|exit\ code|return\ code|codigo\ de\ retorno)[\ =:]*\d{1,5}
      | (?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{5,}
      | \d{3,6}
    )(?![\w])""",
    re.X,
)
_CODE = re.compile(r"^(?:rc|exit code|return code|codigo de retorno)[ =:]*(\d+)$")
_COMMON_WORDS = """
    a an and are as at be been but by can could did do does for from had has have how i if in into is it its
    me my no not of on or our should so some than that the their them then there these they this to up us was we what
    when where which who why will with would you your please tell show give
    ao aos as ate com como da das de dela dele depois devo do dos e ela ele em entre era essa esse esta este eu faco
    faz fazer foi foram ha isso isto ja la lhe mais mas me meu minha muito na nas nao nem no nos o os ou para pela pelo
    pode por posso preciso qual quais quando que quem se sem ser seu so sua sao tem ter um uma vai voce
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def storable(text: str) -> str:
    """Without what PostgreSQL or the model cannot take: NUL and halves of a character."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def fold(text: str) -> str:
    """Lower case without accents."""
    spread = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in spread if not unicodedata.combining(c))


def stems(text: str) -> list[str]:
    """The words that carry meaning, in order; a job name whole and in its parts."""
    return [stem for token in _TOKEN.findall(fold(text)) for stem in _stems_of(token)]


def portuguese_stems(words: list[str]) -> list[str]:
    """Stems by the rules of Portuguese alone; the words folded."""
    stemmed: list[str] = Stemmer.Stemmer("portuguese", 0).stemWords(words)
    return stemmed


def identifiers(text: str) -> set[str]:
    """Names and codes in lower case; every way to write a return code becomes `rc N`."""
    found = (_plain(match) for match in _IDENTIFIER.findall(fold(text)[:200_000]))
    return {name[:LONGEST_IDENTIFIER] for name in found}


def _plain(identifier: str) -> str:
    code = _CODE.match(identifier)
    return f"rc {int(code[1])}" if code else identifier


@lru_cache(maxsize=20_000)
def _stems_of(token: str) -> tuple[str, ...]:
    if "_" in token:
        parts = tuple(stem for part in token.split("_") for stem in _stems_of(part))
        return (token[:LONGEST_WORD], *parts)
    if token in _COMMON:
        return ()
    if any(c.isdigit() for c in token):
        return (token[:LONGEST_WORD],)
    english = Stemmer.Stemmer("english", 0).stemWord(token)
    return (Stemmer.Stemmer("portuguese", 0).stemWord(english)[:LONGEST_WORD],)
