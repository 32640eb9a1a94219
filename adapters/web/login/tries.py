"""How often somebody may try to sign in, counted for all replicas together."""

from __future__ import annotations

import hashlib
import math

from aiohttp import web

from adapters.web.limits import ADDRESS_TRIES, LOGIN_SECONDS, LOGIN_TRIES
from adapters.web.problem import Problem
from bot.coordination.face import Coordination, CoordinationLost


class Tries:
    def __init__(self, coordination: Coordination) -> None:
        self._coordination = coordination

    async def count(self, request: web.Request, name: str) -> None:
        """Raises Problem: 429 where it was too often, 503 where nobody can count."""
        address = request.remote or ""
        both = hashlib.sha256(f"{name.casefold()}\0{address}".encode()).hexdigest()[:32]
        try:
            wait = await self._coordination.allow(f"login:{both}", LOGIN_TRIES, LOGIN_SECONDS)
            wait = wait or await self._coordination.allow(f"login-from:{address}", ADDRESS_TRIES, LOGIN_SECONDS)
        except CoordinationLost:
            raise Problem(
                503, "Signing in is not possible at the moment.", "Try again in a minute.", Retry_After="60"
            ) from None
        if wait:
            seconds = math.ceil(wait)
            raise Problem(
                429, "Too many tries to sign in.", f"Try again in {seconds} seconds.", Retry_After=str(seconds)
            )
