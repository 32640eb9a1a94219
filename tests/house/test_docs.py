"""What the documents say is there, is there; the commands they show work."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
ASKED = [
    line
    for page in PAGES
    for line in page.read_text(encoding="utf-8").splitlines()
    if line.startswith(".venv/bin/resync ask")
]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert [t for t in targets if not (page.parent / t).exists()] == []


@pytest.mark.parametrize("line", ASKED)
def test_questions_of_the_readme_get_an_answer(line: str, tmp_path: Path) -> None:
    words = shlex.split(line)[1:]
    environment = {**os.environ, "APP_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "adapters.terminal", *words]
    run = subprocess.run(command, capture_output=True, env=environment, timeout=50)
    assert run.returncode == 0 and b"simulator" in run.stdout


def test_make_targets_that_are_named_exist() -> None:
    named = {t for page in PAGES for t in re.findall(r"(?:`|^)make ([a-z-]+)", page.read_text(encoding="utf-8"), re.M)}
    there = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert {"run", "test", "bench"} <= named
    assert named <= there
