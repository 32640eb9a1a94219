"""The page's few files, served from the package by name (so no path can lead elsewhere), and the security headers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.resources import files

from aiohttp import ETag, web

_FILES = {
    "/colours.css": "text/css",
    "/chat.css": "text/css",
    "/plain.css": "text/css",
    "/chat.js": "text/javascript",
    "/socket.js": "text/javascript",
    "/icon.svg": "image/svg+xml",
}


def csp(forms: str) -> str:
    """`forms`: where forms of the page may be sent to."""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        f"base-uri 'none'; form-action {forms}; frame-ancestors 'none'"
    )


HEADERS = {
    "Content-Security-Policy": csp("'none'"),
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
        return response

    def _whole(self) -> web.Response:
        return web.Response(body=self.body, content_type=self.content_type, charset="utf-8")


def pages() -> dict[str, Page]:
    """Route -> file; read once, at start."""
    folder = files("adapters.web") / "page"
    return {route: page_of((folder / route[1:]).read_bytes(), kind) for route, kind in _FILES.items()}


def page_of(body: bytes, content_type: str) -> Page:
    return Page(body, content_type, hashlib.sha256(body).hexdigest()[:32])


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
