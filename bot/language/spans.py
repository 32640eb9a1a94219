"""Lengths of time in words: `4h`, `ninety minutes`, `hora e meia`, `1h30`, `a couple of days`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNITS = {
    "m": "minutes? mins? m minutos? minutinhos? minutitos?",
    "h": "hours? hrs? h hs horas? horinhas? horitas?",
    "d": "days? d dias?",
    "w": "weeks? wks? w semanas?",
    "f": "fortnights? quinzenas? quincenas?",
    "M": "months? mes meses",
    "Y": "years? anos?",
}
UNIT = "(?:" + "|".join(w for words in _UNITS.values() for w in words.split()) + r")(?!\w)"
_NAMES = {w: u for u, words in _UNITS.items() for w in words.replace("s?", "").split()}
_MINUTES = {"m": 1, "h": 60, "d": 1440, "w": 10080, "f": 21600, "M": 43200, "Y": 525600}
_SMALLER = {"h": ("m", 60), "d": ("h", 24), "w": ("d", 7), "M": ("d", 30), "Y": ("M", 12)}
_LONGEST = 1440 * 3660
_ONES = (
    "one um uma un una an a|two dois duas dos|three tres|four quatro cuatro|five cinco|six seis|seven sete siete"
    "|eight oito ocho|nine nove nueve"
)
_TEENS = (
    "ten dez diez|eleven onze once|twelve doze doce|thirteen treze trece|fourteen quatorze catorze catorce"
    "|fifteen quinze quince|sixteen dezesseis dieciseis|seventeen dezessete diecisiete|eighteen dezoito dieciocho"
    "|nineteen dezenove diecinueve|twenty vinte veinte|veintiun veintiuna veintiuno|veintidos|veintitres"
    "|veinticuatro|veinticinco|veintiseis|veintisiete|veintiocho|veintinueve"
)
_TENS = (
    "thirty trinta treinta|forty quarenta cuarenta|fifty cinquenta cincuenta|sixty sessenta sesenta"
    "|seventy setenta|eighty oitenta ochenta|ninety noventa"
)
_VALUES = {
    **{w: n for n, words in enumerate(_ONES.split("|"), 1) for w in words.split()},
    **{w: n for n, words in enumerate(_TEENS.split("|"), 10) for w in words.split()},
    **{w: n * 10 for n, words in enumerate(_TENS.split("|"), 3) for w in words.split()},
    **dict.fromkeys(("hundred", "cem", "cien"), 100),
}
_FEW = {"couple": 2, "par": 2, "few": 3, "algumas": 3, "alguns": 3, "algunas": 3, "algunos": 3, "poucas": 3, "pocas": 3}
_WORDS = "|".join(sorted(_VALUES, key=len, reverse=True))
_ROUND = "twenty|vinte|veinte|" + _TENS.replace(" ", "|")
NUMBER = rf"(?:\d{{1,4}}(?![\d:/])|(?:{_ROUND})(?:-|\s+e\s+|\s+y\s+|\s)(?:{_ONES.replace(' ', '|')})\b|(?:{_WORDS})\b)"
_ABOUT = r"(?:(?:about|around|some|roughly|circa|cerca de|un[ao]s|uns|aproximadamente|mais ou menos|mas o menos)\s+)?"
_HALF = r"(?:and a half|e meia|y media)"
_QUARTER = r"(?:and a quarter|e quinze|y cuarto)"
_SPAN = re.compile(
    rf"{_ABOUT}(?:(?P<half>(?:half (?:an?\s+)?|meia\s+|media\s+)(?:hour|hora)s?\b)"
    r"|(?P<quarter>(?:an?\s+|um\s+|un\s+)?(?:quarter of an hour|quarto de hora|cuarto de hora)\b)"
    r"|(?:an?\s+|um\s+|un\s+)?(?P<few>couple|par|few|algumas|alguns|algunas|algunos|poucas|pocas)\s+(?:of\s+|de\s+)?"
    rf"(?P<fu>{UNIT})"
    rf"|(?P<n>{NUMBER})(?P<dec>[.,]5)?\s*(?P<h1>{_HALF}\s+)?(?:(?P<u>{UNIT})(?P<h2>\s+{_HALF}\b)?"
    rf"(?:\s*(?:and|e|y|,)?\s*(?P<n2>{NUMBER})\s*(?P<u2>m(?:in(?:ute|uto)?s?)?)\b)?|h(?P<m>[0-5]\d)(?!\w)))"
)
_NUMBER = re.compile(NUMBER)
_ONE = re.compile(rf"(?P<u>{UNIT})(?:(?P<h>\s+{_HALF}\b)|(?<=hora)(?P<q>\s+{_QUARTER}\b))?")


@dataclass(frozen=True, slots=True)
class Span:
    amount: int
    unit: str
    """m, h, d, w, M (months) or Y."""

    @property
    def iso(self) -> str:
        """As ISO-8601 writes a duration."""
        return f"P{'T' if self.unit in 'mh' else ''}{self.amount}{self.unit.upper()}"


def span(text: str, at: int) -> tuple[Span, int] | None:
    """The length that stands there, and where it ends. Raises ValueError for none at all and for over ten years."""
    match = _SPAN.match(text, at)
    return (_checked(_length(match)), match.end()) if match else None


def one(text: str, at: int) -> tuple[Span, int] | None:
    """A unit alone: `the last hour`; of a plural three."""
    match = _ONE.match(text, at)
    if not match:
        return None
    if match["q"]:
        return Span(75, "m"), match.end()
    word, kind = match["u"], _unit(match["u"])
    plural = word.endswith("s") and word not in ("mes", "hs")
    return _checked(_and_half(1, kind) if match["h"] else _whole(3 if plural else 1, kind)), match.end()


def number(word: str) -> int:
    """Of figures or words up to a hundred."""
    parts = re.split(r"-|\s+(?:[ey]\s+)?", word.strip())
    return sum(int(p) if p.isdigit() else _VALUES[p] for p in parts)


def figure(text: str, at: int) -> tuple[int, int] | None:
    """The number that stands there, and where it ends."""
    match = _NUMBER.match(text, at)
    return (number(match.group()), match.end()) if match else None


def _length(match: re.Match[str]) -> Span:
    if match["half"]:
        return Span(30, "m")
    if match["quarter"]:
        return Span(15, "m")
    if match["few"]:
        return _whole(_FEW[match["few"]], _unit(match["fu"]))
    amount, unit = number(match["n"]), _unit(match["u"] or "h")
    if minutes := match["m"] or match["n2"]:
        return Span(amount * _MINUTES[unit] + number(minutes), "m")
    return _and_half(amount, unit) if match["dec"] or match["h1"] or match["h2"] else _whole(amount, unit)


def _and_half(amount: int, unit: str) -> Span:
    if unit == "m":
        return Span(amount + 1, "m")
    smaller, parts = _SMALLER.get(unit, ("d", 15))
    return Span(amount * parts + parts // 2, smaller)


def _whole(amount: int, unit: str) -> Span:
    if unit == "f":
        return Span(amount * 15, "d")
    return Span(amount, unit)


def _unit(word: str) -> str:
    return _NAMES.get(word) or _NAMES[word.removesuffix("s")]


def _checked(found: Span) -> Span:
    if not 0 < found.amount * _MINUTES[found.unit] <= _LONGEST:
        raise ValueError(found)
    return found
