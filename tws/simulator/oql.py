"""The query language of REST V2 (section 4.2 of the contract): text to a function that tells what matches.

query = [or] [ORDER BY field [ASC|DESC]];  or = and {OR and};  and = term {AND term};  term = ( or ) | field op value
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from tws.simulator.oql_values import Field, Literal, converted, like_pattern

T = TypeVar("T")
Match = Callable[[T], bool]
MAX_DEPTH = 40
_TOKEN = re.compile(
    r"\s*(?:(?P<string>'(?:[^']|'')*')|(?P<number>-?\d+(?:\.\d+)?)|(?P<word>[A-Za-z_][\w.]*)"
    r"|(?P<sign><=|>=|!=|[=<>()\[\],]))"
)
COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


class OqlError(ValueError):
    """The text is no query; becomes 400 OQL_FILTER_SYNTAX_ERROR."""


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str

    def is_word(self, *words: str) -> bool:
        return self.kind == "word" and self.text.upper() in words


END = Token("end", "")


@dataclass(frozen=True, slots=True)
class OqlQuery(Generic[T]):
    matches: Match[T]
    order_by: Field[T] | None = None
    descending: bool = False


def tokens_of(text: str) -> list[Token]:
    found: list[Token] = []
    position = 0
    text = text.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise OqlError(f"unexpected character at {position}")
        found.append(Token(match.lastgroup, match[match.lastgroup]))
        position = match.end()
    return found


class OqlParser(Generic[T]):
    def __init__(self, text: str, fields: Mapping[str, Field[T]]) -> None:
        self._tokens = tokens_of(text)
        self._fields = fields
        self._position = 0
        self._depth = 0

    def parse(self) -> OqlQuery[T]:
        empty = self._next_is("ORDER") or self._peek() is END
        matches: Match[T] = (lambda item: True) if empty else self._or()
        order, descending = self._order()
        if self._peek() is not END:
            raise OqlError(f"unexpected {self._peek().text!r}")
        return OqlQuery(matches, order, descending)

    def _peek(self) -> Token:
        return self._tokens[self._position] if self._position < len(self._tokens) else END

    def _take(self) -> Token:
        token = self._peek()
        self._position += 1
        return token

    def _next_is(self, *words: str) -> bool:
        return self._peek().is_word(*words)

    def _take_word(self, *words: str) -> bool:
        found = self._next_is(*words)
        self._position += found
        return found

    def _expect(self, sign: str) -> None:
        token = self._take()
        if token.text != sign:
            raise OqlError(f"{sign!r} expected, not {token.text!r}")

    def _order(self) -> tuple[Field[T] | None, bool]:
        if not self._take_word("ORDER"):
            return None, False
        if not self._take_word("BY"):
            raise OqlError("BY expected after ORDER")
        name = self._take().text
        field = self._field("name" if name == "key.name" else name)
        descending = self._take_word("DESC")
        if not descending:
            self._take_word("ASC")
        return field, descending

    def _or(self) -> Match[T]:
        parts = [self._and()]
        while self._take_word("OR"):
            parts.append(self._and())
        return parts[0] if len(parts) == 1 else lambda item: any(part(item) for part in parts)

    def _and(self) -> Match[T]:
        parts = [self._term()]
        while self._take_word("AND"):
            parts.append(self._term())
        return parts[0] if len(parts) == 1 else lambda item: all(part(item) for part in parts)

    def _term(self) -> Match[T]:
        if self._peek() == Token("sign", "("):
            return self._group()
        token = self._take()
        if token.kind != "word":
            raise OqlError(f"a field is expected, not {token.text!r}")
        return self._comparison(self._field(token.text))

    def _group(self) -> Match[T]:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise OqlError("too many parentheses")
        self._take()
        inside = self._or()
        self._expect(")")
        self._depth -= 1
        return inside

    def _field(self, name: str) -> Field[T]:
        if name not in self._fields:
            raise OqlError(f"unknown field {name!r}")
        return self._fields[name]

    def _comparison(self, field: Field[T]) -> Match[T]:
        negated = self._take_word("NOT")
        if self._take_word("IN"):
            return self._in(field, negated)
        if self._take_word("LIKE"):
            return self._like(field, negated)
        sign = self._take()
        if negated or sign.kind != "sign":
            raise OqlError(f"an operator is expected, not {sign.text!r}")
        return self._compare(field, sign.text)

    def _compare(self, field: Field[T], sign: str) -> Match[T]:
        value = self._value(field)
        if sign in ("=", "!="):
            return one_of(field, [value], negated=sign == "!=")
        if sign not in COMPARISONS or value is None:
            raise OqlError(f"an operator is expected, not {sign!r}")
        compare = COMPARISONS[sign]
        values = field.values
        return lambda item: any(v is not None and compare(v, value) for v in values(item))

    def _in(self, field: Field[T], negated: bool) -> Match[T]:
        self._expect("[")
        wanted = [self._value(field)]
        while self._peek() == Token("sign", ","):
            self._take()
            wanted.append(self._value(field))
        self._expect("]")
        return one_of(field, wanted, negated=negated)

    def _like(self, field: Field[T], negated: bool) -> Match[T]:
        token = self._take()
        if token.kind != "string" or field.kind is not str:
            raise OqlError("LIKE takes a field of text and a quoted pattern")
        fits = like_pattern(unquoted(token.text)).fullmatch
        values = field.values
        return lambda item: any(isinstance(v, str) and bool(fits(v)) for v in values(item)) is not negated

    def _value(self, field: Field[T]) -> Literal:
        token = self._take()
        try:
            return converted(unquoted(token.text) if token.kind == "string" else bare(token), field.kind)
        except ValueError as error:
            raise OqlError(str(error)) from error


def one_of(field: Field[T], wanted: list[Literal], *, negated: bool) -> Match[T]:
    accepted = frozenset(wanted)
    values = field.values
    return lambda item: any(v in accepted for v in values(item) or (None,)) is not negated


def unquoted(text: str) -> str:
    return text[1:-1].replace("''", "'")


def bare(token: Token) -> Literal:
    words: Mapping[str, Literal] = {"true": True, "false": False, "null": None}
    if token.kind == "number":
        return float(token.text)
    if token.kind == "word" and token.text in words:
        return words[token.text]
    raise OqlError(f"a value is expected, not {token.text!r}")


def parse_oql(text: str, fields: Mapping[str, Field[T]]) -> OqlQuery[T]:
    return OqlParser(text, fields).parse()
