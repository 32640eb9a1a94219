"""Text that every database takes: no NUL, no half characters, bounded."""

from __future__ import annotations


def clean(text: str) -> str:
    return text.replace("\x00", "\ufffd").encode("utf-8", errors="replace").decode("utf-8")


def bounded(text: str, most: int) -> str:
    """Cut with an ellipsis that shows it."""
    text = clean(text)
    return text if len(text) <= most else text[: most - 1] + "…"
