"""What was done and what may be trusted."""

from audit.auditor import Auditor
from audit.entry import Entry, Row
from audit.errors import (
    AlreadyDecided,
    AuditError,
    HoldsSecret,
    LedgerUnavailable,
    NeedsReason,
    NoSuchMemory,
    TooLong,
)
from audit.harm import glimpse, holds_secret
from audit.judge import judge
from audit.judgement import Judgement, Label
from audit.ledger import Ledger
from audit.memories import Memories
from audit.memory import Memory, Step
from audit.memory import State as MemoryState
from audit.verify import Verdict

__all__ = [
    "AlreadyDecided",
    "AuditError",
    "Auditor",
    "Entry",
    "HoldsSecret",
    "Judgement",
    "Label",
    "Ledger",
    "LedgerUnavailable",
    "Memories",
    "Memory",
    "MemoryState",
    "NeedsReason",
    "NoSuchMemory",
    "Row",
    "Step",
    "TooLong",
    "Verdict",
    "glimpse",
    "holds_secret",
    "judge",
]
