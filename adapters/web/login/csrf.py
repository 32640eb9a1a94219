"""Proof that a form was sent from our own page: a digest of the browser's cookie that only we can make."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from aiohttp import web

from adapters.web.login.cookie import secret_of
from adapters.web.problem import Problem
from adapters.web.session import token_of

FIELD = "csrf"
CSRF = Problem(403, "This form was not sent from our page, or it is too old.", "Open the page again and repeat it.")


class Csrf:
    def __init__(self, key: str) -> None:
        self._key = (key or secrets.token_urlsafe(32)).encode()

    def token(self, request: web.Request, browser: str) -> str:
        """`browser`: the cookie that the page is sent with."""
        return self._mark(secret_of(request) or browser)

    def check(self, request: web.Request, given: str) -> None:
        """Raises Problem; the browser's own word of where the form came from counts too."""
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        expected = self._mark(secret_of(request) or token_of(request))
        if site != "same-origin" or not hmac.compare_digest(expected.encode(), given.encode()):
            raise CSRF

    def _mark(self, bound: str) -> str:
        return hmac.new(self._key, b"form:" + bound.encode(), hashlib.sha256).hexdigest()
