"""`resync recognize`: what the bot would understand."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import click

from bot.language import recognise
from bot.language.explaining import Explanation, explain
from bot.recognition import Situation


@click.command("recognize")
@click.option("--jsonl", is_flag=True, help="Read and write one JSON object a line.")
@click.option("--explain", "explained", is_flag=True, help="Say by which words and rule, and what else it could be.")
@click.argument("text", required=False)
def command(jsonl: bool, explained: bool, text: str | None) -> None:
    """Lines {"id","text","context"} in, lines {"id","intent","slots","confidence"} out; or one TEXT, explained.

    "context" is a list of the person's earlier texts, oldest first; it may be left out or null.

    Example: echo '{"id":1,"text":"what failed?"}' | resync recognize --jsonl

    Example: resync recognize --explain "what failed since 22:00?"
    """
    if jsonl == (text is not None):
        raise click.UsageError(
            'Give --jsonl and lines on the standard input, or a text: resync recognize "what failed?"'
        )
    if text is not None:
        _one(text, explained)
        return
    sys.exit(_lines(explained))


def _one(text: str, explained: bool) -> None:
    if explained:
        click.echo("\n".join(told(explain(text, Situation(datetime.now(UTC))))))
    else:
        click.echo(json.dumps(answer_line(json.dumps({"text": text}), datetime.now(UTC)), ensure_ascii=False))


def _lines(explained: bool) -> int:
    """1 where a line was not what it should be."""
    fault = False
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", errors="replace").strip()
        if line:
            answer = answer_line(line, datetime.now(UTC), explained=explained)
            fault = fault or "error" in answer
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return int(fault)


def answer_line(line: str, now: datetime, *, explained: bool = False) -> dict[str, Any]:
    """One line's answer; a line that is not what it should be gets an error of its own, the others are read on."""
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as fault:
        return {"id": None, "error": f"not JSON: {fault}"}
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        return {"id": asked.get("id") if isinstance(asked, dict) else None, "error": "needs a member text"}
    earlier = _earlier(asked.get("context"))
    if earlier is None:
        return {"id": asked.get("id"), "error": "the member context is not a list of earlier texts"}
    situation = Situation(now, earlier=earlier)
    found = recognise(asked["text"], situation)
    slots, sure = dict(found.slots), round(found.confidence, 3)
    answer = {"id": asked.get("id"), "intent": found.intent, "slots": slots, "confidence": sure}
    return answer | {"explained": _as_json(explain(asked["text"], situation))} if explained else answer


def _as_json(why: Explanation) -> dict[str, Any]:
    others = [{"intent": intent, "score": score, "rule": rule} for intent, score, rule in why.alternatives]
    seen = [{"said": s.said, "meant": list(s.meant)} for s in why.seen]
    more = [type(request).__name__ for request in why.recognition.more]
    votes = [{"intent": intent, "probability": round(share, 3)} for intent, share in why.votes]
    return {"by": why.recognition.by, "seen": seen, "alternatives": others, "votes": votes, "more": more}


def told(why: Explanation) -> Iterator[str]:
    """The explanation as lines for a person."""
    found = why.recognition
    yield f"{found.intent}  {found.confidence:.2f}  {found.language}  by {found.by}"
    yield f"request  {found.request}"
    yield from (f"more     {request}" for request in found.more)
    yield from (f"slot     {name} = {value}" for name, value in found.slots.items())
    yield from (f"seen     {s.said!r}: {', '.join(s.meant)}" for s in why.seen)
    yield from (f"or       {intent}  {score:.2f}  by rule {rule}" for intent, score, rule in why.alternatives)
    yield from (f"vote     {intent}  {share:.2f}" for intent, share in why.votes)


def _earlier(context: object) -> tuple[str, ...] | None:
    """None where it is neither a list of texts, nor one text, nor left out."""
    given = [context] if isinstance(context, str) else [] if context is None else context
    if not isinstance(given, list) or not all(isinstance(text, str) for text in given):
        return None
    return tuple(given)
