"""`resync audit`: judge answers, check the ledger, print the compliance report."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from audit.judge import judge as judgement
from audit.ledger import Ledger
from audit.memories import Memories
from audit.report import Report, report
from audit.report_text import as_csv, as_json, as_markdown
from audit.verify import Head, Verdict
from bot.settings import Settings
from bot.storage.database import create_tables, open_database, sqlite_url
from tws.clock import system_clock

FORMATS = {"md": as_markdown, "csv": as_csv, "json": as_json}
_SINCE = re.compile(r"(\d{1,4})([hdw])")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
LONGEST_LINE = 1_000_000


@click.group("audit")
def command() -> None:
    """What was done, and what may be trusted.

    Example: resync audit verify
    """


@command.command("judge")
@click.option("--jsonl", is_flag=True, required=True, help="Read and write one JSON object a line.")
def judge(jsonl: bool) -> None:
    """Lines {"id","question","answer","facts"} in, lines {"id","label","confidence","reason"} out.

    Example: resync audit judge --jsonl < answers.jsonl
    """
    fault = False
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", errors="replace").strip()
        if line:
            answer = answer_line(line)
            fault = fault or "error" in answer
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    sys.exit(1 if fault else 0)


@command.command("verify")
@click.option("--anchor", default="", help="A row and its hash noted earlier, as SEQ:HASH; it must still be there.")
def verify(anchor: str) -> None:
    """Check the ledger's chain; exit code 1 where it is broken.

    Example: resync audit verify
    """
    found, head = _run(_verify(_anchor(anchor)))
    if not found.ok:
        click.echo(f"BROKEN at row {found.broken_at}: {found.reason}. Rows before it hold: {found.rows}.")
        sys.exit(1)
    click.echo(
        f"The chain holds: {found.rows} rows. Anchor: {head.seq}:{head.hash}" if head else "The ledger is empty."
    )


@command.command("report")
@click.option("--since", default="7d", show_default=True, help="How far back: 12h, 7d, 4w.")
@click.option("--format", "form", type=click.Choice(sorted(FORMATS)), default="md", show_default=True)
def tell(since: str, form: str) -> None:
    """Who asked and did what, what was refused, what was learnt and who decided.

    Example: resync audit report --since 7d --format csv
    """
    click.echo(FORMATS[form](_run(_report(_back(since)))), nl=False)


def answer_line(line: str) -> dict[str, Any]:
    """One line's answer; a line that is not what it should be gets an error of its own, the others are read on."""
    try:
        asked = json.loads(line) if len(line) <= LONGEST_LINE else None
    except (ValueError, RecursionError) as fault:
        return {"id": None, "error": f"not JSON: {fault}"}
    if not isinstance(asked, dict):
        return {"id": None, "error": "needs an object of at most a million characters"}
    question, answer = asked.get("question", ""), asked.get("answer")
    if not isinstance(answer, str) or not isinstance(question, str | None):
        return {"id": asked.get("id"), "error": "needs the texts question and answer"}
    found = judgement(question or "", answer, asked.get("facts"))
    return {"id": asked.get("id"), "label": found.label, "confidence": found.confidence, "reason": found.reason}


async def _verify(anchor: Head | None) -> tuple[Verdict, Head | None]:
    async with _database() as database:
        ledger = Ledger(database, system_clock)
        return await ledger.verify(anchor), await ledger.head()


async def _report(back: timedelta) -> Report:
    async with _database() as database:
        until = system_clock()
        return await report(Ledger(database, system_clock), Memories(database, system_clock), until - back, until)


@asynccontextmanager
async def _database() -> AsyncIterator[AsyncEngine]:
    settings = Settings()
    database = open_database(settings.storage.database_url or sqlite_url(settings.data_dir))
    try:
        await create_tables(database)
        yield database
    finally:
        await database.dispose()


def _run(work: Any) -> Any:
    try:
        return asyncio.run(work)
    except (SQLAlchemyError, OSError) as fault:
        raise click.ClickException(
            f"The database cannot be read ({type(fault).__name__}); see resync doctor."
        ) from fault


def _anchor(text: str) -> Head | None:
    if not text:
        return None
    seq, _, own = text.partition(":")
    if not seq.isdecimal() or not re.fullmatch(r"[0-9a-f]{64}", own):
        raise click.BadParameter("an anchor is SEQ:HASH, as `resync audit verify` prints it", param_hint="--anchor")
    return Head(int(seq), own)


def _back(since: str) -> timedelta:
    found = _SINCE.fullmatch(since)
    if found is None:
        raise click.BadParameter("say it as 12h, 7d or 4w", param_hint="--since")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})
