"""The word lists of each language as one tree: the longest phrase from each place wins."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.language.text import fold

LANGUAGES = ("en", "pt", "es")
_SHORTEST_PREFIX = 3
_EXACT = frozenset({"injection", "good", "bad", "delete", "bypass", "secret"})
FORMS = {
    *("wish", "requested", "allowed"),
    *(f"{verb}_{form}" for verb in ("rerun", "cancel", "hold", "release", "kill", "submit") for form in ("of", "done")),
}
"""Concepts that only orders are made of: wishes, and the nouns and participles of changes."""
_ADDING = {"later", "sequence", "what", "staff", "link", "askif", "master", "failures", *FORMS}
"""Concepts that say more of a word, beside what it means."""
_LONGEST = 9
"""Words of a phrase, with what stands for `JOB` in it."""
_JOB = "JOB"
FOR_JOB = frozenset(
    ["STREAM", "it", "him", "them", "that", "this", "ele", "ela", "eles", "isso", "esse", "este", "lo", "eso"]
)
"""What may stand in a phrase where its list writes `JOB`."""
_BEFORE_JOB = {
    *("the", "a", "this", "that", "job", "stream", "task"),
    *("o", "os", "as", "um", "uma", "ao", "pro", "esse", "este", "tarefa", "rotina", "malha"),
    *("el", "la", "al"),
}
_CLITIC = re.compile(r"(?P<verb>[a-z]{2,}[aeirzn])-?(?:me|te|se|nos)?-?(?:l[oae]s?|nos|me|[oa]s?(?<=-o)|[oa](?<=-a))\Z")
_CLITIC_OF = {
    *("rerun", "cancel", "hold", "release", "kill", "submit", "put"),
    *("show", "status", "watch", "confirm", "mark", "teach", "why"),
}
"""Concepts of verbs that people join to `me`, `lo`, `-o`."""
_TYPO_LENGTH = 6
_TYPOS = 12
"""Unknown words of one text that are tried as misspellings."""


_Told = tuple[frozenset[str], frozenset[str]]


@dataclass(slots=True, eq=False)
class _Node:
    words: dict[str, _Node] = field(default_factory=dict)
    prefixes: dict[str, _Node] = field(default_factory=dict)
    concepts: set[tuple[str, str]] = field(default_factory=set)

    def child(self, word: str) -> _Node:
        if word.endswith("*"):
            return self.prefixes.setdefault(word[:-1], _Node())
        return self.words.setdefault(word, _Node())

    def steps(self, word: str) -> list[_Node]:
        """What may follow for this word, the exact one first."""
        return _after((self,), word)

    def begun(self, word: str) -> list[_Node]:
        """What may follow for a beginning of this word, the longest first."""
        sizes = range(len(word), _SHORTEST_PREFIX - 1, -1)
        return [self.prefixes[word[:size]] for size in sizes if word[:size] in self.prefixes]

    @property
    def goes_on(self) -> bool:
        return bool(self.words or self.prefixes)


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase in the text: words `first` up to `last` (not included)."""

    concepts: frozenset[str]
    languages: frozenset[str]
    first: int
    last: int
    misspelt: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    root: _Node
    functions: dict[str, frozenset[str]]
    """Small words, by the languages that have them."""
    long_words: tuple[str, ...]
    shorthand: dict[str, tuple[tuple[str, ...], ...]]
    """What a word may stand for: `oq` is `o que`."""
    spoken: frozenset[str]
    """Every word of every phrase."""
    begun: frozenset[str]
    """What words of phrases begin with, where any ending will do."""

    def knows(self, word: str) -> bool:
        return word in self.functions or word in self.shorthand or bool(self.root.steps(word))

    def speaks(self, word: str) -> bool:
        """Whether a language has the word, be it only as a part of a phrase."""
        return (
            word in self.spoken
            or self.knows(word)
            or any(word[:size] in self.begun for size in range(3, len(word) + 1))
        )

    def hits(self, words: Sequence[str]) -> list[Hit]:
        """The longest phrase from each place on; another begins in it only where it ends after it."""
        found, at, typos = [], 0, _TYPOS
        while at < len(words):
            hit = self._longest(words, at)
            if hit is None and typos and self._may_be_typo(words[at]):
                typos -= 1
                if meant := nearest(words[at]):
                    hit = _as_misspelt(self._longest([*words[:at], meant, *words[at + 1 :]], at))
            if hit:
                found += [hit, *(self._astride(words, hit) if hit.last > at + 1 else ())]
            at = found[-1].last if hit else at + 1
        return found

    def _astride(self, words: Sequence[str], hit: Hit) -> list[Hit]:
        """The phrases each of which begins within the one before and ends after it: `que deu` and `deu pau`."""
        found: list[Hit] = []
        other: Hit | None = hit
        while other:
            last = found[-1] if found else hit
            within = (self._longest(words, at) for at in range(last.first + 1, last.last))
            other = next((o for o in within if o and o.last > last.last), None)
            found += [other] if other else []
        return found

    def _may_be_typo(self, word: str) -> bool:
        return _TYPO_LENGTH - 1 <= len(word) <= 20 and word.isalpha() and word not in self.functions

    def _longest(self, words: Sequence[str], start: int) -> Hit | None:
        level, best = _starts(words[start])
        last, at, end = start + 1, start + 1, min(start + _LONGEST, len(words))
        while level and at < end:
            reached = self.steps(level, words[at])
            if longer := _told(*reached):
                best, last = longer, at + 1
            level = [node for node in reached if node.goes_on] + _staying(level, words[at])
            at += 1
        return Hit(*best, start, last) if best else None

    def steps(self, level: Sequence[_Node], word: str) -> list[_Node]:
        """Where the word leads, as written, as what it is short for, and without its clitic."""
        found: list[_Node] = []
        for meant in _meanings(word):
            nodes = level
            for part in meant:
                nodes = _after(nodes, part)
            found += nodes
        if word in FOR_JOB:
            found += [node.words[_JOB] for node in level if _JOB in node.words]
        return found


