"""Who asks, from users.info; kept ten minutes. Without an answer: the id alone, in UTC."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.turn import Person
from tws.clock import Clock

log = structlog.get_logger(__name__)


class People:
    def __init__(self, client: AsyncWebClient, clock: Clock, *, seconds: float = 600.0, most: int = 2_000) -> None:
        self._client, self._clock, self._seconds, self._most = client, clock, seconds, most
        self._known: OrderedDict[str, tuple[float, Person]] = OrderedDict()

    async def person(self, user: str) -> Person:
        until, known = self._known.get(user, (0.0, None))
        if known and until > self._now():
            return known
        person, seconds = await self._ask(user)
        self._known.pop(user, None)
        self._known[user] = (self._now() + seconds, person)
        while len(self._known) > self._most:
            self._known.popitem(last=False)
        return person

    def locale(self, user: str) -> str:
        """As far as known without asking Slack."""
        known = self._known.get(user, (0.0, None))[1]
        return known.locale if known else ""

    def _now(self) -> float:
        return self._clock().timestamp()

    async def _ask(self, user: str) -> tuple[Person, float]:
        """A failure is kept a tenth of the time, so that a Slack in trouble is not asked for each message."""
        try:
            answer = await self._client.users_info(user=user, include_locale=True)
        except Exception as error:
            log.warning("slack.person_unknown", user=user, error=type(error).__name__)
            return Person(user), self._seconds / 10
        found = answer.get("user")
        return _person(user, found if isinstance(found, Mapping) else {}), self._seconds


def _person(user: str, found: Mapping[str, Any]) -> Person:
    zone = str(found.get("tz") or "")
    profile = found.get("profile") or {}
    name = profile.get("display_name") or found.get("real_name") or found.get("name") or ""
    return Person(id=user, name=str(name), timezone=_zone(zone), locale=str(found.get("locale") or ""))


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ValueError, OSError, LookupError):
        return "UTC"
