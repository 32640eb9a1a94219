"""Buttons and forms: answered in the HTTP response, within Teams' time."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.turn import Form, Press
from tests.adapters.teams.conftest import REASON, Desk, opened
from tests.fakes.teams import activities
from tests.fakes.teams.activities import ANN, BOB, CHANNEL, personal

CARD = "application/vnd.microsoft.card.adaptive"
WORDS = "application/vnd.microsoft.activity.message"


async def test_refresh_changes_the_card_itself(desk: Desk) -> None:
    await desk.teams.says(ANN, "hello")
    post = desk.teams.posts[0]
    answer = await desk.teams.press(ANN, post, "Refresh")
    assert (answer["statusCode"], answer["type"]) == (200, CARD)
    assert "You said: refresh" in post.text and post.edits == 1 and len(desk.teams.posts) == 1
    assert desk.engine.turns[-1].said == Press("refresh")
    assert desk.engine.turns[-1].person.id == ANN.directory


async def test_another_button_answers_below_in_the_thread(desk: Desk) -> None:
    first = await desk.teams.says(BOB, "@BOT hello", CHANNEL)
    answer = await desk.teams.press(BOB, desk.teams.posts[0], "More", chat=CHANNEL)
    await desk.teams.settle()
    assert answer["type"] == WORDS and "new message" in answer["value"]
    assert "You said: more" in desk.last
    assert [post.conversation for post in desk.teams.posts] == [f"{CHANNEL.id};messageid={first}"] * 2


async def test_a_form_brings_its_fields_and_a_plain_button_none(desk: Desk) -> None:
    desk.engine.replies["rerun"] = REASON
    await desk.teams.says(ANN, "rerun")
    await desk.teams.press(ANN, desk.teams.posts[0], "Send", {"field.reason": "disk was full", "other": "x"})
    assert desk.engine.turns[-1].said == Form("why", {"reason": "disk was full"})
    await desk.teams.settle()
    await desk.teams.press(ANN, desk.teams.posts[1], "More", {"field.reason": "x"})
    assert [turn.said for turn in desk.engine.turns[2:]] == [Press("more")]


async def test_what_takes_long_is_promised_and_comes(tmp_path: Path) -> None:
    async with opened(tmp_path, invoke_seconds=0.02) as desk:
        await desk.teams.says(BOB, "hello")
        post = desk.teams.posts[0]
        desk.engine.gate = asyncio.Event()
        below = await desk.teams.press(BOB, post, "More")
        inside = await desk.teams.press(BOB, post, "Refresh")
        assert below["type"] == inside["type"] == WORDS and "working on it" in below["value"]
        desk.engine.gate.set()
        await desk.teams.settle()
        assert "You said: more" in desk.last
        assert "You said: refresh" in post.text and post.edits == 1 and len(desk.teams.posts) == 2


async def test_a_card_that_is_gone_is_answered_anew(tmp_path: Path) -> None:
    async with opened(tmp_path, invoke_seconds=0.02) as desk:
        await desk.teams.says(BOB, "hello")
        desk.engine.gate = asyncio.Event()
        await desk.teams.press(BOB, desk.teams.posts[0], "Refresh")
        desk.teams.posts.clear()
        desk.engine.gate.set()
        await desk.teams.settle()
        assert ["You said: refresh" in post.text for post in desk.teams.posts] == [True]


async def test_one_click_delivered_twice_is_one_turn(desk: Desk) -> None:
    await desk.teams.says(BOB, "hello")
    post = desk.teams.posts[0]
    await desk.teams.press(BOB, post, "More", number="f:1")
    again = await desk.teams.press(BOB, post, "More", number="f:1")
    await desk.teams.settle()
    assert len(desk.engine.turns) == 2 and "pressed already" in again["value"]


async def test_a_fault_under_a_click_is_said_with_its_id(desk: Desk) -> None:
    await desk.teams.says(BOB, "hello")
    answer = await desk.teams.press(BOB, desk.teams.posts[0], "Boom")
    assert answer["type"] == WORDS and "went wrong" in answer["value"] and "secret" not in answer["value"]


@pytest.mark.parametrize(
    "more",
    [
        {"name": "task/fetch", "value": {}},
        {"name": "adaptiveCard/action"},
        {"name": "adaptiveCard/action", "value": "text"},
        {"name": "adaptiveCard/action", "value": {"action": {"verb": "press", "data": "text"}}},
        {"name": "adaptiveCard/action", "value": {"action": {"verb": "erase", "data": {"payload": "x"}}}},
        {"name": "adaptiveCard/action", "value": {"action": {"verb": ["press"], "data": {"payload": 7}}}},
    ],
)
async def test_an_unknown_button_is_refused_in_teams_way(desk: Desk, more: activities.Json) -> None:
    status, answer = await desk.teams.delivers("invoke", personal(ANN), {**activities.by(ANN), **more})
    assert status == 200 and answer is not None
    assert (answer["statusCode"], answer["type"]) == (400, "application/vnd.microsoft.error")
    assert desk.engine.turns == []