@lru_cache(maxsize=8192)
def clitic(word: str) -> str:
    """The verb of `matalo` and `cancela-o`, where a list has it and not the whole; else nothing."""
    match = _CLITIC.match(word)
    root = lexicon().root
    if not match or word in root.words or match["verb"] not in root.words:
        return ""
    return match["verb"] if any(c in _CLITIC_OF for c, _ in root.words[match["verb"]].concepts) else ""


@lru_cache(maxsize=8192)
def _meanings(word: str) -> tuple[tuple[str, ...], ...]:
    """The word, what it is short for, and the verb in it."""
    bare = clitic(word)
    return ((word,), *lexicon().shorthand.get(word, ()), *(((bare,),) if bare else ()))


@lru_cache(maxsize=8192)
def _starts(word: str) -> tuple[list[_Node], _Told | None]:
    """Where a phrase that begins with this word may go on, and what the word means alone."""
    reached = lexicon().steps([lexicon().root], word)
    return [node for node in reached if node.goes_on], _told(*reached)


def _after(level: Sequence[_Node], word: str) -> list[_Node]:
    found: list[_Node] = []
    for node in level:
        if exact := node.words.get(word):
            found.append(exact)
        if node.prefixes:
            found += node.begun(word)
    return found


def _staying(level: Sequence[_Node], word: str) -> list[_Node]:
    """`put the job PAY01 on hold`: articles and nouns before the name are passed over."""
    return [node for node in level if _JOB in node.words] if word in _BEFORE_JOB else []


@lru_cache(maxsize=8192)
def _told(*reached: _Node) -> _Told | None:
    """The concepts of a phrase that ends here, and the languages it is of; None where none ends."""
    ends = _ends(reached)
    return (frozenset(c for c, _ in ends), frozenset(lang for _, lang in ends)) if ends else None


def _ends(reached: Sequence[_Node]) -> set[tuple[str, str]]:
    """The concepts of the closest match, and of the next where that is of another language or the first only adds."""
    found = [node.concepts for node in reached if node.concepts]
    if len(found) < 2:
        return found[0] if found else set()
    if all(concept in _ADDING for concept, _ in found[0]):
        return found[0] | found[1]
    languages = {language for _, language in found[0]}
    return found[0] | {(concept, language) for concept, language in found[1] if language not in languages}


def _as_misspelt(hit: Hit | None) -> Hit | None:
    """A misspelt word is never taken for an attack or for praise."""
    return None if hit is None or hit.concepts & _EXACT else replace(hit, misspelt=True)


@lru_cache(maxsize=4096)
def nearest(word: str) -> str:
    """The listed word that this one misspells, or nothing."""
    match = process.extractOne(word, lexicon().long_words, scorer=OSA.distance, score_cutoff=1)
    return match[0] if match and match[0][0] == word[0] else ""


def _load(language: str) -> tuple[str, dict[str, list[str]]]:
    path = Path(__file__).parent / "vocabulary" / f"{language}.toml"
    data = tomllib.loads(path.read_text("utf-8"))
    return data["function"], data["concepts"]


def _plant(root: _Node, language: str, concepts: dict[str, list[str]]) -> None:
    for concept, phrases in concepts.items():
        for phrase in phrases:
            node = root
            for word in phrase.split():
                node = node.child(word)
            node.concepts.add((concept, language))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Read once; the files do not change while the program runs."""
    root = _Node()
    functions: dict[str, set[str]] = {}
    for language in LANGUAGES:
        small, concepts = _load(language)
        _plant(root, language, concepts)
        for word in small.split():
            functions.setdefault(word, set()).add(language)
    short = _shorthand()
    for short_of, language in ((w, lang) for lang, rows in short.items() for w in rows):
        functions.setdefault(short_of, set()).add(language)
    by_language = {w: frozenset(ls) for w, ls in functions.items()}
    return Lexicon(
        root,
        by_language,
        tuple(sorted(_long(root.words))),
        _by_word(short),
        frozenset(_all(root)),
        frozenset(_begun(root)),
    )


def _shorthand() -> dict[str, dict[str, str]]:
    path = Path(__file__).parent / "vocabulary" / "shorthand.toml"
    rows: dict[str, dict[str, str]] = tomllib.loads(path.read_text("utf-8"))
    return {language: {fold(word): meant for word, meant in words.items()} for language, words in rows.items()}


def _by_word(short: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, dict[tuple[str, ...], None]] = {}
    for words in short.values():
        for word, meant in words.items():
            found.setdefault(word, {})[tuple(meant.split())] = None
    return {word: tuple(meanings) for word, meanings in found.items()}


def _all(node: _Node) -> Iterator[str]:
    for word, child in node.words.items():
        yield word
        yield from _all(child)


def _begun(node: _Node) -> Iterator[str]:
    for child in node.words.values():
        yield from child.prefixes
        yield from _begun(child)


def _long(words: Iterable[str]) -> set[str]:
    return {w for w in words if len(w) >= _TYPO_LENGTH}
