"""One benchmark in a new process: no leftovers of the one before, and a crash takes nothing else along."""

from __future__ import annotations

import importlib
import logging
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import structlog

from benchmarks.measure import Row


def measured(name: str) -> Sequence[Row]:
    """Raises what the benchmark raises: LeftOut where it cannot be measured here."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(_run, name).result()


def _run(name: str) -> Sequence[Row]:
    """Quiet: what a log costs depends on where it goes."""
    logging.disable(logging.ERROR)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    began = time.monotonic()
    rows: Sequence[Row] = importlib.import_module(f"benchmarks.{name}").run()
    print(f"  {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return rows
