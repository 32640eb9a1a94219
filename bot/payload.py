"""A request as the text that a button carries, and back. What comes back may be forged, so it is validated whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import fields as fields_of
from functools import cache

from pydantic import TypeAdapter, ValidationError

from bot import requests
from bot.reply import Ask, Block, Buttons, Reply
from bot.requests import Request

LIMIT = 2000
"""Characters: Slack's limit of a button's value, the smallest of the platforms."""

_NAMES: dict[str, type] = {
    "job_status": requests.JobStatus,
    "failed_jobs": requests.FailedJobs,
    "list_jobs": requests.ListJobs,
    "list_prompts": requests.ListPrompts,
    "job_log": requests.ShowJobLog,
    "job_stream_status": requests.JobStreamStatus,
    "workstation_status": requests.WorkstationStatus,
    "system_health": requests.SystemHealth,
    "plan_info": requests.ShowPlan,
    "explain_failure": requests.ExplainFailure,
    "dependencies": requests.Dependencies,
    "job_history": requests.JobHistory,
    "critical_jobs": requests.CriticalJobs,
    "late_jobs": requests.LateJobs,
    "rerun": requests.Rerun,
    "rerun_successors": requests.RerunSuccessors,
    "cancel": requests.Cancel,
    "hold": requests.Hold,
    "release": requests.Release,
    "kill": requests.Kill,
    "confirm": requests.Confirm,
    "reply_prompt": requests.ReplyPrompt,
    "submit": requests.Submit,
    "send_order": requests.SendOrder,
    "withdraw_order": requests.WithdrawOrder,
    "decide_order": requests.DecideOrder,
    "watch": requests.Watch,
    "unwatch": requests.Unwatch,
    "list_watches": requests.ListWatches,
    "knowledge_question": requests.AskKnowledge,
    "teach_knowledge": requests.Teach,
    "tell_fix": requests.TellFix,
    "feedback": requests.Feedback,
    "review_queue": requests.ReviewQueue,
    "edit_memory": requests.EditMemory,
    "decide_memory": requests.DecideMemory,
    "agents_status": requests.AgentsStatus,
    "ask_agent": requests.AskAgent,
    "schedule_summary": requests.ScheduleSummary,
    "audit_report": requests.AuditReport,
    "help": requests.Help,
    "whoami": requests.WhoAmI,
    "use_engine": requests.UseEngine,
}
_INTENTS = {kind: name for name, kind in _NAMES.items()}


@dataclass(frozen=True, slots=True)
class Pressed:
    intent: str
    request: Request
    language: str = ""
    """To answer in; empty where unsaid."""
    here: bool = False
    """The answer takes the place of the button's message."""
    engine: str = ""
    """Whose plan it is about; empty for the main one. It may be forged: look it up among those that are known."""


class UnreadablePayload(ValueError):
    """Not something that a button of ours says."""


@cache
def _adapter(intent: str) -> TypeAdapter[Request]:
    return TypeAdapter(_NAMES[intent])


def intent_of(request: Request) -> str:
    """Its name in DESIGN's list, or that of a button's request."""
    return _INTENTS[type(request)]


def encode(request: Request, *, here: bool = False) -> str:
    """`here`: the answer takes the place of the message that holds the button (refresh, next page)."""
    intent = intent_of(request)
    fields = _adapter(intent).dump_python(request, mode="json", exclude_defaults=True)
    return json.dumps(
        {"do": intent, **({"here": True} if here else {}), **fields}, separators=(",", ":"), ensure_ascii=False
    )


def in_language(payload: str, language: str) -> str:
    """The payload with the language of the answer that shows its button, so that a press is answered in it too."""
    return _with(payload, {"in": language})


def on_engine(payload: str, engine: str) -> str:
    """The payload with the engine whose plan it is about."""
    return _with(payload, {"at": engine})


def stamped(reply: Reply, engine: str = "") -> Reply:
    """Buttons remember the language and the engine of the answer that they stand under, unless they name their own."""
    stamp = {"in": reply.language, **({"at": engine} if engine else {})}
    return replace(reply, blocks=tuple(_stamped(block, stamp) for block in reply.blocks))


def in_its_language(reply: Reply) -> Reply:
    """For messages about the main engine, or about none."""
    return stamped(reply)


def _stamped(block: Block, stamp: Mapping[str, str]) -> Block:
    if not isinstance(block, Buttons | Ask):
        return block
    return replace(block, buttons=tuple(replace(b, payload=_with(b.payload, stamp)) for b in block.buttons))


def _with(payload: str, stamp: Mapping[str, str]) -> str:
    fields = json.loads(payload)
    own = {"at": fields["at"]} if "at" in fields else {}
    return json.dumps({**fields, **stamp, **own}, separators=(",", ":"), ensure_ascii=False)


def decode(payload: str, values: Mapping[str, str] | None = None) -> Pressed:
    """What a button asks for. Raises UnreadablePayload.

    `values` are a form's: they fill only those fields that are `asked` for, and are cut to their length.
    """
    if len(payload) > LIMIT:
        raise UnreadablePayload(f"{len(payload)} characters")
    try:
        fields = json.loads(payload)
        intent, language = str(fields.pop("do")), str(fields.pop("in", ""))
        here, engine = fields.pop("here", False) is True, str(fields.pop("at", ""))
        fields |= _asked(_NAMES[intent], values or {})
        return Pressed(intent, _adapter(intent).validate_python(fields), language, here, engine)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ValidationError) as fault:
        raise UnreadablePayload(type(fault).__name__) from fault


def _asked(kind: type, values: Mapping[str, str]) -> dict[str, str]:
    longest = {f.name: f.metadata["longest"] for f in fields_of(kind) if "longest" in f.metadata}
    return {name: str(values[name]).strip()[:most] for name, most in longest.items() if values.get(name)}
