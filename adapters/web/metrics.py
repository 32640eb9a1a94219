"""HTTP figures for Prometheus, in a registry of their own."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

CONTENT_TYPE = CONTENT_TYPE_LATEST
SECONDS = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10)
METHODS = ("GET", "POST", "HEAD", "OPTIONS")


class Metrics:
    """Routes are patterns, so that labels stay few."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        names = ("route", "method", "status")
        self._requests = Counter("resync_http_requests", "HTTP requests answered", names, registry=self._registry)
        self._seconds = Histogram(
            "resync_http_seconds", "Time to answer a request", ("route",), registry=self._registry, buckets=SECONDS
        )

    def http(self, route: str, method: str, status: int, seconds: float) -> None:
        self._requests.labels(route, method if method in METHODS else "other", str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def exposition(self) -> bytes:
        return generate_latest(self._registry)
