"""Bearer tokens of POST /token: JWT, HS256, short-lived, each with an id."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

import jwt

from adapters.web.limits import TOKEN_MINUTES
from tws.clock import Clock

ISSUER = AUDIENCE = "resync"
ALGORITHM = "HS256"
LEAST_KEY = 32
"""Characters of the signing key."""
_CLAIMS = ("exp", "iat", "sub", "jti", "iss", "aud")
LIFE = timedelta(minutes=TOKEN_MINUTES)


class BadToken(Exception):
    """Not a token of ours that holds now."""


class Tokens:
    """Without a key one is made, and tokens end with the process."""

    def __init__(self, key: str, clock: Clock) -> None:
        self._key = key or secrets.token_urlsafe(48)
        self._clock = clock

    def issue(self, name: str) -> str:
        now = self._clock()
        claims = {"sub": name, "iss": ISSUER, "aud": AUDIENCE, "jti": secrets.token_hex(12)}
        return jwt.encode({**claims, "iat": now, "exp": now + LIFE}, self._key, algorithm=ALGORITHM)

    def name(self, token: str) -> str:
        """Whose it is. Raises BadToken. Times are held against our own clock, not the library's."""
        try:
            claims = jwt.decode(
                token,
                self._key,
                algorithms=[ALGORITHM],
                issuer=ISSUER,
                audience=AUDIENCE,
                options={"require": list(_CLAIMS), "verify_exp": False, "verify_iat": False, "verify_nbf": False},
            )
            made, ends = (datetime.fromtimestamp(int(claims[name]), UTC) for name in ("iat", "exp"))
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, OSError) as fault:
            raise BadToken(type(fault).__name__) from None
        if not made - timedelta(minutes=1) <= self._clock() < ends or ends - made > LIFE:
            raise BadToken("expired")
        return str(claims["sub"])
