"""How long an answer of each kind counts as now. What moves with the plan is kept for seconds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

ENGINE_AGE = timedelta(minutes=5)
AGES: Mapping[str, timedelta] = MappingProxyType(
    {
        "job": timedelta(seconds=2),
        "jobs": timedelta(seconds=3),
        "counts": timedelta(seconds=5),
        "streams": timedelta(seconds=3),
        "workstations": timedelta(seconds=5),
        "resources": timedelta(seconds=5),
        "prompts": timedelta(seconds=3),
        "issues": timedelta(seconds=5),
        "critical": timedelta(seconds=10),
        "critical_summary": timedelta(seconds=10),
        "predecessors": timedelta(seconds=5),
        "successors": timedelta(seconds=5),
        "history": timedelta(seconds=60),
        "log": timedelta(seconds=3),
        "path": timedelta(seconds=10),
        "preview": timedelta(seconds=3),
        "messages": timedelta(seconds=10),
        "audit": timedelta(seconds=10),
        "triggered": timedelta(seconds=10),
        "plan": timedelta(seconds=30),
        "names": timedelta(seconds=60),
        "engine": ENGINE_AGE,
        "archived_plans": timedelta(seconds=60),
        "archive": timedelta(minutes=10),
    }
)
_UNTOUCHED = ("log", "engine", "plan", "names", "archived_plans", "archive")
TOUCHED = tuple(kind for kind in AGES if kind not in _UNTOUCHED)
"""What an action may change. A submission also brings new names."""
