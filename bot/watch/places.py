"""Channels that hear of the plan unasked, and in whose words."""

from __future__ import annotations

from bot.context import Context, Services
from bot.settings import Channel
from bot.turn import Person, Place
from bot.words import Words

NOBODY = Person("", "Resync")
_PLATFORMS = ("slack", "teams", "web", "terminal")


class NoPlace(ValueError):
    """Not `platform:channel`."""


def place_of(address: str) -> Place:
    """`slack:C0OPS` or `teams:19:…@thread.tacv2`. Raises NoPlace."""
    platform, _, channel = address.partition(":")
    for known in _PLATFORMS:
        if platform == known and channel:
            return Place(known, channel)  # type: ignore[arg-type]
    raise NoPlace(f"{address!r} is no place: write slack:CHANNEL or teams:CONVERSATION.")


def speaking(services: Services, place: Place, language: str, timezone: str) -> Context:
    """For a message that nobody asked for."""
    return Context(services, NOBODY, place, Words(language, timezone, services.clock()))


def in_channel(services: Services, channel: Channel) -> Context:
    return speaking(services, place_of(channel.place), channel.language, channel.timezone)
