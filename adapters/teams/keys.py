"""Microsoft's signing keys, from its OpenID metadata: kept a day, and asked for again when a new one appears."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import jwt
import structlog

from adapters.teams import limits
from adapters.teams.faults import KeysAway
from adapters.teams.settings import TeamsSettings
from adapters.teams.wire import FAILED, fetch
from tws.clock import Clock

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SigningKey:
    key: jwt.PyJWK
    endorsements: frozenset[str]
    """Channels it may speak for."""


class SigningKeys:
    def __init__(self, settings: TeamsSettings, session: aiohttp.ClientSession, clock: Clock) -> None:
        self._settings, self._session, self._clock = settings, session, clock
        self._keys: dict[str, SigningKey] = {}
        self._fetched: datetime | None = None
        self._failed: datetime | None = None
        self._lock = asyncio.Lock()

    async def get(self, kid: str) -> SigningKey | None:
        """None for a key that Microsoft does not publish. Raises KeysAway where that cannot be known."""
        if self._due(kid):
            async with self._lock:
                if self._due(kid):
                    await self._refresh(kid)
        return self._keys.get(kid)

    def _due(self, kid: str) -> bool:
        if self._fetched is None:
            return True
        most = limits.KEYS_SECONDS if kid in self._keys else limits.KEYS_GAP_SECONDS
        return not self._within(self._fetched, most)

    def _within(self, since: datetime | None, seconds: float) -> bool:
        return since is not None and self._clock() - since < timedelta(seconds=seconds)

    async def _refresh(self, kid: str) -> None:
        """Known keys go on being good while Microsoft is not reached."""
        try:
            if self._within(self._failed, limits.KEYS_RETRY_SECONDS):
                raise TimeoutError("failed a moment ago")
            self._keys = await self._read()
            self._fetched, self._failed = self._clock(), None
        except FAILED as error:
            if not self._within(self._failed, limits.KEYS_RETRY_SECONDS):
                self._failed = self._clock()
                log.error("teams.keys_away", error=type(error).__name__)
            if kid not in self._keys:
                raise KeysAway from error

    async def _read(self) -> dict[str, SigningKey]:
        address = (await self._get(self._settings.metadata_url)).get("jwks_uri")
        if not isinstance(address, str) or not self._settings.may_call(address):
            raise ValueError("no address of keys")
        listed = (await self._get(address)).get("keys")
        found = dict(_keys(listed if isinstance(listed, list) else []))
        if not found:
            raise ValueError("no keys")
        return found

    async def _get(self, url: str) -> Mapping[str, Any]:
        status, body = await fetch(self._session, url, limits.KEYS_BYTES)
        if status != 200:
            raise ValueError(f"answered {status}")
        return body


def _keys(listed: list[Any]) -> Iterable[tuple[str, SigningKey]]:
    """Only RSA keys with an id; one that cannot be read must not hide the others."""
    for each in listed:
        if not isinstance(each, dict) or each.get("kty") != "RSA" or not isinstance(each.get("kid"), str):
            continue
        try:
            key = jwt.PyJWK(each, algorithm="RS256")
        except jwt.PyJWTError:
            log.warning("teams.key_unreadable", kid=each["kid"][:100])
            continue
        endorsed = each.get("endorsements")
        yield each["kid"], SigningKey(key, frozenset(map(str, endorsed if isinstance(endorsed, list) else [])))
