"""Who is asking: accounts, tokens for programs, cookies for browsers."""

from __future__ import annotations

from argon2 import PasswordHasher
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.web.login.accounts import Accounts
from adapters.web.login.csrf import Csrf
from adapters.web.login.desk import LoginDesk
from adapters.web.login.gate import LoginGate
from adapters.web.login.logins import Logins
from adapters.web.login.tokens import Tokens
from adapters.web.login.tries import Tries
from bot.coordination.face import Coordination
from tws.clock import Clock


class Signing:
    """Everything about signing in. `passwords` by user name, plain or argon2; with none of them nobody gets in."""

    def __init__(
        self,
        passwords: dict[str, SecretStr],
        secret_key: str,
        database: AsyncEngine,
        coordination: Coordination,
        clock: Clock,
        hasher: PasswordHasher | None = None,
    ) -> None:
        accounts, tokens = Accounts(passwords, hasher), Tokens(secret_key, clock)
        self._logins = Logins(database, clock)
        self.csrf = Csrf(secret_key)
        self.gate = LoginGate(accounts, tokens, self._logins)
        self.desk = LoginDesk(accounts, tokens, self._logins, Tries(coordination), self.csrf)
