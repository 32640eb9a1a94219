"""Counts of what the bot does, for Prometheus; one registry for each app, so that tests do not share it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from tws.measured import Measured

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_COUNTED: Mapping[str, str] = {
    "hits": "Plan reads answered from the cache",
    "misses": "Plan reads asked of the scheduler",
    "shared": "Plan reads that waited for the answer to the same question",
    "stale": "Old answers given while the scheduler did not answer",
    "evicted": "Answers dropped for room",
}
_HELD: Mapping[str, tuple[str, str]] = {
    "items": ("items", "Answers in the cache"),
    "size": ("bytes", "Bytes of the answers in the cache"),
}


class Vitals:
    """Labels are few and bounded: platforms, intents, outcomes, names of rounds, engines and their masters."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._turns = Counter(
            "resync_turns", "Turns answered", ("platform", "intent", "outcome"), registry=self.registry
        )
        self._seconds = Histogram(
            "resync_turn_seconds", "Time to answer a turn", ("platform",), buckets=_SECONDS, registry=self.registry
        )
        self._waiting = Gauge("resync_outbox_waiting", "Messages that wait to be sent", registry=self.registry)
        self._faulty = Gauge(
            "resync_rounds_failing", "Background rounds whose last look failed", registry=self.registry
        )
        self._engines = _Engines()
        self.registry.register(self._engines)

    def turn(self, platform: str, intent: str, outcome: str, seconds: float) -> None:
        self._turns.labels(platform, intent or "none", outcome).inc()
        self._seconds.labels(platform).observe(seconds)

    def outbox(self, waiting: int) -> None:
        self._waiting.set(waiting)

    def rounds(self, failing: int) -> None:
        self._faulty.set(failing)

    def measure(self, scheduler: object, engine: str) -> None:
        """From now on its breakers and its cache are told, where it is one that can be looked into."""
        if isinstance(scheduler, Measured):
            self._engines.known[engine] = scheduler

    def exposition(self) -> bytes:
        """In Prometheus' text format."""
        return generate_latest(self.registry)


class _Engines(Collector):
    """Read when Prometheus asks, so that nothing is counted twice."""

    def __init__(self) -> None:
        self.known: dict[str, Measured] = {}

    def collect(self) -> Iterable[Metric]:
        yield self._breakers()
        for name, told in _COUNTED.items():
            counter = CounterMetricFamily(f"resync_cache_{name}", told, labels=("engine",))
            for engine, scheduler in self.known.items():
                counter.add_metric((engine,), getattr(scheduler.figures, name))
            yield counter
        for name, (unit, told) in _HELD.items():
            gauge = GaugeMetricFamily(f"resync_cache_{unit}", told, labels=("engine",))
            for engine, scheduler in self.known.items():
                gauge.add_metric((engine,), getattr(scheduler.figures, name))
            yield gauge

    def _breakers(self) -> Metric:
        told = "1 for the state that the breaker of a master is in: closed, open or half_open"
        family = GaugeMetricFamily("resync_scheduler_breaker", told, labels=("engine", "host", "state"))
        for engine, scheduler in self.known.items():
            for host, now in scheduler.breakers.items():
                for state in ("closed", "half_open", "open"):
                    family.add_metric((engine, host, state), float(state == now))
        return family
