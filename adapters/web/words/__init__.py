"""The web's own words, in the language that the browser asks for: English or Portuguese."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from aiohttp import web

LANGUAGES = ("en", "pt")
TAGS: Mapping[str, str] = {"en": "en", "pt": "pt-BR"}


@cache
def catalogue(language: str) -> Mapping[str, Mapping[str, str]]:
    """Groups of format strings; for Portuguese what is missing is a KeyError, which a test finds."""
    return tomllib.loads((files(__package__) / f"{language}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Words:
    language: str

    @property
    def tag(self) -> str:
        return TAGS[self.language]

    def __call__(self, key: str, **values: object) -> str:
        """`key` such as `login.title`."""
        group, _, name = key.partition(".")
        return catalogue(self.language)[group][name].format(**values)

    def group(self, name: str) -> Mapping[str, str]:
        return catalogue(self.language)[name]


def words_for(locale: str) -> Words:
    """By a BCP 47 tag; what is neither Portuguese nor English reads English."""
    return Words("pt" if locale.casefold().startswith("pt") else "en")


def words_of(request: web.Request) -> Words:
    """By Accept-Language, the most wanted first."""
    wanted = request.headers.get("Accept-Language", "")[:200].split(",")
    ranked = sorted((_wish(part) for part in wanted), key=lambda wish: -wish[1])
    known = (tag[:2] for tag, quality in ranked if quality > 0 and tag[:2] in LANGUAGES)
    return Words(next(known, "en"))


def _wish(part: str) -> tuple[str, float]:
    tag, _, quality = part.strip().casefold().partition(";q=")
    try:
        return tag, float(quality or 1)
    except ValueError:
        return tag, 0.0
