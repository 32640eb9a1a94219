"""`make bench`: every benchmark, one after the other."""

from __future__ import annotations

import importlib
import pkgutil

import benchmarks


def main() -> None:
    for room in sorted(m.name for m in pkgutil.iter_modules(benchmarks.__path__) if m.name != "__main__"):
        print(f"== {room}", flush=True)
        importlib.import_module(f"benchmarks.{room}").main()


if __name__ == "__main__":
    main()
