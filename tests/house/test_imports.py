"""Importing the engine or the scheduler loads no chat kit."""

from __future__ import annotations

import subprocess
import sys

import pytest

KITS = (
    "slack_bolt",
    "slack_sdk",
    "chromadb",
    "torch",
    "openai",
    "botbuilder",
    "redis",
    "sentence_transformers",
    "alembic",
)


@pytest.mark.parametrize("package", ["bot.engine", "bot.app", "tws.client", "adapters.terminal.__main__"])
def test_kits_load_only_when_needed(package: str) -> None:
    code = f"import sys, {package}; print([k for k in {KITS!r} if k in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"
