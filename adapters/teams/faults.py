"""What can go wrong between Teams and us.

Stranger     a request that does not prove that it comes from Teams: 401
KeysAway     Microsoft's signing keys cannot be had, so nothing can be proved now: 503
ConnectorRefused   Teams answered a post with an error; `status` says which
ConnectorAway      no answer, or none that can be read; the post may have been made
TokenRefused       the login endpoint gave no token to post with
"""

from __future__ import annotations


class Stranger(Exception):
    """The text is for the log, never for the caller."""


class KeysAway(Exception):
    pass


class ConnectorRefused(Exception):
    """`code` is Teams' own word, such as MessageWritesBlocked; `wait` the seconds it asks for, where it does."""

    def __init__(self, status: int, code: str = "", wait: float | None = None) -> None:
        super().__init__(f"Teams answered {status} {code}".rstrip())
        self.status, self.code, self.wait = status, code, wait


class ConnectorAway(Exception):
    pass


class TokenRefused(Exception):
    """Check app id, client secret and tenant."""
