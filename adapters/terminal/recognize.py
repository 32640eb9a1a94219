"""`resync recognize`: what the bot would understand."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any

import click

from bot.language import recognise
from bot.recognition import Situation


@click.command("recognize")
@click.option("--jsonl", is_flag=True, required=True, help="Read and write one JSON object a line.")
def command(jsonl: bool) -> None:
    """Lines {"id","text","context"} in, lines {"id","intent","slots","confidence"} out.

    Example: echo '{"id":1,"text":"what failed?"}' | resync recognize --jsonl
    """
    fault = False
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", errors="replace").strip()
        if line:
            answer = answer_line(line, datetime.now(UTC))
            fault = fault or "error" in answer
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    sys.exit(1 if fault else 0)


def answer_line(line: str, now: datetime) -> dict[str, Any]:
    """One line's answer; a line that is not what it should be gets an error of its own, the others are read on."""
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as fault:
        return {"id": None, "error": f"not JSON: {fault}"}
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        return {"id": asked.get("id") if isinstance(asked, dict) else None, "error": "needs a member text"}
    found = recognise(asked["text"], Situation(now, earlier=_earlier(asked.get("context"))))
    slots, sure = dict(found.slots), round(found.confidence, 3)
    return {"id": asked.get("id"), "intent": found.intent, "slots": slots, "confidence": sure}


def _earlier(context: object) -> tuple[str, ...]:
    if isinstance(context, str):
        return (context,)
    return tuple(t for t in context if isinstance(t, str)) if isinstance(context, list) else ()
