"""Counts of what the bot does, for Prometheus; one registry for each app, so that tests do not share it."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Vitals:
    """Labels are few and bounded: platforms, intents, outcomes, names of rounds."""

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

    def turn(self, platform: str, intent: str, outcome: str, seconds: float) -> None:
        self._turns.labels(platform, intent or "none", outcome).inc()
        self._seconds.labels(platform).observe(seconds)

    def outbox(self, waiting: int) -> None:
        self._waiting.set(waiting)

    def rounds(self, failing: int) -> None:
        self._faulty.set(failing)

    def exposition(self) -> bytes:
        """In Prometheus' text format."""
        return generate_latest(self.registry)
