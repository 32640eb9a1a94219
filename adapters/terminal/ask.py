"""`resync ask`: one turn."""

from __future__ import annotations

import asyncio
import json
import sys
import uuid
from typing import Any

import click

from adapters.terminal.render import render
from bot.app import App, open_app
from bot.blocks_json import blocks_as_json
from bot.logs import configure
from bot.recognition import Recognition
from bot.reply import Reply
from bot.settings import Log, Settings
from bot.turn import Person, Place, Turn


@click.command("ask")
@click.argument("text")
@click.option("--as", "name", default="operator", help="Who asks.")
@click.option("--json", "as_json", is_flag=True, help="Intent, slots, text, blocks and actions as JSON.")
def command(text: str, name: str, as_json: bool) -> None:
    """Ask one question. TEXT may be - to read it from standard input.

    Example: resync ask "What is the status of job FINANCE_PAYROLL?"
    """
    settings = Settings()
    configure(Log(level="ERROR"))
    if text == "-":
        text = sys.stdin.read()
    if not text.strip():
        raise click.UsageError('Nothing was asked. Give a question: resync ask "what failed?"')
    reply, found = asyncio.run(_ask(settings, text, name))
    click.echo(
        json.dumps(_as_json(reply, found), ensure_ascii=False, indent=2) if as_json else render(reply), nl=as_json
    )
    sys.exit(1 if reply.error_id else 0)


async def _ask(settings: Settings, text: str, name: str) -> tuple[Reply, Recognition]:
    async with open_app(settings) as app:
        turn = _turn(app, text, name)
        found = await app.engine.understand(turn, str(turn.said))
        reply = await app.engine.handle(turn)
    if reply is None:
        raise RuntimeError("a turn with a new id was taken for a duplicate")
    return reply, found


def _turn(app: App, text: str, name: str) -> Turn:
    person = Person(name, name, app.settings.timezone)
    place = Place("terminal", "terminal", thread=uuid.uuid4().hex, direct=True)
    is_command = text.startswith("/resync")
    said = text.removeprefix("/resync").strip() or "help" if is_command else text
    return Turn(uuid.uuid4().hex, person, place, said, app.clock(), is_command)


def _as_json(reply: Reply, found: Recognition) -> dict[str, Any]:
    """The shape of DESIGN section 5; `actions` are the changes really made: none in this release."""
    return {
        "intent": found.intent,
        "slots": dict(found.slots),
        "text": render(reply),
        "blocks": blocks_as_json(reply),
        "actions": [],
        "error_id": reply.error_id or None,
    }
