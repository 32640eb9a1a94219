"""The registry's skills as tools of a model: schemas out, typed requests in, run with the person's own rights."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any

import structlog
from pydantic import TypeAdapter, ValidationError

from audit import Entry
from bot.agents.book import offered
from bot.agents.messages import Tool, ToolCall
from bot.agents.plain import plain
from bot.context import Context
from bot.faults import error_reply
from bot.registry import Skill
from bot.reply import Ask, Reply
from bot.requests import FailedJobs, ListJobs, Request, Window
from tws.names import JobName

log = structlog.get_logger()

LONGEST = 6_000
"""Characters of one result that a model is given."""
MOST_ROWS = 50
_HIDDEN = ("job_id", "run_id", "offset", "plan")
"""Fields for buttons: ids say nothing to a model."""
_JOB = {
    "type": "string",
    "description": "A job's name as the plan has it, such as PAY01 or PAYROLL.PAY01; @ and * stand for any characters.",
}


@dataclass(frozen=True, slots=True)
class Result:
    """What a tool gave: the text for the model, and the reply for the person where the skill ran."""

    text: str
    reply: Reply | None = None

    @property
    def asks(self) -> bool:
        """True where the person is asked to confirm something."""
        return self.reply is not None and any(isinstance(b, Ask) for b in self.reply.blocks)


def tools(names: tuple[str, ...], skills: Mapping[str, Skill]) -> tuple[Tool, ...]:
    return tuple(Tool(n, skills[n].summary.get("en", n), schema(skills[n].request)) for n in names if n in skills)


def schema(request: type) -> Mapping[str, object]:
    """JSON schema of a request, with jobs as plain strings."""
    return _schema(request)


@cache
def _schema(request: type) -> Mapping[str, object]:
    whole: dict[str, Any] = TypeAdapter(request).json_schema(ref_template="{model}")
    parts = whole.get("$defs", {})
    members = {n: _flat(p, parts) for n, p in whole.get("properties", {}).items() if n not in _HIDDEN}
    return {
        "type": "object",
        "properties": members,
        "required": [n for n in whole.get("required", []) if n in members],
        "additionalProperties": False,
    }


def _flat(part: Any, parts: Mapping[str, Any]) -> Any:
    """References put in place; keys that only repeat the name are left out."""
    if isinstance(part, list):
        return [_flat(p, parts) for p in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _JOB if part["$ref"] == JobName.__name__ else _flat(parts[part["$ref"]], parts)
    return {key: _flat(value, parts) for key, value in part.items() if key not in ("title", "default")}


class WrongCall(ValueError):
    """Not a call that can be run; the text tells the model what to do."""


def request_of(call: ToolCall, skill: Skill) -> Request:
    """Raises WrongCall."""
    try:
        given = json.loads(call.arguments or "{}")
    except (ValueError, RecursionError) as fault:
        raise WrongCall("The arguments are not JSON.") from fault
    if not isinstance(given, dict):
        raise WrongCall("The arguments must be a JSON object.")
    known = schema(skill.request)["properties"]
    if wrong := [n for n in given if n not in known]:  # type: ignore[operator]
        raise WrongCall(f"There is no argument {str(wrong[0])[:40]!r}.")
    return _bounded(_validated(skill.request, given))


def _validated(kind: type[Request], given: Mapping[str, Any]) -> Request:
    jobs = {n: JobName.parse(v[:200]) for n, v in given.items() if n == "job" and isinstance(v, str)}
    try:
        return TypeAdapter(kind).validate_python({**given, **jobs})
    except ValidationError as fault:
        wrong = fault.errors(include_input=False, include_url=False)[0]
        raise WrongCall(f"{'.'.join(map(str, wrong['loc']))}: {wrong['msg']}.") from fault


def _bounded(request: Request) -> Request:
    for field in fields(request) if is_dataclass(request) else ():
        value = getattr(request, field.name)
        if isinstance(value, Window) and (value.since.tzinfo is None or (value.until and value.until.tzinfo is None)):
            raise WrongCall(f"{field.name}: times need their offset, such as 2026-03-02T01:30:00-03:00.")
        if isinstance(value, str) and len(value) > 500:
            raise WrongCall(f"{field.name}: at most 500 characters.")
    if isinstance(request, FailedJobs | ListJobs):
        return replace(request, limit=max(1, min(request.limit, MOST_ROWS)))
    return request


async def run(call: ToolCall, allowed: tuple[str, ...], context: Context) -> Result:
    """Runs one call as the person would have asked it. A fault is the tool's result, never the turn's end."""
    skill = offered(context.services.registry()).get(call.name) if call.name in allowed else None
    if skill is None:
        return Result(f"There is no tool {call.name[:40]!r}. There are: {', '.join(allowed)}.")
    if not context.member.has(skill.role):
        return Result(f"The person may not do this: it needs the role {skill.role}. Nothing was done.")
    try:
        request = request_of(call, skill)
    except WrongCall as fault:
        return Result(f"Not run. {fault}")
    return await _run(skill, request, context)


async def _run(skill: Skill, request: Request, context: Context) -> Result:
    where = context.place.address
    context.services.ledger.note(Entry("model_tool", context.member.name, where, skill.intent, {"risk": skill.risk}))
    try:
        reply = await skill.run(request, replace(context, here=False))
    except Exception as fault:
        reply = error_reply(fault, context.words)
    log.info("model_tool", intent=skill.intent, error_id=reply.error_id or None)
    return Result(plain(reply, LONGEST), reply)
