"""What can go wrong in the audit.

AuditError
  LedgerUnavailable   an event could not be written; what it stands for must not go on unrecorded
  NoSuchMemory        no memory has that id
  AlreadyDecided      somebody else decided first
  LostClaim           the memory is no longer held by this judge
  NeedsReason         a rejection without a reason
  TooLong             a text is longer than a memory may be
  HoldsSecret         a password, key or personal number stands in the open in a text; none of it was kept
"""

from __future__ import annotations

from datetime import datetime


class AuditError(Exception):
    """Base of all."""


class LedgerUnavailable(AuditError):
    """The event is not in the ledger."""


class NoSuchMemory(AuditError):
    def __init__(self, memory: str) -> None:
        super().__init__(f"There is no memory {memory!r}; nothing was changed.")


class AlreadyDecided(AuditError):
    """`by`, `at` and `state` tell whose word stands; `by` is empty where only the text or state moved on."""

    def __init__(self, by: str, at: datetime | None, state: str) -> None:
        who = f" by {by}" if by else ""
        super().__init__(f"It is {state}{who} meanwhile; your decision changed nothing.")
        self.by, self.at, self.state = by, at, state


class LostClaim(AuditError):
    def __init__(self, memory: str) -> None:
        super().__init__(f"Memory {memory!r} is held by another judge or decided; this judgement was not kept.")


class NeedsReason(AuditError):
    def __init__(self) -> None:
        super().__init__("A rejection needs a reason; nothing was changed. Say why in a few words.")


class TooLong(AuditError):
    def __init__(self, what: str, most: int) -> None:
        super().__init__(f"The {what} is longer than {most:,} characters; nothing was kept. Shorten it.")


class HoldsSecret(AuditError):
    """`what` is the text's name; the text itself is in no message."""

    def __init__(self, what: str) -> None:
        super().__init__(f"There is a password or key in the {what}; nothing was kept. Say it without.")
        self.what = what
