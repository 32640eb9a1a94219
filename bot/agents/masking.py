"""What leaves for a model is masked: secrets for good, people and addresses by placeholders that are undone on return.

Job names, workstations, message ids, paths and numbers stay: without them no answer would be of use.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from knowledge.failures.secrecy import STRUCK, masked

_SECRETS = tuple(
    re.compile(p, re.IGNORECASE | re.DOTALL)
    for p in (
        r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)",
        r"\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?",
        r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
        r"\b(?:xox[a-z]|xapp)-[\w-]{8,}",
        r"\b(?:sk|rk|pk)[-_][\w-]{16,}",
        r"\bgh[oprsu]_\w{20,}",
        r"\bgithub_pat_\w{20,}",
        r"(?<=://)[^\s/@:]{1,80}:[^\s/@]{1,120}(?=@)",
        r"(?<=[?&]sig=)[^&\s]+",
    )
)
_SAID = re.compile(
    r"((?:\b|_|--?)(?:password|passwd|pwd|passphrase|senha|contrase[nñ]a|secret|segredo|token|api[ _-]?key|chave)\b"
    r"(?:\s*(?:[:=]|=>)\s*|\s+(?:is|é|was|era|are)\s+|\s+(?=\S*[\d!@#$%&*])(?=\S*[^\W\d_]))[\"']?)"
    r"(?!\*{4}|(?:not|no|wrong|invalid|expired|missing|incorrect|required|inv[aá]lid|incorret|expirad|errad|obrigat)\w*\b)"
    r"([^\s\"',;&]{3,})",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_IPV4 = re.compile(r"(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w.]*\d)")
_IPV6 = re.compile(
    r"(?<![\w:])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}"
    r"|::[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})(?![\w:])",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<![\w.])\d(?:[ -]?\d){12,18}(?![\w])")
_CNPJ = re.compile(r"(?<![\w.])\d{2}\.?\d{3}\.?\d{3}/?\d{4}-?\d{2}(?!\w)")
_CPF = re.compile(r"(?<![\w.])\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?!\w)")
_PHONE = re.compile(
    r"(?<![\w+])(?:\+\d{1,3}[ .-]?)(?:\(?\d{1,4}\)?[ .-]?){2,5}\d{2,4}(?!\w)"
    r"|(?<!\w)\(\d{2,3}\) ?\d{4,5}[ -]?\d{4}(?!\w)"
)
_PLACEHOLDER = re.compile(r"[⟨<\[«{(](NAME|EMAIL|IP|CARD|CNPJ|CPF|PHONE) ?_?(\d{1,3})[⟩>\]»})]")
_SHORTEST_NAME = 3
_ENDLESS = re.compile(r"(\S{300})\S+")
"""Blobs say nothing to a model, and patterns take the square of a word's length."""


class Mask:
    """One for each conversation: the same thing has the same placeholder in it, and none in another."""

    def __init__(self, names: Iterable[str] = (), *, on: bool = True) -> None:
        self._on = on
        self._known: dict[str, str] = {}
        self._names = _names(names)

    def hide(self, text: str) -> str:
        """Secrets are struck even where masking is off."""
        text = struck(text)
        if not self._on:
            return text
        text = _EMAIL.sub(lambda m: self._placeholder("EMAIL", m[0]), text)
        if self._names is not None:
            text = self._names.sub(lambda m: self._placeholder("NAME", m[0]), text)
        for kind, pattern, is_one in _KINDS:
            text = pattern.sub(self._if(kind, is_one), text)
        return text

    def show(self, text: str) -> str:
        """The reader sees what the placeholders stand for; unknown ones stay."""
        found = {placeholder: value for value, placeholder in self._known.items()}
        return _PLACEHOLDER.sub(lambda m: found.get(f"⟨{m[1]}{m[2]}⟩", m[0]), text)

    def _if(self, kind: str, is_one: Callable[[str], bool]) -> Callable[[re.Match[str]], str]:
        return lambda m: self._placeholder(kind, m[0]) if is_one(m[0]) else m[0]

    def _placeholder(self, kind: str, value: str) -> str:
        if value not in self._known:
            count = sum(p.startswith(f"⟨{kind}") for p in self._known.values())
            self._known[value] = f"⟨{kind}{count + 1}⟩"
        return self._known[value]


def struck(text: str) -> str:
    """Without what gives access to anything, and without the tails of endless words."""
    text = masked(_ENDLESS.sub(r"\1…", text))
    for pattern in _SECRETS:
        text = pattern.sub(STRUCK, text)
    return _SAID.sub(rf"\1{STRUCK}", text)


def _names(names: Iterable[str]) -> re.Pattern[str] | None:
    whole = {n.strip() for n in names if len(n.strip()) >= _SHORTEST_NAME}
    parts = {p for n in whole for p in n.split() if len(p) >= _SHORTEST_NAME}
    wanted = sorted(whole | parts, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, wanted))})(?!\w)", re.IGNORECASE) if wanted else None


def _digits(text: str) -> list[int]:
    return [int(c) for c in text if c.isdigit()]


def _is_card(text: str) -> bool:
    """Luhn's sum."""
    digits = _digits(text)[::-1]
    return sum(d if at % 2 == 0 else sum(divmod(d * 2, 10)) for at, d in enumerate(digits)) % 10 == 0


def _is_cpf(text: str) -> bool:
    return _checked(_digits(text), 9, range(2, 12))


def _is_cnpj(text: str) -> bool:
    return _checked(_digits(text), 12, [*range(2, 10), *range(2, 10)])


def _checked(digits: list[int], body: int, weights: Iterable[int]) -> bool:
    """The two last digits of a Brazilian number follow from the ones before, modulo 11."""
    weights = list(weights)
    for length in (body, body + 1):
        rest = sum(d * w for d, w in zip(digits[:length][::-1], weights, strict=False)) % 11
        if digits[length] != (0 if rest < 2 else 11 - rest):
            return False
    return len(set(digits)) > 1


def _always(text: str) -> bool:
    return True


_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("IP", _IPV6, _always),
    ("IP", _IPV4, _always),
    ("CNPJ", _CNPJ, _is_cnpj),
    ("CPF", _CPF, _is_cpf),
    ("CARD", _CARD, _is_card),
    ("PHONE", _PHONE, _always),
)
