"""Errors of the HTTP side as RFC 9457 problem documents, each with a hint and an id the log has too."""

from __future__ import annotations

import logging
import uuid
from http import HTTPStatus

from aiohttp import web

logger = logging.getLogger(__name__)


class Problem(Exception):
    def __init__(self, status: int, title: str, hint: str, **headers: str) -> None:
        super().__init__(title)
        self.status, self.title, self.hint, self.headers = status, title, hint, headers

    def response(self) -> web.Response:
        correlation = new_id()
        logger.info("refused with %s: %s (%s)", self.status, self.title, correlation)
        document = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.title,
            "hint": self.hint,
            "correlation_id": correlation,
        }
        headers = {name.replace("_", "-"): value for name, value in self.headers.items()}
        return web.json_response(
            document,
            status=self.status,
            headers={**headers, "X-Correlation-Id": correlation},
            content_type="application/problem+json",
        )


def new_id() -> str:
    return uuid.uuid4().hex[:12]
