"""The cookie of a sign-in: shut to scripts and other sites, and over https bound to this host."""

from __future__ import annotations

import re

from aiohttp import web

from adapters.web.limits import LOGIN_HOURS

PLAIN, SECURE = "resync_login", "__Host-resync_login"
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def over_tls(request: web.Request) -> bool:
    """What a proxy says is believed: a lie makes the liar's own cookie stricter, nothing else."""
    return request.secure or request.headers.get("X-Forwarded-Proto", "") == "https"


def secret_of(request: web.Request) -> str:
    """Empty where there is none."""
    found = request.cookies.get(SECURE if over_tls(request) else PLAIN, "")
    return found if _SECRET.fullmatch(found) else ""


def give(request: web.Request, response: web.StreamResponse, secret: str) -> None:
    tls = over_tls(request)
    response.set_cookie(
        SECURE if tls else PLAIN,
        secret,
        max_age=LOGIN_HOURS * 3600,
        httponly=True,
        samesite="Strict",
        secure=tls,
        path="/",
    )


def take(request: web.Request, response: web.StreamResponse) -> None:
    tls = over_tls(request)
    response.del_cookie(SECURE if tls else PLAIN, path="/", secure=tls, httponly=True, samesite="Strict")
