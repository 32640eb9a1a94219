"""`resync knowledge`: load documents, search them, keep them in order."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

from bot.logs import configure
from bot.settings import Log, Settings
from bot.storage.database import create_tables, open_database, sqlite_url
from knowledge import Added, KnowledgeBase, Passage, Refused, Stats, open_knowledge

LONGEST_LINE = 100_000
"""Characters of one line of --jsonl."""


@click.group("knowledge")
def command() -> None:
    """What the team knows: load documents and search them.

    Example: resync knowledge add runbooks/
    """


@command.command("add")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each file.")
def add(paths: tuple[Path, ...], as_json: bool) -> None:
    """Load files and folders: xlsx, csv, md, txt, html, pdf, docx, jsonl of {"id","title","text"}.

    A file that was loaded before is replaced. Example: resync knowledge add runbook.xlsx procedures/
    """
    results = _run(_add(paths))
    for result in results:
        click.echo(json.dumps(_result_json(result), ensure_ascii=False) if as_json else _result_line(result))
    sys.exit(1 if any(isinstance(result, Refused) for result in results) else 0)


async def _add(paths: tuple[Path, ...]) -> tuple[Added | Refused, ...]:
    async with _opened() as base:
        results = await base.add_paths(paths)
        await base.settle()
        if not base.warm:
            click.echo(f"Found by words only for now ({base.state}).", err=True)
    return results


def _result_json(result: Added | Refused) -> dict[str, object]:
    return {"added": isinstance(result, Added), **asdict(result)}


def _result_line(result: Added | Refused) -> str:
    if isinstance(result, Refused):
        return f"refused  {result.path}: {result.reason}"
    return f"added    {result.path}: documents {result.documents}, passages {result.passages}"


@command.command("search")
@click.argument("text", required=False)
@click.option("--json", "as_json", is_flag=True, help="The passages as JSON.")
@click.option("-k", "limit", type=click.IntRange(1, 100), default=5, show_default=True, help="How many at most.")
@click.option("--jsonl", is_flag=True, help='Lines {"id","text"} in, lines {"id","ranked":[document id]} out.')
def search(text: str | None, as_json: bool, limit: int, jsonl: bool) -> None:
    """Search what was loaded; exit code 1 when nothing is about it.

    Example: resync knowledge search "o que fazer com RC 12 no FINANCE_PAYROLL?"
    """
    if jsonl == (text is not None):
        raise click.UsageError("give either TEXT or --jsonl")
    if jsonl:
        given = click.get_current_context().get_parameter_source("limit")
        fault = _run(_search_lines(limit if given is click.core.ParameterSource.COMMANDLINE else 10))
        sys.exit(1 if fault else 0)
    found = _run(_search(str(text), limit))
    if as_json:
        click.echo(json.dumps([asdict(passage) for passage in found], ensure_ascii=False, indent=2))
    else:
        click.echo("\n\n".join(map(_shown, found)) or "Nothing that was loaded is about this.")
    sys.exit(0 if found else 1)


async def _search(text: str, limit: int) -> tuple[Passage, ...]:
    async with _opened() as base:
        await base.ready()
        return await base.search(text, limit=limit)


def _shown(passage: Passage) -> str:
    place = " ".join(filter(None, (passage.source or passage.document_id, passage.locator)))
    text = "".join(c if c.isprintable() or c == "\n" else " " for c in passage.text)
    return f"{passage.title or passage.document_id}  [{place}]  {passage.score:.2f}\n{text}"


async def _search_lines(limit: int) -> bool:
    """True when a line could not be answered."""
    fault = False
    async with _opened() as base:
        await base.ready()
        for raw in sys.stdin.buffer:
            line = raw.decode("utf-8", errors="replace").strip()
            if line:
                answer = await answer_line(base, line, limit)
                fault = fault or "error" in answer
                sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
                sys.stdout.flush()
    return fault


async def answer_line(base: KnowledgeBase, line: str, limit: int) -> dict[str, object]:
    """One line's answer; a line that is not what it should be gets an error of its own, the others are read on."""
    if len(line) > LONGEST_LINE:
        return {"id": None, "error": f"longer than {LONGEST_LINE} characters"}
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as fault:
        return {"id": None, "error": f"not JSON: {fault}"}
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        return {"id": asked.get("id") if isinstance(asked, dict) else None, "error": "needs a member text"}
    return {"id": asked.get("id"), "ranked": list(await base.rank(asked["text"], limit))}


@command.command("stats")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def stats(as_json: bool) -> None:
    """How much is known, and whether it is found by meaning. Example: resync knowledge stats"""
    found = asdict(_run(_stats()))
    click.echo(json.dumps(found) if as_json else "\n".join(f"{name}: {value}" for name, value in found.items()))


async def _stats() -> Stats:
    async with _opened() as base:
        await base.ready()
        return await base.stats()


@command.command("reindex")
def reindex() -> None:
    """Make every vector again from the stored text. Example: resync knowledge reindex"""
    count, state, warm = _run(_reindex())
    click.echo(f"{count} passages: {state}")
    sys.exit(0 if warm else 1)


async def _reindex() -> tuple[int, str, bool]:
    async with _opened() as base:
        await base.ready()
        count = await base.reindex()
        await base.settle()
        return count, base.state, base.warm


@command.command("export")
def export() -> None:
    """Write every passage as a line of JSON. Example: resync knowledge export > knowledge.jsonl"""
    _run(_export())


async def _export() -> None:
    async with _opened(vectors=False) as base:
        async for line in base.export():
            sys.stdout.write(line + "\n")


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    configure(Log(level="ERROR"))
    try:
        return asyncio.run(work)
    except SQLAlchemyError as fault:
        click.echo(
            f"The database cannot be used ({type(fault).__name__}); check DATABASE_URL and APP_DATA_DIR.", err=True
        )
        sys.exit(1)


@asynccontextmanager
async def _opened(*, vectors: bool = True) -> AsyncIterator[KnowledgeBase]:
    settings = Settings()
    engine = open_database(settings.storage.database_url or sqlite_url(settings.data_dir))
    await create_tables(engine)
    known = settings.knowledge
    which = known.embedder if vectors else "none"
    folder = settings.data_dir / "vectors"
    base = open_knowledge(engine, folder, lambda: datetime.now(UTC), chroma_url=known.chroma_url, embedder=which)
    await base.start()
    try:
        yield base
    finally:
        await base.close()
        await engine.dispose()
