"""Signing in and out: POST /token for programs, /login and /logout for browsers."""

from __future__ import annotations

import re
from collections.abc import Mapping

import structlog
from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from adapters.web.body import FORM, read_form, read_json
from adapters.web.limits import NAME_CHARACTERS, PASSWORD_CHARACTERS
from adapters.web.login.accounts import Accounts
from adapters.web.login.cookie import give, secret_of, take
from adapters.web.login.csrf import FIELD, Csrf
from adapters.web.login.logins import Logins
from adapters.web.login.tokens import LIFE, Tokens
from adapters.web.login.tries import Tries
from adapters.web.paper import page
from adapters.web.problem import Problem
from adapters.web.session import keep_token, token_of
from adapters.web.words import words_of

log = structlog.get_logger()

EXAMPLE = 'Send username and password as a form or as JSON: {"username": "…", "password": "…"}.'
_OURS = re.compile(r"/[A-Za-z0-9_-]*")
"""Where a sign-in may lead: one of our pages, never another site."""


class Credentials(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    username: str = Field(min_length=1, max_length=NAME_CHARACTERS)
    password: str = Field(min_length=1, max_length=PASSWORD_CHARACTERS)


class LoginDesk:
    def __init__(self, accounts: Accounts, tokens: Tokens, logins: Logins, tries: Tries, csrf: Csrf) -> None:
        self._accounts, self._tokens, self._logins = accounts, tokens, logins
        self._tries, self._csrf = tries, csrf

    async def token(self, request: web.Request) -> web.Response:
        """POST /token"""
        form = request.content_type == FORM
        given = _credentials(await read_form(request) if form else await read_json(request, EXAMPLE))
        if not await self._right(request, given):
            raise Problem(401, "The user name or the password is wrong.", EXAMPLE, WWW_Authenticate="Bearer")
        token = self._tokens.issue(given.username)
        document = {"access_token": token, "token_type": "bearer", "expires_in": int(LIFE.total_seconds())}
        return web.json_response(document, headers={"Cache-Control": "no-store"})

    async def show(self, request: web.Request) -> web.Response:
        """GET /login"""
        return self._page(request, request.query.get("next", ""))

    async def sign_in(self, request: web.Request) -> web.Response:
        """POST /login"""
        form = await read_form(request)
        self._csrf.check(request, form.get(FIELD, ""))
        try:
            given = _credentials(form)
            right = await self._right(request, given)
        except Problem as problem:
            return self._refused(request, form, problem)
        if not right:
            return self._page(request, form.get("next", ""), form.get("username", ""), 401, "login.wrong")
        response = _to(form.get("next", ""))
        give(request, response, await self._renewed(request, given.username))
        return response

    async def ask(self, request: web.Request) -> web.Response:
        """GET /logout: a link may not sign anybody out, so it is asked."""
        browser = token_of(request)
        response = page(request, "logout.html", csrf=self._csrf.token(request, browser))
        keep_token(request, response, browser)
        return response

    async def sign_out(self, request: web.Request) -> web.Response:
        """POST /logout"""
        self._csrf.check(request, (await read_form(request)).get(FIELD, ""))
        await self._logins.end(secret_of(request))
        response = _to("/login")
        take(request, response)
        return response

    async def _right(self, request: web.Request, given: Credentials) -> bool:
        await self._tries.count(request, given.username)
        right = await self._accounts.check(given.username, given.password)
        log.info("sign_in", right=right, known=given.username in self._accounts)
        return right

    async def _renewed(self, request: web.Request, name: str) -> str:
        """A new secret for each sign-in, so that one planted before is worth nothing."""
        await self._logins.end(secret_of(request))
        return await self._logins.open(name)

    def _refused(self, request: web.Request, form: Mapping[str, str], problem: Problem) -> web.Response:
        problem.note()
        key = {429: "login.too_often", 503: "login.away"}.get(problem.status, "login.missing")
        response = self._page(request, form.get("next", ""), form.get("username", ""), problem.status, key)
        response.headers.update(problem.headers)
        return response

    def _page(self, request: web.Request, to: str, name: str = "", status: int = 200, key: str = "") -> web.Response:
        browser, words = token_of(request), words_of(request)
        response = page(
            request,
            "login.html",
            status=status,
            csrf=self._csrf.token(request, browser),
            next=_ours(to),
            name=name[:NAME_CHARACTERS],
            notice=words(key) if key else "",
            shut=not self._accounts,
        )
        keep_token(request, response, browser)
        return response


def _credentials(given: object) -> Credentials:
    try:
        return Credentials.model_validate(given)
    except ValidationError:
        raise Problem(422, "A user name and a password are needed.", EXAMPLE) from None


def _ours(path: str) -> str:
    return path if _OURS.fullmatch(path) else "/"


def _to(path: str) -> web.Response:
    return web.Response(status=303, headers={"Location": _ours(path), "Cache-Control": "no-store"})
