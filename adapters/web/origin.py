"""Only pages this host served may talk to it: a browser's Origin must be the Host, and the Host a name of ours."""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web


def same_origin(request: web.Request) -> bool:
    """True also without Origin: programs send none, browsers always do on a WebSocket."""
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc.casefold() == request.host.casefold()


def our_name(request: web.Request, names: Collection[str]) -> bool:
    """Stops DNS rebinding: a dotted name must be one of `names`; addresses and local names cannot be rebound."""
    try:
        name = (urlsplit(f"//{request.host}").hostname or "").casefold()
    except ValueError:
        return False
    return name in names or "." not in name or name.endswith(".localhost") or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
