"""Figures for Prometheus, in a registry of their own: what this process counted, and what others tell when asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from adapters.web.services import Sample

PREFIX = "resync_"
CONTENT_TYPE = CONTENT_TYPE_LATEST
TURN_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
HTTP_SECONDS = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10)
METHODS = ("GET", "POST", "HEAD", "OPTIONS")


class Metrics:
    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._turns = Counter(
            "resync_turns",
            "Turns by platform, intent and outcome.",
            ("platform", "intent", "outcome"),
            registry=self._registry,
        )
        self._turn_seconds = Histogram(
            "resync_turn_seconds", "How long turns took.", ("intent",), registry=self._registry, buckets=TURN_SECONDS
        )
        self._http = Counter(
            "resync_http_requests",
            "HTTP requests by route and status.",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self._http_seconds = Histogram(
            "resync_http_seconds",
            "How long HTTP requests took.",
            ("route",),
            registry=self._registry,
            buckets=HTTP_SECONDS,
        )

    def turn(self, platform: str, intent: str, outcome: str, seconds: float) -> None:
        """`outcome`: answered, refused or failed."""
        self._turns.labels(platform, intent, outcome).inc()
        self._turn_seconds.labels(intent).observe(seconds)

    def http(self, route: str, method: str, status: int, seconds: float) -> None:
        self._http.labels(route, method if method in METHODS else "other", str(status)).inc()
        self._http_seconds.labels(route).observe(seconds)

    def text(self, samples: Sequence[Sample] = ()) -> bytes:
        """Prometheus' text format; `samples` are added as they are now."""
        told = CollectorRegistry()
        told.register(_Told(samples))
        return generate_latest(self._registry) + generate_latest(told)


class _Told(Collector):
    """Samples of one name make one family; their labels must be the same."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self._samples = samples

    def collect(self) -> Iterable[CounterMetricFamily | GaugeMetricFamily]:
        families: dict[str, CounterMetricFamily | GaugeMetricFamily] = {}
        for sample in self._samples:
            family = families.setdefault(sample.name, _family(sample))
            family.add_metric([value for _, value in sample.labels], sample.value)
        return families.values()


def _family(sample: Sample) -> CounterMetricFamily | GaugeMetricFamily:
    kind = CounterMetricFamily if sample.counter else GaugeMetricFamily
    return kind(PREFIX + sample.name, sample.help, labels=[name for name, _ in sample.labels])
