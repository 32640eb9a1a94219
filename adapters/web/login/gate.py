"""Who is asking. In development on this machine anybody; otherwise whoever shows a token or the cookie of a sign-in."""

from __future__ import annotations

from typing import Protocol

from aiohttp import web

from adapters.web.login.accounts import Accounts
from adapters.web.login.cookie import secret_of
from adapters.web.login.logins import Logins
from adapters.web.login.tokens import BadToken, Tokens
from adapters.web.origin import same_origin
from adapters.web.problem import Problem
from bot.turn import Person


class Gate(Protocol):
    asks: bool
    """True where people sign in here."""

    async def who(self, request: web.Request) -> Person | None:
        """None for a stranger. Raises Problem for a token that does not hold."""


class OpenGate:
    """Everybody is the same person: a chat on one's own machine needs no password."""

    asks = False

    def __init__(self, person: Person) -> None:
        self._person = person

    async def who(self, request: web.Request) -> Person | None:
        return self._person


class LoginGate:
    """With no accounts it is shut: nobody gets in."""

    asks = True

    def __init__(self, accounts: Accounts, tokens: Tokens, logins: Logins) -> None:
        self._accounts, self._tokens, self._logins = accounts, tokens, logins

    async def who(self, request: web.Request) -> Person | None:
        if "Authorization" in request.headers:
            name = self._bearer(request.headers["Authorization"])
        else:
            name = await self._cookie(request)
        return Person(id=name, name=name) if name in self._accounts else None

    def _bearer(self, header: str) -> str:
        scheme, _, token = header.partition(" ")
        try:
            if scheme.casefold() != "bearer":
                raise BadToken("scheme")
            return self._tokens.name(token.strip())
        except BadToken:
            raise Problem(
                401,
                "The token is not valid or has expired.",
                "Get a new one with POST /token.",
                WWW_Authenticate='Bearer error="invalid_token"',
            ) from None

    async def _cookie(self, request: web.Request) -> str:
        """A page of another site never speaks with our cookie, also where a browser would send it."""
        secret = secret_of(request)
        return await self._logins.person(secret) if secret and same_origin(request) else ""
