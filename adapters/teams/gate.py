"""Who may speak to us as Teams: learn.microsoft.com/azure/bot-service/rest-api/
bot-framework-rest-connector-authentication, "Authenticate requests from the Bot Connector service to your bot"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jwt

from adapters.teams import limits
from adapters.teams.faults import Stranger
from adapters.teams.incoming import tenant_of
from adapters.teams.keys import SigningKeys
from adapters.teams.settings import TeamsSettings
from tws.clock import Clock

CHANNEL = "msteams"
_NEEDED = ["iss", "aud", "exp", "serviceurl"]


class Gate:
    def __init__(self, settings: TeamsSettings, keys: SigningKeys, clock: Clock) -> None:
        self._settings, self._keys, self._clock = settings, keys, clock

    async def token(self, header: str) -> str:
        """The service URL that a good token speaks for. Raises Stranger or KeysAway."""
        scheme, _, token = header.partition(" ")
        if scheme != "Bearer" or not token:
            raise Stranger("no bearer token")
        try:
            claims = await self._claims(token)
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise Stranger(type(error).__name__) from error
        self._in_time(claims)
        return str(claims["serviceurl"])

    async def _claims(self, token: str) -> Mapping[str, Any]:
        """Times are left to our own clock."""
        head = jwt.get_unverified_header(token)
        if head.get("alg") != "RS256" or not isinstance(head.get("kid"), str):
            raise Stranger("not signed as Microsoft signs")
        key = await self._keys.get(head["kid"])
        if key is None or CHANNEL not in key.endorsements:
            raise Stranger("not one of Microsoft's keys for Teams")
        settings = self._settings
        return jwt.decode(
            token,
            key.key,
            algorithms=["RS256"],
            audience=settings.app_id,
            issuer=settings.issuer,
            options={"require": _NEEDED, "verify_exp": False, "verify_nbf": False, "verify_iat": False},
        )

    def _in_time(self, claims: Mapping[str, Any]) -> None:
        now = self._clock().timestamp()
        ends, begins = claims["exp"], claims.get("nbf", 0)
        if not isinstance(ends, int | float) or not isinstance(begins, int | float):
            raise Stranger("unreadable times")
        if now > ends + limits.SKEW_SECONDS or now < begins - limits.SKEW_SECONDS:
            raise Stranger("expired or not valid yet")

    def activity(self, body: Mapping[str, Any], service_url: str) -> None:
        """That the activity is what the token is for, from a tenant we serve. Raises Stranger."""
        named = body.get("serviceUrl")
        if not isinstance(named, str) or named.rstrip("/") != service_url.rstrip("/"):
            raise Stranger("another service URL than the token's")
        if not self._settings.may_post_to(named):
            raise Stranger("a service URL that is not Microsoft's")
        if body.get("channelId") != CHANNEL:
            raise Stranger("not from Teams")
        if tenant_of(body) not in self._settings.allowed_tenants:
            raise Stranger("another tenant")
