"""Messages nobody asked for, and a Teams that is slow, full or gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiohttp import web
from sqlalchemy import select

from adapters.teams import limits
from adapters.teams.app import NotConnected
from adapters.teams.faults import ConnectorAway, ConnectorRefused
from adapters.teams.tables import talks
from bot.delivery.sender import Undeliverable
from bot.reply import Heading, Reply
from bot.turn import Place
from tests.adapters.teams.conftest import Desk, opened
from tests.fakes.teams import TENANT, activities
from tests.fakes.teams.activities import ANN, BOB, BOT, CHANNEL, GROUP, personal

CARD = Reply((Heading("FINANCE_PAYROLL is late"),))
GREEN = Reply((Heading("FINANCE_PAYROLL is done"),))


def status(number: int, **headers: str) -> web.Response:
    return web.Response(status=number, text="<html>busy</html>", content_type="text/html", headers=headers)


async def test_posts_to_each_kind_of_place_and_changes_the_post(desk: Desk) -> None:
    await desk.teams.says(ANN, "hello")
    await desk.teams.says(BOB, "@BOT hello", GROUP)
    await desk.teams.says(BOB, "@BOT hello", CHANNEL)
    for channel, thread in (("a:chat-ann", ""), (GROUP.id, ""), (CHANNEL.id, ""), (CHANNEL.id, "123")):
        place = Place("teams", channel, thread, TENANT)
        number = await desk.adapter.post(place, CARD)
        assert desk.teams.posts[-1].conversation == channel + (f";messageid={thread}" if thread else "")
        assert desk.teams.posts[-1].id == number and "is late" in desk.last
        await desk.adapter.update(place, number, GREEN)
        assert "is done" in desk.last and desk.teams.posts[-1].edits == 1
    assert desk.teams.issuer.logins == 1


async def test_a_restart_forgets_no_conversation(tmp_path: Path) -> None:
    async with opened(tmp_path) as desk:
        await desk.teams.says(BOB, "@BOT hello", CHANNEL)
        async with desk.database.connect() as connection:
            row = (await connection.execute(select(talks))).mappings().one()
        assert row["service_url"] == desk.teams.service_url and row["at"] == desk.teams.clock()
    async with opened(tmp_path) as later:
        await later.teams.says(BOB, "@BOT the service URL is a new one", CHANNEL)
        await later.adapter.post(Place("teams", CHANNEL.id), CARD)
        assert "is late" in later.last


async def test_nowhere_to_post_is_undeliverable(desk: Desk) -> None:
    with pytest.raises(Undeliverable, match="not in this conversation"):
        await desk.adapter.post(Place("teams", "19:unknown@thread.tacv2"), CARD)
    await desk.teams.says(ANN, "hello")
    with pytest.raises(Undeliverable):
        await desk.adapter.post(Place("teams", "a:chat-ann", team="another tenant"), CARD)
    with pytest.raises(Undeliverable, match="gone"):
        await desk.adapter.update(Place("teams", "a:chat-ann"), "1", CARD)


async def test_a_channel_of_a_known_tenant_needs_no_word_in_it_first(desk: Desk) -> None:
    other = Place("teams", "19:other@thread.tacv2")
    with pytest.raises(Undeliverable):
        await desk.adapter.post(other, CARD)
    await desk.teams.says(BOB, "@BOT hello", CHANNEL)
    with pytest.raises(Undeliverable, match="BotNotInConversationRoster"):
        await desk.adapter.post(other, CARD)
    desk.teams.known.add(other.channel)
    await desk.adapter.post(other, CARD)
    assert desk.teams.posts[-1].conversation == other.channel


async def test_a_bot_that_was_removed_does_not_try(desk: Desk) -> None:
    await desk.teams.says(ANN, "hello")
    await desk.teams.delivers("installationUpdate", personal(ANN), {**activities.by(ANN), "action": "remove"})
    with pytest.raises(Undeliverable):
        await desk.adapter.post(Place("teams", "a:chat-ann"), CARD)
    await desk.teams.says(BOB, "@BOT hello", CHANNEL)
    await desk.teams.delivers("conversationUpdate", CHANNEL, {**activities.by(BOB), "membersRemoved": [{"id": BOT}]})
    with pytest.raises(Undeliverable):
        await desk.adapter.post(Place("teams", CHANNEL.id), CARD)


async def test_blocked_is_undeliverable_with_teams_word(desk: Desk) -> None:
    await desk.teams.says(ANN, "hello")
    desk.teams.trouble = [web.json_response({"error": {"code": "MessageWritesBlocked"}}, status=403)]
    with pytest.raises(Undeliverable, match="MessageWritesBlocked"):
        await desk.adapter.post(Place("teams", "a:chat-ann"), CARD)
    assert desk.teams.clock.slept == []


async def test_waits_as_told_and_tries_again(desk: Desk) -> None:
    await desk.teams.says(ANN, "hello")
    desk.teams.trouble = [status(429, **{"Retry-After": "7"}), status(502), status(503)]
    await desk.adapter.post(Place("teams", "a:chat-ann"), CARD)
    first, second, third = desk.teams.clock.slept
    assert 7 <= first < 7.5 and 2 <= second < 2.5 and 4 <= third < 4.5
    assert len(desk.teams.posts) == 2


@pytest.mark.parametrize(("number", "tries"), [(503, limits.TRIES), (500, 1), (400, 1), (413, 1)])
async def test_gives_up_in_the_end_and_tells_which(desk: Desk, number: int, tries: int) -> None:
    await desk.teams.says(ANN, "hello")
    desk.teams.trouble = [status(number) for _ in range(tries)]
    with pytest.raises(ConnectorRefused) as refused:
        await desk.adapter.update(Place("teams", "a:chat-ann"), desk.teams.posts[0].id, CARD)
    assert refused.value.status == number and desk.teams.trouble == []


async def test_a_refused_token_is_fetched_anew_and_an_old_one_before_it_ends(desk: Desk) -> None:
    await desk.teams.says(ANN, "hello")
    desk.teams.issuer.good_tokens.clear()
    await desk.adapter.post(Place("teams", "a:chat-ann"), CARD)
    assert desk.teams.issuer.logins == 2
    desk.teams.clock.passes(3400)
    await desk.adapter.post(Place("teams", "a:chat-ann"), CARD)
    assert desk.teams.issuer.logins == 3


async def test_a_connector_that_breaks_off_is_not_posted_to_twice(desk: Desk) -> None:
    await desk.teams.says(ANN, "hello")
    await desk.teams._server.close()
    with pytest.raises(ConnectorAway):
        await desk.adapter.post(Place("teams", "a:chat-ann"), CARD)
    assert desk.teams.clock.slept == []


async def test_an_answer_teams_does_not_take_is_owned_up_to(desk: Desk) -> None:
    desk.teams.trouble = [web.json_response({"error": {"code": "MessageSizeTooBig"}}, status=413)]
    await desk.teams.says(BOB, "hello")
    assert "Teams reported a problem" in desk.last and "MessageSizeTooBig" not in desk.last


async def test_before_start_and_after_close_nothing_is_posted(tmp_path: Path) -> None:
    async with opened(tmp_path) as desk:
        await desk.teams.says(ANN, "hello")
        await desk.adapter.close()
        with pytest.raises(NotConnected):
            await desk.adapter.post(Place("teams", "a:chat-ann"), CARD)
        status, _ = await desk.teams.delivers("message", personal(ANN), activities.said(ANN, "x"))
        assert status == 503 and len(desk.teams.posts) == 1


async def test_a_conversation_is_not_flooded(desk: Desk) -> None:
    await desk.teams.says(ANN, "hello")
    for _ in range(limits.POST_BURST + 1):
        await desk.adapter.post(Place("teams", "a:chat-ann"), CARD)
    assert desk.teams.clock.slept == [0.5, 0.5]
