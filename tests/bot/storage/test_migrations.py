"""A start brings the tables up to date: from nothing, from any earlier revision, once, all or nothing."""

from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, event, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.teams.tables import metadata as teams
from adapters.teams.tables import talks
from adapters.web.tables import metadata as web
from audit.tables import metadata as audit
from bot.settings import UnsafeSettings
from bot.storage.database import create_tables, open_database
from bot.storage.migrations import FOLDER, UnusableDatabase, migrate, revisions
from bot.storage.migrations.versions.v0001_baseline import tables as baseline
from bot.storage.tables import marks
from bot.storage.tables import metadata as bot
from knowledge.tables import metadata as knowledge
from tests.bot.storage.conftest import NewUrl
from tests.plans import NOW

HOUSE = (bot, audit, knowledge, teams, web)
HEADER = "from alembic import op\nimport sqlalchemy as sa\n\nrevision = '{}'\ndown_revision = '{}'\n\n"
START = """
import asyncio, sys
from bot.storage.database import create_tables, open_database

async def start():
    database = open_database(sys.argv[1])
    await create_tables(database)
    await database.dispose()

print("ready", flush=True)
sys.stdin.readline()
asyncio.run(start())
"""


async def made(engine: AsyncEngine, *owners: MetaData) -> None:
    """All at once, as they are today."""
    async with engine.begin() as connection:
        for tables in owners:
            await connection.run_sync(tables.create_all)


async def made_early(engine: AsyncEngine, *owners: MetaData) -> None:
    """The tables of these owners as the first version had them."""
    first = [baseline.tables[name] for owner in owners for name in owner.tables if name in baseline.tables]
    async with engine.begin() as connection:
        await connection.run_sync(lambda sync: baseline.create_all(sync, tables=first))


async def names(engine: AsyncEngine) -> set[str]:
    async with engine.connect() as connection:
        return await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))


async def noted(engine: AsyncEngine) -> list[str]:
    async with engine.connect() as connection:
        return list((await connection.execute(text("SELECT version_num FROM alembic_version"))).scalars())


def later(folder: Path, body: str) -> Path:
    """The migrations with one more after the newest; `body` stands in its upgrade()."""
    copy = folder / "50% more"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    newest = revisions(FOLDER)[-1]
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    code = HEADER.format("9000", newest) + "def upgrade():\n" + lines
    (copy / "versions" / "v9000_later.py").write_text(code, encoding="utf-8")
    return copy


async def test_migrations_make_what_the_code_uses(database: AsyncEngine) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def differences(connection: Connection) -> Any:
        return compare_metadata(MigrationContext.configure(connection), list(HOUSE))  # type: ignore[arg-type]

    await create_tables(database)
    async with database.connect() as connection:
        assert await connection.run_sync(differences) == []


def shape(connection: Connection) -> dict[str, Any]:
    """All that the database tells of its tables, as text."""
    seen = inspect(connection)
    told: dict[str, Any] = {
        "columns": seen.get_multi_columns(),
        "keys": seen.get_multi_pk_constraint(),
        "references": seen.get_multi_foreign_keys(),
        "unique": seen.get_multi_unique_constraints(),
        "indexes": seen.get_multi_indexes(),
        "options": seen.get_multi_table_options(),
    }
    return {
        f"{what} of {table}": sorted(map(repr, one)) if isinstance(one, list) else repr(one)
        for what, tables in told.items()
        for (_, table), one in tables.items()
        if table != "alembic_version"
    }


async def test_a_migrated_database_is_as_one_made_at_once(new_url: NewUrl) -> None:
    migrated, at_once = open_database(new_url()), open_database(new_url())
    await create_tables(migrated)
    await made(at_once, *HOUSE)
    async with migrated.connect() as one, at_once.connect() as other:
        assert await one.run_sync(shape) == await other.run_sync(shape)
    await migrated.dispose()
    await at_once.dispose()


async def test_a_second_start_finds_nothing_to_do(database: AsyncEngine) -> None:
    await create_tables(database)
    asked: list[str] = []
    event.listen(database.sync_engine, "before_cursor_execute", lambda *given: asked.append(given[2].lstrip()))
    await create_tables(database)
    assert await noted(database) == [revisions(FOLDER)[-1]]
    assert {statement.split()[0].upper() for statement in asked} <= {"BEGIN", "SELECT", "PRAGMA"}


async def test_replicas_that_start_together_upgrade_once(new_url: NewUrl) -> None:
    url, pipe = new_url(), asyncio.subprocess.PIPE
    started = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-W", "error", "-c", START, url, stdin=pipe, stdout=pipe, stderr=pipe
        )
        for _ in range(2)
    ]
    for one in started:
        assert one.stdout and await one.stdout.readline() == b"ready\n"
    said = await asyncio.gather(*(one.communicate(b"go\n") for one in started))
    assert [one.returncode for one in started] == [0, 0], said
    assert b"".join(out for out, _ in said).count(b"database_upgraded") == 1
    database = open_database(url)
    assert await noted(database) == [revisions(FOLDER)[-1]]
    await database.dispose()


async def test_nobody_looks_while_another_upgrades(new_url: NewUrl) -> None:
    """In one process, so that every statement of one falls between two of another."""
    url = new_url()
    engines = [open_database(url) for _ in range(4)]
    await asyncio.gather(*(create_tables(engine) for engine in engines))
    assert await noted(engines[0]) == [revisions(FOLDER)[-1]]
    for engine in engines:
        await engine.dispose()


