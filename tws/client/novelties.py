"""What an engine sends that this client does not know. It is read over, and told to the log once."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import structlog

from tws.client.unread import UNREAD
from tws.client.wire import Wire
from tws.client.wire_v2 import SheetWire
from tws.clock import Clock

LOOK_EVERY = timedelta(hours=1)
BIGGEST = 256 * 1024
"""Bytes of an answer; a bigger one is not looked through again."""
MOST, LONGEST = 20, 60
"""Members in one line of the log, and characters of each."""
_log = structlog.get_logger(__name__)


class Novelties:
    """Of one engine. Looks at one answer of each kind in an hour: a new release has its members in all of them.

    At the members of the objects themselves, not at what is inside of those.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._next: dict[type, datetime] = {}
        self._told: set[tuple[type, str]] = set()

    def look(self, value: object, body: bytes) -> None:
        kind = _kind_of(value)
        if kind not in UNREAD or len(body) > BIGGEST:
            return
        now = self._clock()
        if now < self._next.get(kind, now):
            return
        self._next[kind] = now + LOOK_EVERY
        known = kind.model_fields.keys() | UNREAD[kind]
        self._tell(kind, {name for one in _objects(body) for name in one.keys() - known})

    def _tell(self, kind: type[Wire], names: set[str]) -> None:
        fresh = sorted(n for n in names if (kind, n) not in self._told)[:MOST]
        self._told.update((kind, name) for name in fresh)
        if fresh:
            _log.info("unknown_members", kind=kind.__name__, members=[name[:LONGEST] for name in fresh])


def _kind_of(value: object) -> type[Wire]:
    if isinstance(value, SheetWire):
        value = value.results
    if isinstance(value, tuple):
        value = value[0] if value else None
    return type(value) if isinstance(value, Wire) else Wire


def _objects(body: bytes) -> list[dict[str, object]]:
    answer = json.loads(body)
    found = answer.get("results", answer) if isinstance(answer, dict) else answer
    return [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict)]
