"""A message of an error that stands in the question itself."""

from __future__ import annotations

import re

_CODE = re.compile(r"\b(?:[A-Z]{2,}[A-Z0-9]*-\d{3,}[A-Z]?|[A-Z]{3,}\d{3,}[A-Z]|errno ?= ?\d+)\b")
_QUOTED = re.compile(
    r"\b(?:error|message|erro|mensagem|mensaje)\b[^:\"“”'`\n]{0,40}[:\"“'`]\s*(?P<text>\S+(?:\s+\S+){2,})",
    re.IGNORECASE | re.DOTALL,
)


def message_of(text: str) -> str:
    """The message alone, where the question quotes it after a colon."""
    found = _QUOTED.search(text)
    return found["text"] if found else text


def names_error(text: str) -> bool:
    """`ORA-01653 unable to extend`, `this error: cannot open file`."""
    return bool(_CODE.search(text) or _QUOTED.search(text))
