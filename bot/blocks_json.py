"""A reply's blocks as plain JSON values, for programs that read answers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.reply import Reply


def blocks_as_json(reply: Reply) -> list[dict[str, Any]]:
    """Each block's fields with its kind: {"kind": "facts", "rows": [["Status", "…"]]}."""
    return [{"kind": type(block).__name__.lower(), **asdict(block)} for block in reply.blocks]
