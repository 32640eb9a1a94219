"""A request as the text that a button carries, and back. What comes back may be forged, so it is validated whole."""

from __future__ import annotations

import json
from functools import cache

from pydantic import TypeAdapter, ValidationError

from bot import requests
from bot.requests import Request

LIMIT = 2000
"""Characters: Slack's limit of a button's value, the smallest of the platforms."""

_NAMES: dict[str, type] = {
    "job_status": requests.JobStatus,
    "failed_jobs": requests.FailedJobs,
    "list_jobs": requests.ListJobs,
    "job_log": requests.ShowJobLog,
    "job_stream_status": requests.JobStreamStatus,
    "workstation_status": requests.WorkstationStatus,
    "system_health": requests.SystemHealth,
    "plan_info": requests.ShowPlan,
    "help": requests.Help,
    "whoami": requests.WhoAmI,
}
_INTENTS = {kind: name for name, kind in _NAMES.items()}


class UnreadablePayload(ValueError):
    """Not something that a button of ours says."""


@cache
def _adapter(intent: str) -> TypeAdapter[Request]:
    return TypeAdapter(_NAMES[intent])


def encode(request: Request) -> str:
    intent = _INTENTS[type(request)]
    fields = _adapter(intent).dump_python(request, mode="json", exclude_defaults=True)
    return json.dumps({"do": intent, **fields}, separators=(",", ":"), ensure_ascii=False)


def in_language(payload: str, language: str) -> str:
    """The payload with the language of the answer that shows its button, so that a press is answered in it too."""
    return json.dumps({**json.loads(payload), "in": language}, separators=(",", ":"), ensure_ascii=False)


def decode(payload: str) -> tuple[str, Request, str]:
    """The intent's name, its request and the language to answer in ("" where unsaid). Raises UnreadablePayload."""
    if len(payload) > LIMIT:
        raise UnreadablePayload(f"{len(payload)} characters")
    try:
        fields = json.loads(payload)
        intent, language = fields.pop("do"), str(fields.pop("in", ""))
        return intent, _adapter(str(intent)).validate_python(fields), language
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ValidationError) as fault:
        raise UnreadablePayload(type(fault).__name__) from fault
