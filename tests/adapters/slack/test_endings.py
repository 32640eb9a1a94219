"""What ends while the bot works: addresses to answer at, and connections."""

from __future__ import annotations

import asyncio

import pytest

from adapters.slack import limits
from tests.adapters.slack.conftest import Desk, opened, until
from tests.fakes.slack.payloads import message


async def spent(desk: Desk, channel: str, how: str) -> None:
    """A command in `channel` whose response_url is spent before the answer is there."""
    desk.engine.gate, settle = asyncio.Event(), desk.slack.settle
    desk.slack.settle = lambda: asyncio.sleep(0)
    key = await desk.slack.command("U1", channel, "status")
    if how == "half an hour":
        desk.slack.clock.move(seconds=limits.RESPONSE_URL_SECONDS + 1)
    else:
        desk.slack.workspace.urls[key].uses = limits.RESPONSE_URL_USES
    desk.engine.gate.set()
    await settle()


@pytest.mark.parametrize("how", ["half an hour", "five uses"])
async def test_a_spent_response_url_leaves_an_answer_for_the_asker_only(how: str) -> None:
    async with opened() as desk:
        await spent(desk, "C1", how)
        assert [(post.channel, post.to) for post in desk.slack.posts] == [("C1", "U1")]
        assert "You said: status" in desk.slack.reads("U1", "C1")
        assert desk.slack.reads("U2", "C1") == ""
        assert desk.slack.problems == ["response_url used up"]


async def test_where_the_bot_is_not_in_the_channel_it_is_a_direct_message() -> None:
    async with opened() as desk:
        await spent(desk, "C9", "half an hour")
        (post,) = desk.slack.posts
        assert post.channel == desk.slack.workspace.direct("U1") and "You said: status" in post.shown


async def test_a_connection_that_slack_renews_loses_nothing() -> None:
    async with opened("socket") as desk:
        await desk.slack.says("U1", "D1", "before")
        old = desk.slack.socket.sockets[0]
        await desk.slack.socket.refresh()
        await until(lambda: bool(desk.slack.socket.sockets) and old not in desk.slack.socket.sockets)
        await desk.slack.says("U1", "D1", "after")
        assert [turn.said for turn in desk.engine.turns] == ["before", "after"]
        assert desk.slack.workspace.calls["apps.connections.open"] == 2
        assert await desk.adapter.ready()
        assert desk.slack.problems == []


async def test_what_slack_sends_again_after_a_renewal_is_answered_once() -> None:
    async with opened("socket") as desk:
        said = message("U1", "D1", "status", "1.1")
        await desk.slack.event(said, "Ev-same")
        old = desk.slack.socket.sockets[0]
        await desk.slack.socket.refresh()
        await until(lambda: bool(desk.slack.socket.sockets) and old not in desk.slack.socket.sockets)
        await desk.slack.event(said, "Ev-same", retry=1)
        await desk.slack.settle()
        assert len(desk.slack.posts) == 1
