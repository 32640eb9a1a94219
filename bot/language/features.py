"""A text as a set of marks that the rules read: concepts in lower case, entities in capitals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.language.entities import Entities
from bot.language.lexicon import FOR_JOB, FORMS, LANGUAGES, Hit, clitic, lexicon
from bot.language.nouns import nouns

_CHROME = frozenset({"polite", "greet", "thanks", "every_one", "what", "staff", "sequence"})
_NOTHING = _CHROME | {"NUM"}
_NAMES = _CHROME | {"job", "JOB", "WS", "STREAM", "ws", "stream"}
_SMALL = frozenset({"not", "nope", "past"})
_ANSWER = frozenset({"yes", "nope", "polite", "thanks"})
_NO_ANSWER = frozenset({"help", "howto", "puzzled", "submit", "rerun", "watch", "show"})
_ARTICLES = frozenset(["the", "of", "o", "a", "do", "da", "no", "na", "el", "la", "del"])
_LONG = 4
_HELP = frozenset({"help", "ajuda", "ayuda"})
_QUESTION = frozenset(
    [
        "what",
        "what's",
        "which",
        "who",
        "whose",
        "how",
        "where",
        "when",
        "why",
        "do",
        "does",
        "did",
        "is",
        "are",
        "was",
        "were",
        "qual",
        "quais",
        "quem",
        "como",
        "onde",
        "quando",
        "que",
        "cual",
        "quien",
    ]
)
_MASKS = {
    "job": "JOB",
    "stream": "STREAM",
    "ws": "WS",
    "time": "TIME",
    "code": "CODE",
    "num": "NUM",
    "doc": "DOC",
    "person": "PERSON",
    "prompt": "PROMPT",
}
_OF_JOB = frozenset({"rerun", "cancel", "hold", "release", "kill", "submit", "put"})
"""Concepts of phrases in which a word may point at a job: `let it go`."""
_IMPLIED = {"failures": "failed", "critpath": "critical"}
_NEAR = 4
"""Words between a noun and the name that it names."""


@dataclass(frozen=True, slots=True)
class Features:
    marks: frozenset[str]
    hits: tuple[Hit, ...]
    language: str
    known: float
    """Share of the words that are understood, 0 to 1."""

    def has(self, *names: str) -> bool:
        return not self.marks.isdisjoint(names)


def features(found: Entities, text: str, locale: str) -> Features:
    """Read the words that are no entities."""
    spoken = [_MASKS[m] if m else _plain(found, at) for at, m in enumerate(found.marks)]
    hits = lexicon().hits(spoken)
    answers = "?" not in text and _answers(hits, spoken)
    language = _language(() if answers else spoken, hits, locale)
    kept = tuple(h for h in hits if answers or _belongs(h, language, spoken[h.first]))
    marks = set().union(*(h.concepts for h in kept)) - FORMS | {_MASKS[m] for m in found.marks if m}
    marks |= _more(found, text, marks, spoken, kept) | ({"ANSWER"} if answers else set())
    if _names_stranger(found, hits):
        marks.add("STRANGER")
    return Features(frozenset(marks), kept, language, _known(spoken, hits))


def _plain(found: Entities, at: int) -> str:
    """The word; `stream` for every noun that names a stream near it, so that `schedule FIN` tells of no calendar."""
    word = found.words[at].fold
    if nouns().kinds.get(word) == "stream" and "stream" in found.marks[max(at - 1, 0) : at + _NEAR + 1]:
        return "stream"
    return word


def _belongs(hit: Hit, language: str, word: str) -> bool:
    """Small words mean something only in their own language: `no` denies in Spanish and places in Portuguese."""
    if hit.misspelt and language not in hit.languages:
        return False
    if hit.concepts.isdisjoint(_SMALL) or language in hit.languages:
        return True
    return language not in lexicon().functions.get(word, ())


def _points(hit: Hit, spoken: Sequence[str]) -> bool:
    """Whether a phrase about a job holds a word that points at one."""
    return not hit.concepts.isdisjoint(_OF_JOB) and not FOR_JOB.isdisjoint(spoken[hit.first : hit.last])


def _more(found: Entities, text: str, marks: set[str], spoken: Sequence[str], hits: Sequence[Hit]) -> set[str]:
    more = set()
    if "?" in text:
        more.add("Q")
    if "?" in text or (spoken and spoken[0] in _QUESTION):
        more.add("ASKS")
    if any(_points(h, spoken) for h in hits):
        more.add("pron")
    if found.has_code:
        more.add("CODE")
    if found.limit:
        more.add("LIMIT")
    if found.job and found.job.has_wildcard:
        more.add("WILD")
    if marks & {"up", "down"} and found.job and "_" in found.job.name:
        more.add("JOBLIKE")
    if len(found.of("job")) > 1:
        more.add("SEVERAL")
    if marks <= _NOTHING:
        more.add("EMPTY")
    if marks <= _NAMES:
        more.add("ONLY")
    if len(found.words) == 2 and spoken[0] in _HELP:
        more.add("HELPS")
    if len(found.words) == 1:
        more.add("ALONE")
    more |= {meant for told, meant in _IMPLIED.items() if told in marks}
    if any(map(clitic, spoken)):
        more.add("pron")
    if len(found.words) <= 4:
        more.add("SHORT")
    return more


def _names_stranger(found: Entities, hits: Sequence[Hit]) -> bool:
    """Whether an unknown word stands where a job would: `status do financeiro`, `a folha terminou?`."""
    led = [at for at, word in enumerate(found.words[:-1], 1) if word.fold in _ARTICLES and not found.marks[at]]
    unread = [at for at in led if not any(h.first <= at < h.last for h in hits)]
    return any(_is_strange(found.words[at].fold) for at in unread)


def _is_strange(word: str) -> bool:
    return word.isalpha() and len(word) >= _LONG and not lexicon().knows(word)


def _answers(hits: Sequence[Hit], spoken: Sequence[str]) -> bool:
    """Whether the text is a yes or a no and nothing else; a misspelt word and one that asks are neither."""
    if not any("yes" in h.concepts or "nope" in h.concepts for h in hits):
        return False
    sure = (h for h in hits if h.concepts & _ANSWER and not h.misspelt and not h.concepts & _NO_ANSWER)
    read = {at for h in sure for at in range(h.first, h.last)}
    return len(read) == len(spoken)


def _language(spoken: Sequence[str], hits: Sequence[Hit], locale: str) -> str:
    """The language with the most words; the profile's where they do not tell."""
    score, small = dict.fromkeys(LANGUAGES, 0.0), lexicon().functions
    for word in spoken:
        for language in small.get(word, ()):
            score[language] += 1.0
    for hit in hits:
        for language in () if hit.misspelt else hit.languages:
            score[language] += (hit.last - hit.first) * (1.5 if len(hit.languages) == 1 else 0.2)
    best = max(score.values())
    leaders = [name for name in LANGUAGES if score[name] == best]
    profile = locale[:2].lower()
    if profile in leaders or (not best and profile in LANGUAGES):
        return profile
    return leaders[0] if best else "en"


def _known(spoken: Sequence[str], hits: Sequence[Hit]) -> float:
    if not spoken:
        return 0.0
    read = {at for h in hits for at in range(h.first, h.last)}
    small = lexicon().functions
    return sum([at in read or w in small or w.isupper() for at, w in enumerate(spoken)]) / len(spoken)
