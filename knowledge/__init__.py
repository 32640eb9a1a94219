"""What the team knows: documents in, passages out.

SQL holds the truth and the exact side, Chroma the vectors; vectors can be made again from SQL at any time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from knowledge.errors import KnowledgeError
from knowledge.passages import Added, Passage, Refused, Stats

if TYPE_CHECKING:
    from knowledge.base import KnowledgeBase, open_knowledge

__all__ = ["Added", "KnowledgeBase", "KnowledgeError", "Passage", "Refused", "Stats", "open_knowledge"]


def __getattr__(name: str) -> object:
    """The process that parses a file imports this package and needs no database."""
    if name in ("KnowledgeBase", "open_knowledge"):
        return getattr(import_module("knowledge.base"), name)
    raise AttributeError(name)
