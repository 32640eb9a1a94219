"""The people who may sign in on the web, with their passwords as argon2 digests."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import SecretStr

DIGEST = "$argon2"
AT_ONCE = 2
"""Digests computed at the same time; each takes 64 MiB and a core for a moment."""


class Accounts:
    """`passwords` by user name: plain, or already an argon2 digest ($argon2id$…)."""

    def __init__(self, passwords: Mapping[str, SecretStr], hasher: PasswordHasher | None = None) -> None:
        self._plain = dict(passwords)
        self._hasher = hasher or PasswordHasher()
        self._digests: dict[str, str] = {}
        self._nobody = ""
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._made = asyncio.Lock()

    def __bool__(self) -> bool:
        return bool(self._plain)

    def __contains__(self, name: str) -> bool:
        return name in self._plain

    async def check(self, name: str, password: str) -> bool:
        """The same work for a name that nobody has."""
        await self._prepare()
        known = self._digests.get(name)
        async with self._turns:
            right = await asyncio.to_thread(self._verify, known or self._nobody, password)
        return right and known is not None

    async def _prepare(self) -> None:
        async with self._made:
            if not self._nobody:
                self._digests = {name: await self._digest(given) for name, given in self._plain.items()}
                self._nobody = await asyncio.to_thread(self._hasher.hash, secrets.token_hex())

    async def _digest(self, given: SecretStr) -> str:
        value = given.get_secret_value()
        return value if value.startswith(DIGEST) else await asyncio.to_thread(self._hasher.hash, value)

    def _verify(self, digest: str, password: str) -> bool:
        try:
            return self._hasher.verify(digest, password)
        except (VerificationError, InvalidHashError):
            return False
