"""Secrets that programs print into their logs, struck out of what is shown."""

from __future__ import annotations

import re

STRUCK = "****"
NAMED = re.compile(
    r"((?:password|passwd|pwd|senha|contrase\w{1,2}a|secret|token|api[_-]?key|access[_-]?key|client_secret)"
    r"[\"']? ?[=:] ?[\"']?)(?!\*)([^\s\"',;&]{3,})",
    re.IGNORECASE,
)
BEARER = re.compile(r"\b(Bearer|Basic) +[\w.~+/=-]{8,}", re.IGNORECASE)
IN_ADDRESS = re.compile(r"(\w{1,30}://[^\s:/@]{1,80}):[^\s/@]{1,120}@")
ORACLE = re.compile(r"(\bsqlplus\b[^\n]{0,80}?[\w$]{1,40}/)[^\s@]{1,80}(@|\s|$)", re.IGNORECASE)


def masked(text: str) -> str:
    text = NAMED.sub(rf"\1{STRUCK}", text)
    text = BEARER.sub(rf"\1 {STRUCK}", text)
    text = IN_ADDRESS.sub(rf"\1:{STRUCK}@", text)
    return ORACLE.sub(rf"\1{STRUCK}\2", text)
