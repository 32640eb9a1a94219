"""Sign-ins of browsers, kept in SQL: every replica knows them, and signing out ends them at once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.web.limits import LOGIN_HOURS
from adapters.web.tables import logins
from tws.clock import Clock

LIFE = timedelta(hours=LOGIN_HOURS)


class Logins:
    def __init__(self, database: AsyncEngine, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def open(self, person: str) -> str:
        """The secret for the cookie. What has ended is swept on the way."""
        secret, now = secrets.token_urlsafe(32), self._clock()
        row = {"digest": _digest(secret), "person": person, "made": now, "until": now + LIFE}
        async with self._writing.begin() as connection:
            await connection.execute(delete(logins).where(logins.c.until <= now))
            await connection.execute(insert(logins).values(**row))
        return secret

    async def person(self, secret: str) -> str:
        """Empty where it is unknown, ended or was signed out."""
        found = select(logins.c.person).where(logins.c.digest == _digest(secret), logins.c.until > self._clock())
        async with self._database.connect() as connection:
            return (await connection.execute(found)).scalar() or ""

    async def end(self, secret: str) -> None:
        async with self._writing.begin() as connection:
            await connection.execute(delete(logins).where(logins.c.digest == _digest(secret)))

    @property
    def _writing(self) -> AsyncEngine:
        return self._database.execution_options(writes=True)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
