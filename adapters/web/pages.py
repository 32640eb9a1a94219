"""The page's few files, served from the package by name (so no path can lead elsewhere), and the security headers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.resources import files

from aiohttp import ETag, web

from adapters.web.session import keep_token, token_of

_FILES = {
    "/": ("index.html", "text/html"),
    "/chat.css": ("chat.css", "text/css"),
    "/chat.js": ("chat.js", "text/javascript"),
    "/socket.js": ("socket.js", "text/javascript"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True, slots=True)
class Page:
    body: bytes
    content_type: str
    tag: str

    async def serve(self, request: web.Request) -> web.Response:
        """Answers 304 where the browser already has this version."""
        seen = request.if_none_match or ()
        fresh = any(tag.value in (self.tag, "*") for tag in seen)
        response = web.Response(status=304) if fresh else self._whole()
        response.etag = ETag(self.tag)
        response.headers["Cache-Control"] = "no-cache"
        keep_token(request, response, token_of(request))
        return response

    def _whole(self) -> web.Response:
        return web.Response(body=self.body, content_type=self.content_type, charset="utf-8")


def pages() -> dict[str, Page]:
    """Route -> file; read once, at start."""
    folder = files("adapters.web") / "page"
    return {route: _page((folder / name).read_bytes(), kind) for route, (name, kind) in _FILES.items()}


def _page(body: bytes, content_type: str) -> Page:
    return Page(body, content_type, hashlib.sha256(body).hexdigest()[:32])


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
