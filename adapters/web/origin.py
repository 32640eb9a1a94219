"""Only pages this host served may talk to it: a browser's Origin must be the Host, and the Host a name of ours."""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

LISTED_METHODS = "GET, POST"
LISTED_HEADERS = "Authorization, Content-Type"


def same_origin(request: web.Request) -> bool:
    """True also without Origin: programs send none, browsers always do on a WebSocket and a POST."""
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin") or request.method == "GET"
    return urlsplit(origin).netloc.casefold() == request.host.casefold()


def listed(request: web.Request, origins: Collection[str]) -> bool:
    """Whether another site that the settings name is asking; it must bring a token, cookies do not count for it."""
    return request.headers.get("Origin", "").casefold() in origins


def sharing(request: web.Request) -> dict[str, str]:
    """Headers that let the listed site read the answer."""
    return {
        "Access-Control-Allow-Origin": request.headers["Origin"],
        "Access-Control-Allow-Methods": LISTED_METHODS,
        "Access-Control-Allow-Headers": LISTED_HEADERS,
        "Access-Control-Max-Age": "600",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Vary": "Origin",
    }


def our_name(request: web.Request, names: Collection[str]) -> bool:
    """Stops DNS rebinding: a dotted name must be one of `names`; addresses and local names cannot be rebound."""
    try:
        name = (urlsplit(f"//{request.host}").hostname or "").casefold()
    except ValueError:
        return False
    return name in names or "." not in name or name.endswith(".localhost") or is_address(name)


def is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def is_loopback(bind: str) -> bool:
    return ip_address(bind).is_loopback if is_address(bind) else bind == "localhost"
