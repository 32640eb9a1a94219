"""Words that point at what was shown: `the second one`, `os dois primeiros`, `both`, `the one on AGT07`, `o outro`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.language.text import fold
from bot.shown import Item

_ORDINALS = (
    r"first|1st|primeir[oa]|primer[oa]?|1[oa]",
    r"second|2nd|segund[oa]|2[oa]",
    r"third|3rd|terceir[oa]|tercer[oa]?|3[oa]",
    r"fourth|4th|quart[oa]|cuart[oa]|4[oa]",
    r"fifth|5th|quint[oa]|5[oa]",
    r"sixth|6th|sext[oa]|6[oa]",
    r"seventh|7th|setim[oa]|septim[oa]|7[oa]",
    r"eighth|8th|oitav[oa]|octav[oa]|8[oa]",
    r"ninth|9th|non[oa]|noven[oa]|9[oa]",
    r"tenth|10th|decim[oa]|10[oa]",
)
_LAST = r"last|ultim[oa]|bottom"
_NUMBERS = ("two|2|dois|duas|dos", "three|3|tres", "four|4|quatro|cuatro", "five|5|cinco")
_WEEKDAY = re.compile(r"(?:segund|quart|quint|sext)a")
"""Portuguese Monday, Wednesday, Thursday and Friday are feminine ordinals too."""
_ANY_ORDINAL = "|".join((*_ORDINALS, _LAST))
_ANY_NUMBER = "|".join(_NUMBERS)
_ARTICLE = (
    r"(?:\b(?:the|that|o|a|os|as|el|la|los|las)\s+|(?<=\bdo )|(?<=\bda )|(?<=\bdos )|(?<=\bdas )|(?<=\bao )"
    r"|(?<=\bdel )|(?<=\bal )|(?<=\bno )|(?<=\A))"
)
_ONE = (
    r"(?:\s+(?:ones?|jobs?|entry|row|item|opcao|opcion|option|linha|trabajos?))?"
    r"(?:\s+(?:d[ao] lista|de la lista|del[ea]s|de ell[oa]s|(?:of|on|in|from) (?:them|those|these|(?:the|that) list)))?"
)
_ENDS = (
    r"(?=\s*(?:\Z|[.,;:!?)])|\s+(?:and|or|e|ou|y|o|please|pls|plz|por favor|pfv?|pf|too|also|again|now|agora|ahora"
    r"|then|entao|tambem|tambien|because|porque|since|instead|de novo|outra vez|otra vez|novamente|has|did"
    r"|is|was|falhou|fallo|fail\w*|end\w*|finish\w*|abend\w*|termin\w*|acab\w*|cair|caiu|done|when|quando|cuando)\b)"
)
_ORDINAL = re.compile(rf"{_ARTICLE}(?P<which>{_ANY_ORDINAL})(?P<one>{_ONE}){_ENDS}")
_NUMBER = re.compile(
    r"(?:\b(?:the\s+|o\s+|a\s+|el\s+|la\s+)?(?:number|no\.?|numero|nr\.?|item|option|opcao|opcion|row|linha)\s*#?|#)"
    rf"(?P<number>\d{{1,2}})\b{_ENDS}|\A\s*(?:the\s+|o\s+|a\s+|el\s+)?(?P<alone>\d{{1,2}})\s*[.!)]?\s*\Z"
)
_FIRST_FEW = re.compile(
    rf"{_ARTICLE}(?:(?:first|primeir[oa]s|primer[oa]s)\s+(?P<few>{_ANY_NUMBER})"
    rf"|(?P<few2>{_ANY_NUMBER})\s+(?:first|primeir[oa]s|primer[oa]s)){_ONE}{_ENDS}"
)
_LAST_FEW = re.compile(
    rf"{_ARTICLE}(?:(?:last|ultim[oa]s)\s+(?P<few>{_ANY_NUMBER})|(?P<few2>{_ANY_NUMBER})\s+(?:last|ultim[oa]s))"
    rf"{_ONE}{_ENDS}"
)
_EVERY = re.compile(
    rf"\b(?:all\s+(?:the\s+)?(?P<all>{_ANY_NUMBER})|(?:todos\s+)?(?:os|as|los|las)\s+(?P<all2>{_ANY_NUMBER})"
    r"|(?P<both>both|ambos|ambas)|all\s+of\s+(?:them|those|these)|each\s+of\s+them|cada\s+um\s+deles|cada\s+uno"
    rf"|tod[oa]s\s+(?:el[ea]s|ell[oa]s)){_ONE}{_ENDS}"
)
_OTHER = re.compile(rf"\b(?:the\s+other|o\s+outro|a\s+outra|el\s+otro|la\s+otra){_ONE}{_ENDS}")
_WORD = r"[\w@#./:-]*\w"
_ATTRIBUTE = re.compile(
    rf"\b(?:the\s+ones?\s+(?:on|in|at|from|of|for|called|named|running\s+on)\s+(?:the\s+)?(?P<on>{_WORD}(?:\s+{_WORD})?)"
    rf"|the\s+ones?\s+(?:that|which)(?:'s|\s+is|\s+has)?\s+(?:still\s+)?(?P<state>{_WORD})"
    rf"|aquel[ea]\s+que\s+(?:(?:esta|ta|ainda)\s+)*(?P<estado>{_WORD})"
    rf"|(?:the|that)\s+(?P<adjective>{_WORD})\s+one"
    rf"|(?:o|a|el|la)\s+(?:d[eoa]s?|n[oa]|del|de\s+la|em|en)\s+(?P<da>{_WORD}(?:\s+{_WORD})?)){_ENDS}"
)
_STATES = {
    "abend": "failed failing abended falhou falhado fallado fallo broken caiu",
    "exec": "running executing rodando executando corriendo",
    "hold": "waiting held esperando aguardando retido",
    "ready": "waiting ready pronto esperando aguardando",
    "succ": "successful succeeded done finished ok concluido terminou terminado exitoso",
}
"""The product's words, and what people call them."""
_PIECE = re.compile(r"[a-z0-9]+")
_EMPTY = frozenset(
    [
        "job",
        "jobs",
        "stream",
        "one",
        "agent",
        "agente",
        "workstation",
        "wks",
        "malha",
        "the",
        "o",
        "a",
        "el",
        "la",
        "de",
        "do",
        "da",
        "server",
        "servidor",
        "ambiente",
        "estacao",
    ]
)
LONGEST = 300
"""Characters: a longer text is pasted, and what stands in it points at nothing."""
_FEW = 5
_SHORTEST = 4
"""Letters from which the beginning of a word will do."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """A stretch of the text and the rows that it means; where `many` is false, one of them."""

    start: int
    end: int
    rows: tuple[int, ...]
    many: bool = False


def pointed(folded: str, items: Sequence[Item], about: Item | None) -> tuple[Pointed, ...]:
    """Every stretch of a folded text that points at rows of the list, in order, none overlapping another."""
    if "prompt" in folded or len(folded) > LONGEST:
        return ()
    found = sorted(_all(folded, items, about), key=lambda p: (p.start, -p.end))
    kept: list[Pointed] = []
    for one in found:
        if one.rows and (not kept or one.start >= kept[-1].end):
            kept.append(one)
    return tuple(kept)


def is_beyond(folded: str, items: Sequence[Item]) -> bool:
    """Whether a text points past the end of the list: `the third` of two."""
    if not items or "prompt" in folded or len(folded) > LONGEST:
        return False
    few = [match for pattern in (_FIRST_FEW, _LAST_FEW) for match in pattern.finditer(folded)]
    return any(_few(match) > len(items) for match in few) or any(not one.rows for one in _single(folded, items))


def counts(folded: str) -> bool:
    """Whether a text counts rows: `the second one`."""
    return any(_single(folded, ()))


def named(folded: str, told: Sequence[str]) -> int | None:
    """The row whose words hold every word of the text, where only one does: the answer to `Which one?`."""
    fits = _fitting(folded, told)
    return fits[0] if len(fits) == 1 and len(folded.split()) <= _SHORTEST else None


def _all(folded: str, items: Sequence[Item], about: Item | None) -> Iterator[Pointed]:
    size = len(items)
    for match in _FIRST_FEW.finditer(folded):
        yield _span(match, range(_few(match)) if _few(match) <= size else (), many=True)
    for match in _LAST_FEW.finditer(folded):
        yield _span(match, range(size - _few(match), size) if _few(match) <= size else (), many=True)
    for match in _EVERY.finditer(folded):
        count = 2 if match["both"] else _count(match["all"] or match["all2"] or "")
        yield _span(match, range(size) if count in (0, size) else (), many=True)
    yield from _single(folded, items)
    for match in _OTHER.finditer(folded):
        yield _span(match, [at for at, item in enumerate(items) if about and not _is_same(item, about)])
    for match in _ATTRIBUTE.finditer(folded):
        yield _span(match, _by_words(match, items))


def _single(folded: str, items: Sequence[Item]) -> Iterator[Pointed]:
    for match in _ORDINAL.finditer(folded):
        if not (_WEEKDAY.fullmatch(match["which"]) and not match["one"].strip()):
            at = _place(match["which"], len(items))
            yield _span(match, (at,) if at < len(items) else ())
    for match in _NUMBER.finditer(folded):
        at = int(match["number"] or match["alone"]) - 1
        yield _span(match, (at,) if 0 <= at < len(items) else ())


def _span(match: re.Match[str], rows: Sequence[int], *, many: bool = False) -> Pointed:
    return Pointed(match.start(), match.end(), tuple(rows), many)


def _few(match: re.Match[str]) -> int:
    return _count(match["few"] or match["few2"])


def _count(word: str) -> int:
    """Of `two` 2; 0 for no number."""
    return next((at for at, words in enumerate(_NUMBERS, 2) if word in words.split("|")), 0)


def _place(word: str, size: int) -> int:
    if re.fullmatch(_LAST, word):
        return size - 1
    return next(at for at, pattern in enumerate(_ORDINALS) if re.fullmatch(pattern, word))


def _is_same(item: Item, about: Item) -> bool:
    if item.job_id and about.job_id:
        return item.job_id == about.job_id
    return item.name.rpartition(".")[2] == about.name.rpartition(".")[2]


def _by_words(match: re.Match[str], items: Sequence[Item]) -> list[int]:
    """Rows that hold the words, where these are few enough to choose from."""
    said = next(word for word in match.groups() if word)
    fits = _fitting(said, [f"{item.name} {item.told}" for item in items])
    return fits if len(fits) <= _FEW else []


def _fitting(said: str, told: Sequence[str]) -> list[int]:
    wanted = [piece for piece in _PIECE.findall(said) if piece not in _EMPTY]
    return [at for at, words in enumerate(told) if wanted and _holds(_PIECE.findall(fold(words)), wanted)]


def _holds(pieces: list[str], wanted: list[str]) -> bool:
    return all(any(_means(word, piece) for piece in pieces) for word in wanted)


def _means(word: str, piece: str) -> bool:
    return (
        piece == word or (len(word) >= _SHORTEST and piece.startswith(word)) or word in _STATES.get(piece, "").split()
    )