async def test_an_early_database_is_adopted_with_its_rows(database: AsyncEngine) -> None:
    await made_early(database, bot, audit, knowledge)
    async with database.begin() as connection:
        await connection.execute(insert(marks).values(name="observer", at=NOW))
        await connection.execute(text("CREATE TABLE notes_of_another_program (id INTEGER)"))
    await create_tables(database)
    assert {"teams_talks", "web_logins", "notes_of_another_program"} <= await names(database)
    assert await noted(database) == [revisions(FOLDER)[-1]]
    async with database.connect() as connection:
        assert (await connection.execute(select(marks.c.at))).scalars().all() == [NOW]


async def test_a_conversation_of_before_keeps_its_instant(database: AsyncEngine) -> None:
    await made_early(database, bot, audit, knowledge, teams)
    early = baseline.tables["teams_talks"]
    row = dict.fromkeys(early.columns.keys(), "x") | {"greeted": True, "at": NOW}
    async with database.begin() as connection:
        await connection.execute(insert(early).values(row))
    await create_tables(database)
    async with database.connect() as connection:
        assert (await connection.execute(select(talks.c.at, talks.c.greeted))).all() == [(NOW, True)]
        assert (await connection.execute(text('SELECT "at" FROM teams_talks'))).scalars().all() == [
            "2026-03-02T01:30:00.000000+00:00"
        ]


@pytest.mark.parametrize(
    "changed",
    [
        "ALTER TABLE summaries DROP COLUMN timezone",
        "ALTER TABLE summaries ADD COLUMN mood VARCHAR(10)",
        "DROP INDEX watches_open",
        "DROP TABLE marks; CREATE TABLE marks (name VARCHAR(100) PRIMARY KEY, at INTEGER)",
    ],
)
async def test_other_tables_are_left_as_they_are(database: AsyncEngine, changed: str) -> None:
    await made_early(database, bot)
    async with database.begin() as connection:
        for statement in changed.split("; "):
            await connection.execute(text(statement))
    before = await names(database)
    with pytest.raises(UnusableDatabase, match=r"(summaries|watches|marks)\. An early version .* Nothing was changed"):
        await create_tables(database)
    assert await names(database) == before


async def test_a_newer_database_is_refused(database: AsyncEngine, tmp_path: Path) -> None:
    await migrate(database, later(tmp_path, "op.create_table('moods', sa.Column('id', sa.Integer))"))
    with pytest.raises(UnsafeSettings, match=r"newer version of Resync \(revision 9000; this version knows .*backup"):
        await create_tables(database)
    assert await noted(database) == ["9000"]


async def test_an_upgrade_that_fails_leaves_what_was_there(database: AsyncEngine, tmp_path: Path) -> None:
    await create_tables(database)
    before = await names(database)
    broken = later(tmp_path, "op.create_table('moods', sa.Column('id', sa.Integer))\nraise RuntimeError('full disk')")
    with pytest.raises(RuntimeError, match="full disk"):
        await migrate(database, broken)
    assert (await names(database), await noted(database)) == (before, [revisions(FOLDER)[-1]])
    await migrate(database, later(tmp_path, "op.create_table('moods', sa.Column('id', sa.Integer))"))
    assert await noted(database) == ["9000"]


DOCUMENT = "INSERT INTO knowledge_documents (id, title, source, origin, kind, hash, changed_at)"
DOCUMENT += " VALUES ('d', 't', 's', 'o', 'md', 'h', '2026-03-02 22:00:00')"
PASSAGE = "INSERT INTO knowledge_passages (id, document, position, heading, locator, text, length)"
PASSAGE += " VALUES (:id, :document, 0, '', '', 'x', 1)"
LONGER = """with op.batch_alter_table('knowledge_documents') as table:
    table.alter_column('title', existing_type=sa.String(300), type_=sa.String(900), existing_nullable=False)
    table.add_column(sa.Column('mood', sa.String(10), nullable=False, server_default='calm'))"""


async def test_a_table_that_others_refer_to_can_be_altered(database: AsyncEngine, tmp_path: Path) -> None:
    await create_tables(database)
    async with database.begin() as connection:
        await connection.execute(text(DOCUMENT))
        await connection.execute(text(PASSAGE), {"id": "p", "document": "d"})
    await migrate(database, later(tmp_path, LONGER))
    async with database.connect() as connection:
        joined = "SELECT p.id, d.mood FROM knowledge_passages p JOIN knowledge_documents d ON p.document = d.id"
        assert [tuple(row) for row in await connection.execute(text(joined))] == [("p", "calm")]
    with pytest.raises(IntegrityError):
        async with database.begin() as connection:
            await connection.execute(text(PASSAGE), {"id": "q", "document": "nowhere"})


async def test_an_upgrade_that_would_break_references_is_undone(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'a.sqlite'}")
    await create_tables(database)
    async with database.begin() as connection:
        await connection.execute(text(DOCUMENT))
        await connection.execute(text(PASSAGE), {"id": "p", "document": "d"})
    with pytest.raises(UnusableDatabase, match=r"rows of knowledge_passages .* Nothing was changed"):
        await migrate(database, later(tmp_path, "op.execute('DELETE FROM knowledge_documents')"))
    async with database.connect() as connection:
        assert (await connection.execute(text("SELECT id FROM knowledge_documents"))).scalars().all() == ["d"]
    await database.dispose()


def test_each_revision_follows_the_one_before() -> None:
    from alembic.script import ScriptDirectory

    found = [one.revision for one in ScriptDirectory(str(FOLDER)).walk_revisions()]
    assert found[::-1] == revisions(FOLDER)


async def test_alembic_is_loaded_only_to_upgrade(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    database = open_database(url)
    await create_tables(database)
    await database.dispose()
    code = START.replace("sys.stdin.readline()", "") + "import bot.app\nassert 'alembic' not in sys.modules"
    ran = await asyncio.create_subprocess_exec(sys.executable, "-c", code, url)
    assert await ran.wait() == 0
