"""The shape of the code: short functions, small files, and text that names nothing of where it was made."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("adapters", "audit", "bot", "knowledge", "tws")
SOURCES = sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py"))
MEDIAN_FUNCTION = 10
LONGEST_FUNCTION = 60
LONGEST_FILE = 400


def functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [(n.name, (n.end_lineno or n.lineno) - n.lineno + 1) for n in ast.walk(tree) if isinstance(n, kinds)]


def test_half_of_all_functions_are_short() -> None:
    assert median(length for path in SOURCES for _, length in functions(path)) <= MEDIAN_FUNCTION


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_file_and_its_functions_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    assert [f for f in functions(path) if f[1] > LONGEST_FUNCTION] == []


def test_no_name_that_says_nothing() -> None:
    empty = re.compile(r"^class \w*(Manager|Helper|Utils?|Wrapper)\b", re.M)
    assert [str(p) for p in SOURCES if empty.search(p.read_text(encoding="utf-8"))] == []


def test_constraints_name_no_host() -> None:
    assert not re.search(r"https?://|file:|index-url", (ROOT / "constraints.txt").read_text(encoding="utf-8"))
