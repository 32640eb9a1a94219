"""Status words of the product, in one spelling (contract, 3.3, 4.6 and 6.1)."""

from __future__ import annotations

from functools import lru_cache

import structlog

from tws.models import CommonStatus, Status

_log = structlog.get_logger(__name__)

_V1_SPELLING = {
    "FAILED": "FAIL",
    "CANCEL": "CANCL",
    "CANCELP": "CANCLP",
    "ABENDP": "ABENP",
    "SUPPRESS": "SUPPR",
    "EXEC_PLUS": "EXEC+",
    "INTRO_PLUS": "INTRO+",
}
_FAMILIES = {
    CommonStatus.WAITING: "ADD PEND WAIT WAITD INTRO INTRO+ HOLD SCHED",
    CommonStatus.READY: "READY FENCE",
    CommonStatus.RUNNING: "EXEC EXEC+ SUCCP ABENP RJOB BOUND",
    CommonStatus.SUCCESSFUL: "SUCC",
    CommonStatus.ERROR: "ABEND FAIL",
    CommonStatus.CANCELED: "CANCL CANCLP",
    CommonStatus.UNDECIDED: "ERROR EXTRN",
    CommonStatus.BLOCKED: "SUSP STUCK",
    CommonStatus.SUPPRESS: "SUPPR",
}
_FAMILY_OF = {word: family for family, words in _FAMILIES.items() for word in words.split()}
_ALONE = """END ENDP DONE INTRPT COMPLT PENDPRED STARTED UNDCDED ARRVING NONREPPRED USER_STREAM MPE_SUSP
    RECOVERY_IN_PROGRESS UNKNOWN COMPLETE DELETED PENDINGPRED UNDECIDED WAITFORINPUT INTERRUPTED NONREPORTINGPRED
    SUPPRBYCOND"""
"""Words of jobs and job streams without a family of their own."""
_WORDS = frozenset(_FAMILY_OF).union(_ALONE.split())
_TYPES = "AGENT POOL D-POOL REM-ENG MANAGER FTA X-AGENT S-AGENT WORKLOAD_BROKER DOMAIN_MANAGER"
_KINDS = frozenset(_TYPES.split())
_WORKSTATION_KINDS = {
    "DYNAMIC_POOL": "D-POOL",
    "REMOTE_ENGINE": "REM-ENG",
    "XA": "X-AGENT",
    "SA": "S-AGENT",
    "BROKER": "WORKLOAD_BROKER",
}


@lru_cache(maxsize=512)
def status_of(common: str, internal: str, reason: str = "") -> Status:
    """A status from the product's words. A missing family is derived; an unknown one stays in `internal`."""
    shown = _V1_SPELLING.get(internal, internal)
    if not common:
        return Status(_FAMILY_OF.get(shown, CommonStatus.UNKNOWN), shown, reason)
    family = common_status(common)
    if shown and shown not in _WORDS:
        tell_once("status", shown)
    if family is CommonStatus.UNKNOWN and common != family:
        return Status(family, common, reason or shown)
    return Status(family, shown, reason)


def common_status(word: str) -> CommonStatus:
    """The family by its word; UNKNOWN for a word that this client has not learnt."""
    try:
        return CommonStatus(word)
    except ValueError:
        tell_once("status", word)
        return CommonStatus.UNKNOWN


def workstation_kind(word: str) -> str:
    """A workstation type in V2's spelling; one that this client has not learnt stays as it is."""
    kind = _WORKSTATION_KINDS.get(word, word)
    if kind and kind not in _KINDS:
        tell_once("workstation", kind)
    return kind


@lru_cache(maxsize=256)
def tell_once(kind: str, word: str) -> None:
    """A word of an enumeration that this client has not learnt: it is kept as it came, and told to the log once."""
    _log.warning("unknown_word", kind=kind, word=word[:60])
