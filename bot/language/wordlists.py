"""Lists of words as patterns."""

from __future__ import annotations


def any_of(words: str) -> str:
    """One pattern for any of the patterns of a list, which white space parts."""
    return f"(?:{'|'.join(words.split())})"
