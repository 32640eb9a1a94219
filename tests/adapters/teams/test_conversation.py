"""What people say in Teams, and what they see."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from adapters.teams.tables import talks
from bot.turn import Place
from tests.adapters.teams.conftest import Desk, opened
from tests.fakes.teams import TENANT, activities
from tests.fakes.teams.activities import ANN, BOB, BOT, CHANNEL, GROUP, personal


async def test_a_question_in_private_is_answered_there(desk: Desk) -> None:
    await desk.teams.says(ANN, "status of PAYROLL")
    assert [post.conversation for post in desk.teams.posts] == ["a:chat-ann"]
    assert "You said: status of PAYROLL" in desk.last
    turn = desk.engine.turns[0]
    assert turn.person.id == ANN.directory and turn.person.name == "Ann Lee"
    assert (turn.person.timezone, turn.person.locale) == ("America/Sao_Paulo", "pt-BR")
    assert turn.place == Place("teams", "a:chat-ann", "", TENANT, direct=True)
    assert turn.at == desk.teams.clock()


async def test_a_mention_in_a_channel_begins_a_thread_and_stays_in_it(desk: Desk) -> None:
    first = await desk.teams.says(BOB, "@BOT failed jobs", CHANNEL)
    await desk.teams.says(BOB, "@BOT and the log?", CHANNEL, thread=first)
    assert [turn.said for turn in desk.engine.turns] == ["failed jobs", "and the log?"]
    assert {post.conversation for post in desk.teams.posts} == {f"{CHANNEL.id};messageid={first}"}
    assert {turn.place for turn in desk.engine.turns} == {Place("teams", CHANNEL.id, first, TENANT)}


async def test_without_a_mention_a_channel_and_a_group_are_left_alone(desk: Desk) -> None:
    await desk.teams.says(BOB, "lunch?", CHANNEL)
    await desk.teams.says(BOB, "Resync is a bot", GROUP)
    assert desk.engine.turns == [] and desk.teams.posts == []
    await desk.teams.says(BOB, "@BOT help", GROUP)
    assert desk.teams.posts[0].conversation == GROUP.id


async def test_names_of_others_stay_and_markup_goes(desk: Desk) -> None:
    ann = {"type": "mention", "mentioned": {"id": ANN.id}, "text": "<at>Ann</at>"}
    more = activities.said(BOB, "@BOT tell <at>Ann</at> about <b>R&amp;D</b><br/>\u201cnow\u201d\u200b")
    more["entities"].append(ann)
    await desk.teams.delivers("message", GROUP, more)
    await desk.teams.settle()
    assert desk.engine.turns[0].said == 'tell @Ann about R&D\n"now"'


async def test_the_same_activity_is_answered_once(desk: Desk) -> None:
    number = await desk.teams.says(ANN, "one")
    await desk.teams.says(ANN, "one", number=number)
    assert len(desk.engine.turns) == len(desk.teams.posts) == 1


@pytest.mark.parametrize("kind", ["messageUpdate", "messageDelete", "typing", "messageReaction", "event", "?"])
async def test_edits_deletions_and_the_rest_are_taken_and_left(desk: Desk, kind: str) -> None:
    status, _ = await desk.teams.delivers(kind, personal(ANN), activities.said(ANN, "x"))
    await desk.teams.settle()
    assert status == 202 and desk.engine.turns == []


async def test_bots_are_not_answered(desk: Desk) -> None:
    own, other = activities.said(ANN, "x"), activities.said(ANN, "x")
    own["from"] = {"id": BOT}
    other["from"] = {"id": "28:another", "role": "bot"}
    for more in (own, other, {"text": "nobody"}, {"from": ["?"], "text": 7}):
        assert (await desk.teams.delivers("message", personal(ANN), more))[0] == 202
    await desk.teams.settle()
    assert desk.engine.turns == []


async def test_a_fault_of_the_engine_gets_an_id_and_gives_nothing_away(desk: Desk) -> None:
    await desk.teams.says(ANN, "boom")
    assert "Algo deu errado" in desk.last and "secret" not in desk.last


async def test_an_engine_that_knows_the_turn_says_nothing(desk: Desk) -> None:
    desk.engine.replies["again"] = None
    await desk.teams.says(ANN, "again")
    assert desk.teams.posts == []


async def test_teams_is_answered_before_the_engine_and_a_slow_answer_shows_typing(tmp_path: Path) -> None:
    async with opened(tmp_path, typing_seconds=0.01) as desk:
        desk.engine.gate = asyncio.Event()
        status, _ = await desk.teams.delivers("message", personal(ANN), activities.said(ANN, "slow"))
        assert status == 202 and desk.teams.posts == []
        for _ in range(500):
            if desk.teams.typing:
                break
            await asyncio.sleep(0.005)
        assert desk.teams.typing == ["a:chat-ann"]
        desk.engine.gate.set()
        await desk.teams.settle()
        assert "slow" in desk.last


async def test_too_many_at_once_are_told_so(tmp_path: Path) -> None:
    async with opened(tmp_path, most_tasks=1) as desk:
        desk.engine.gate = asyncio.Event()
        await desk.teams.delivers("message", personal(ANN), activities.said(ANN, "first"))
        await desk.teams.delivers("message", personal(BOB), activities.said(BOB, "second"))
        await desk.adapter._busy.drain(5)
        assert "busy" in desk.last
        desk.engine.gate.set()
        await desk.teams.settle()
        assert "first" in desk.last


async def test_what_cannot_even_be_refused_may_be_delivered_again(tmp_path: Path) -> None:
    async with opened(tmp_path, most_tasks=0) as desk:
        desk.adapter._busy._most = 0
        said = activities.said(ANN, "first")
        status, _ = await desk.teams.delivers("message", personal(ANN), said, number="1")
        assert status == 503
        desk.adapter._work._most = 1
        status, _ = await desk.teams.delivers("message", personal(ANN), said, number="1")
        await desk.teams.settle()
        assert status == 202 and "first" in desk.last


async def test_a_click_under_load_is_told_so(desk: Desk) -> None:
    await desk.teams.says(BOB, "hello")
    desk.adapter._work._most = 0
    answer = await desk.teams.press(BOB, desk.teams.posts[0], "More")
    assert "busy" in answer["value"] and len(desk.engine.turns) == 1


async def test_greets_once_whatever_teams_announces(desk: Desk) -> None:
    await desk.teams.delivers("installationUpdate", personal(ANN), {**activities.by(ANN), "action": "add"})
    added = {**activities.by(ANN), "membersAdded": [{"id": BOT}]}
    await desk.teams.delivers("conversationUpdate", personal(ANN), added)
    await desk.teams.delivers("conversationUpdate", CHANNEL, {**activities.by(BOB), "membersAdded": [{"id": BOT}]})
    await desk.teams.delivers("conversationUpdate", CHANNEL, {**activities.by(BOB), "membersAdded": [{"id": "29:x"}]})
    await desk.teams.settle()
    assert sorted(post.conversation for post in desk.teams.posts) == [CHANNEL.id, "a:chat-ann"]
    async with desk.database.connect() as connection:
        assert set((await connection.execute(select(talks.c.language))).scalars()) == {"pt-BR", ""}
    by_place = {post.conversation: post.text for post in desk.teams.posts}
    assert by_place["a:chat-ann"].startswith("Olá") and "Mention me" in by_place[CHANNEL.id]
