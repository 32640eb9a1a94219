"""What an action sends: verb, target, and who ordered it why (contract, 1.4, 4.3 and 3.2)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from tws.models import Signed

CATEGORY = "Resync"
LONGEST_DESCRIPTION = 400
LONGEST_TICKET = 60
"""The contract names no limits: short enough for any column of an audit store."""


@dataclass(frozen=True, slots=True)
class Order:
    """One change. `path` is below /twsd; `body` None sends none."""

    path: str
    what: str
    """For people: `rerun of /MDM#/FIN/PAYROLL.PAY01`."""
    signed: Signed
    body: object = None
    headers: Mapping[str, str] | None = None
    params: Mapping[str, str | int] | None = None
    verb: str = "PUT"

    @property
    def all_headers(self) -> dict[str, str]:
        return {**justification(self.signed), **(self.headers or {})}


def justification(signed: Signed) -> dict[str, str]:
    """The headers of the scheduler's audit trail. They carry plain ASCII only."""
    told = f"{in_header(signed.reason, LONGEST_DESCRIPTION)} (ordered by {in_header(signed.by, 100)})"
    ticket = in_header(signed.ticket, LONGEST_TICKET)
    return {
        "Justification-Category": CATEGORY,
        "Justification-Description": told.strip(),
        **({"Justification-Ticket-Num": ticket} if ticket else {}),
    }


def in_header(text: str, most: int) -> str:
    """One line of ASCII: accents dropped, what has no ASCII form becomes `?`, cut with dots."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text[: 4 * most]) if not unicodedata.combining(c))
    line = " ".join("".join(c if c.isprintable() else " " for c in bare).split())
    ascii_line = line.encode("ascii", "replace").decode()
    return ascii_line if len(ascii_line) <= most else ascii_line[: most - 3] + "..."
