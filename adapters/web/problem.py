"""Errors of the HTTP side as RFC 9457 problem documents, each with a hint and an id the log has too."""

from __future__ import annotations

import uuid
from http import HTTPStatus

import structlog
from aiohttp import web

log = structlog.get_logger()


class Problem(Exception):
    """`headers` by keyword, with _ for -: Retry_After="5"."""

    def __init__(self, status: int, title: str, hint: str, *, correlation: str = "", **headers: str) -> None:
        super().__init__(title)
        self.status, self.title, self.hint, self._correlation = status, title, hint, correlation
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def response(self) -> web.Response:
        correlation = self.note()
        document = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.title,
            "hint": self.hint,
            "correlation_id": correlation,
        }
        return web.json_response(
            document,
            status=self.status,
            headers={**self.headers, "X-Correlation-Id": correlation},
            content_type="application/problem+json",
        )

    def note(self) -> str:
        """Logs it and gives the id that the reader is told."""
        correlation = self._correlation or new_id()
        log.info("refused", status=self.status, detail=self.title, correlation_id=correlation)
        return correlation


def new_id() -> str:
    return uuid.uuid4().hex[:12]
