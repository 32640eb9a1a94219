"""What was shown, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.conversation import Before, Conversation
from bot.shown import Item, Option, Shown
from bot.storage.database import create_tables
from bot.storage.tables import shown
from bot.turn import Person, Place, Turn
from tests.plans import NOW

HERE = Turn("1", Person("U1"), Place("slack", "C1", thread="1.0"), "", NOW)
ROWS = (Item("job", "FIN.PAY01", told="PAY01 | ABEND"), Item("job", "FIN.PAY02", "id-2"))
LIST = Shown(ROWS, None, (Option("Rerun", '{"do":"rerun"}'),), "prod")


@pytest.fixture
async def conversation(database: AsyncEngine) -> Conversation:
    await create_tables(database)
    return Conversation(database)


async def test_what_was_shown_comes_back_with_how_much_was_said_since(conversation: Conversation) -> None:
    assert await conversation.hear(HERE, "what failed?") == Before()
    await conversation.keep(HERE, LIST, Before())
    conversation.let_go(HERE)
    assert await conversation.hear(HERE, "thanks") == Before(("what failed?",), LIST, 1)
    await conversation.keep(HERE, None, Before())
    conversation.let_go(HERE)
    assert await conversation.before(HERE) == Before(("what failed?", "thanks"), replace(LIST, since=1), 2)


async def test_a_text_is_before_the_next_while_its_answer_is_under_way(conversation: Conversation) -> None:
    await conversation.hear(HERE, "what failed?")
    await conversation.keep(HERE, LIST)
    conversation.let_go(HERE)
    first, second = replace(HERE, id="2"), replace(HERE, id="3")
    await conversation.hear(first, "status of PAY01")
    assert await conversation.hear(second, "and its log?") == Before(
        ("what failed?", "status of PAY01"), replace(LIST, since=1), 1
    )
    await conversation.keep(second, None)
    conversation.let_go(second)
    await conversation.keep(first, Shown(about=ROWS[0]))
    conversation.let_go(first)
    found = await conversation.before(HERE)
    assert found.texts == ("what failed?", "and its log?", "status of PAY01")
    assert found.shown is not None and (found.shown.about, found.shown.since) == (ROWS[0], 0), "the latest answer"
    assert conversation._under_way == {}


async def test_a_secret_is_neither_kept_nor_before_the_next(conversation: Conversation) -> None:
    said = "my password is Secr3t!Pass99"
    await conversation.hear(HERE, said)
    assert (await conversation.before(HERE)).texts == ()
    await conversation.keep(HERE, LIST, Before())
    assert await conversation.before(HERE) == Before((), LIST, 0)


async def test_of_each_thread_the_latest_is_kept_and_an_older_list_with_it(
    conversation: Conversation, database: AsyncEngine
) -> None:
    about = Item("job", "PAY01")
    await conversation.keep(HERE, LIST)
    await conversation.keep(HERE, Shown(about=about, engine="prod"))
    assert (await conversation.before(HERE)).shown == Shown(ROWS, about, (), "prod")
    await conversation.keep(HERE, Shown(about=about, engine="test"))
    found = (await conversation.before(HERE)).shown
    assert found is not None and found.items == (), "rows of another engine's plan are not meant any more"
    async with database.connect() as connection:
        assert (await connection.execute(select(func.count()).select_from(shown))).scalar() == 1


async def test_the_engine_of_a_thread_stays_until_another_is_chosen(conversation: Conversation) -> None:
    await conversation.keep(HERE, Shown(engine="test", uses="test"))
    await conversation.keep(HERE, replace(LIST, engine="prod"))
    found = (await conversation.before(HERE)).shown
    assert found is not None and (found.uses, found.engine) == ("test", "prod")


async def test_it_is_forgotten_after_a_shift(conversation: Conversation, database: AsyncEngine) -> None:
    await conversation.keep(HERE, LIST)
    late = replace(HERE, at=NOW + timedelta(hours=12))
    assert (await conversation.before(late)).shown is None
    await conversation.forget(late.at)
    async with database.connect() as connection:
        assert (await connection.execute(select(func.count()).select_from(shown))).scalar() == 0


async def test_what_another_version_kept_costs_no_answer(conversation: Conversation, database: AsyncEngine) -> None:
    await conversation.keep(HERE, LIST)
    async with database.begin() as connection:
        await connection.execute(update(shown).values(holds='{"rows": 3, "about": "PAY01"}'))
    assert (await conversation.hear(HERE, "and its log?")).shown is None
    await conversation.keep(HERE, LIST)
    conversation.let_go(HERE)
    assert (await conversation.before(HERE)).shown == LIST
